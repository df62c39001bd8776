import { expect, test } from 'vitest';
import type { Manifest, Stage } from '../../../../shared/manifest/types';
import { fieldPath, manifestProblems } from './validate';

const problems = (...stages: Stage[]): ReturnType<typeof manifestProblems> => {
  const manifest: Manifest = { version: '2', pipelines: [{ name: 'image', stages }] };
  return manifestProblems(manifest, ['image']);
};
const device = { type: 'org.osbuild.loopback', options: { filename: 'disk.img' } };

test('a correct manifest has no problem', () => {
  expect(
    problems(
      { type: 'org.osbuild.truncate', options: { filename: 'disk.img', size: '2G' } },
      { type: 'org.osbuild.mkfs.ext4', options: { uuid: 'u' }, devices: { device } },
    ),
  ).toEqual([]);
});

test('an unknown stage is named with its pipeline', () => {
  expect(problems({ type: 'org.osbuild.kickstart' })).toEqual([
    {
      message: "Pipeline 'image': unknown stage 'org.osbuild.kickstart'.",
      hint: 'The built-in engine does not have it: install osbuild, and build with that.',
      detail: { pipeline: 'image', stage: 'org.osbuild.kickstart', field: 'pipelines[0].stages[0].type' },
    },
  ]);
});

test('an unknown and a missing option are named with their fields', () => {
  const found = problems({ type: 'org.osbuild.truncate', options: { filename: 'disk.img', sizee: '2G' } });
  expect(found.map(({ message }) => message)).toEqual([
    "Pipeline 'image', stage org.osbuild.truncate, options.size: the option 'size' is missing.",
    "Pipeline 'image', stage org.osbuild.truncate, options.sizee: unknown option 'sizee'.",
  ]);
  expect(found[1]?.detail.field).toBe('pipelines[0].stages[0].options.sizee');
});

test('a wrong value deep inside is found, once', () => {
  const found = problems({ type: 'org.osbuild.mkdir', options: { paths: [{ path: '/a' }, { path: 7 }] } });
  expect(found).toHaveLength(1);
  expect(found[0]?.detail.field).toBe('pipelines[0].stages[0].options.paths[1].path');
});

test('inputs, devices and mounts are checked too', () => {
  const messages = problems(
    { type: 'org.osbuild.rpm', inputs: {} },
    { type: 'org.osbuild.sfdisk', options: { uuid: 'u', label: 'gpt' } },
    { type: 'org.osbuild.mkfs.ext4', options: { uuid: 'u' }, devices: { device: { type: 'org.osbuild.luks2' } } },
    {
      type: 'org.osbuild.copy',
      options: { paths: [{ from: 'tree:///a', to: 'tree:///b' }] },
      devices: { device },
      mounts: [{ name: 'root', type: 'org.osbuild.ext4', source: 'disk', target: '/', options: { rw: true } }],
    },
  ).map(({ message }) => message);
  expect(messages).toEqual([
    "Pipeline 'image', stage org.osbuild.rpm, inputs.packages: the option 'packages' is missing.",
    "Pipeline 'image', stage org.osbuild.sfdisk: unknown device 'device'.",
    "Pipeline 'image', stage org.osbuild.mkfs.ext4: unknown device 'org.osbuild.luks2'.",
    "Pipeline 'image', stage org.osbuild.copy, mounts[0].options.rw: unknown option 'rw'.",
    "Pipeline 'image', stage org.osbuild.copy: unknown source 'disk'.",
  ]);
});

test('pipelines that are not built are not checked', () => {
  const manifest: Manifest = { version: '2', pipelines: [{ name: 'other', stages: [{ type: 'unknown' }] }] };
  expect(manifestProblems(manifest, [])).toEqual([]);
});

test('pointers are written as people read them', () => {
  expect(fieldPath('/paths/0/mode')).toBe('.paths[0].mode');
  expect(fieldPath('/items/~1etc~1x/mode')).toBe('.items./etc/x.mode');
});
