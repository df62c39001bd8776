import { expect, test } from 'vitest';
import type { Manifest } from '../../../../shared/manifest/types';
import { stageIds } from './ids';
import { pythonJson } from './python-json';

const HELLO = 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
const loopback = (options: object): object => ({
  type: 'org.osbuild.loopback',
  options: { filename: 'disk.img', ...options },
});

/** Ours; the ids below were recorded from osbuild 191. */
const manifest: Manifest = {
  version: '2',
  pipelines: [
    {
      name: 'build',
      stages: [{ type: 'org.osbuild.mkdir', options: { paths: [{ path: '/usr/bin', mode: 493 }] } }],
    },
    {
      name: 'content',
      build: 'name:build',
      'source-epoch': 1700000000,
      stages: [
        {
          type: 'org.osbuild.copy',
          inputs: { h: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references: { [HELLO]: {} } } },
          options: { paths: [{ from: `input://h/${HELLO}`, to: 'tree:///grüße-😀' }] },
        },
        { type: 'org.osbuild.noop', options: {} },
      ],
    },
    {
      name: 'image',
      stages: [
        { type: 'org.osbuild.truncate', options: { filename: 'disk.img', size: '64M' } },
        {
          type: 'org.osbuild.mkfs.ext4',
          options: { uuid: '76a22bf4-f153-4541-b6c7-0332c0dfaeac', lazy_init: false },
          devices: { device: loopback({ start: 2048 }) },
        },
        {
          type: 'org.osbuild.copy',
          inputs: {
            tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: ['name:content'] },
          },
          options: { paths: [{ from: 'input://tree/', to: 'mount://root/' }] },
          devices: { root: loopback({}) },
          mounts: [{ name: 'root', type: 'org.osbuild.ext4', source: 'root', target: '/' }],
        },
      ],
    },
  ],
};

test('stages have the ids that osbuild gives them', () => {
  expect(Object.fromEntries(stageIds(manifest))).toEqual({
    build: ['5fef3b5c405942ad3dd52e98dcfdda6eeb75c7ed21eb60fe17ad04e3dac8fb8c'],
    content: [
      '71f0114706d2ac08ab32b8f60e5e1c5d3cf765efa4e45cd3717eacc828dfb939',
      'dfe08c45fd7d381a48b6aca4c339dfc6cc9bb45eb97952172e6357eb9da22800',
    ],
    image: [
      '495aceab3b2cea8fc37945c355a4695c65fbcfa54a3ce98b4e39edaafc9a2727',
      '1fc779d2e6c4f4a0499e92040d93c38e8e47d7f6538c17810d36fbf5dfd3f89d',
      '946c18ee904e524582d1c5bad9c2c369ea005ecf3cdea78ac1348db6bd9b2554',
    ],
  });
});

test('JSON as Python writes it', () => {
  expect(pythonJson({ b: [1, true, null, 'ä😀\u007f'], a: { d: 1e22, c: 1e-7 } })).toBe(
    '{"a": {"c": 1e-07, "d": 1e+22}, "b": [1, true, null, "\\u00e4\\ud83d\\ude00\u007f"]}',
  );
});
