import { describe, expect, it } from 'vitest';
import type { Resolved, Stage } from '../../../shared/manifest/types';
import { pipelineGraph } from './picture-graph';
import { layoutGraph, neighbourOf, NODE, viewOf } from './picture-layout';

const takes = (type: string, references: unknown): Stage => ({
  type: 'org.osbuild.copy',
  inputs: { it: { type, origin: 'org.osbuild.pipeline', references } },
});
const resolved: Resolved = {
  target: 't',
  manifest: {
    version: '2',
    pipelines: [
      { name: 'build', runner: 'org.osbuild.centos9', stages: [{ type: 'org.osbuild.rpm' }] },
      { name: 'rootfs', build: 'name:build', stages: [{ type: 'org.osbuild.rpm' }] },
      {
        name: 'ostree-commit',
        build: 'name:build',
        stages: [takes('org.osbuild.tree', ['name:rootfs']), takes('org.osbuild.files', { 'name:rootfs': {} })],
      },
      {
        name: 'image',
        stages: [takes('org.osbuild.ostree', { 'name:ostree-commit': {} }), takes('org.osbuild.tree', ['name:gone'])],
      },
    ],
  },
  variables: [],
  pipelines: [],
  packages: { rootfs: [] },
  origins: { '/pipelines/1/stages/0': { place: { file: 'a.yml', line: 3, column: 1 }, reasons: [] } },
  files: [],
  problems: [{ severity: 'error', message: 'x', file: 'a.yml', line: 3 }],
  tookMs: 1,
};

describe('the graph of pipelines', () => {
  const graph = pipelineGraph(resolved, ['img', 'repo']);

  it('says what builds with what, and what flows', () => {
    expect(graph.edges.map(({ from, to, kind, label }) => `${from} ${kind} ${to}: ${label}`)).toEqual([
      'build build rootfs: builds with',
      'build build ostree-commit: builds with',
      'rootfs input ostree-commit: tree, file',
      'ostree-commit input image: commit',
    ]);
  });

  it('marks runner, exports and problems', () => {
    expect(graph.nodes.map(({ name, runner, exports, problems }) => [name, runner, exports, problems])).toEqual([
      ['build', 'org.osbuild.centos9', [], 0],
      ['rootfs', undefined, [], 1],
      ['ostree-commit', undefined, ['repo'], 0],
      ['image', undefined, ['img'], 0],
    ]);
  });

  it('is laid out from left to right, and arrows lead along it', () => {
    const places = layoutGraph(graph);
    const x = (name: string) => places.get(name)!.x;
    expect(x('build')).toBeLessThan(x('rootfs'));
    expect(x('rootfs')).toBeLessThan(x('ostree-commit'));
    expect(x('ostree-commit')).toBeLessThan(x('image'));
    expect(neighbourOf(places, 'ostree-commit', 'ArrowRight')).toBe('image');
    expect(neighbourOf(places, undefined, 'ArrowRight')).toBe('build');
    expect(neighbourOf(places, 'image', 'ArrowRight')).toBeUndefined();
    expect(neighbourOf(places, 'image', 'x')).toBeUndefined();
  });
});

describe('where to look from', () => {
  const places = new Map([
    ['a', { x: 0, y: 0 }],
    ['z', { x: 2000 - NODE.width, y: 0 }],
  ]);
  it('is so that all is in sight where that can be read', () => {
    expect(viewOf(places, { width: 3000, height: 100 }, undefined)).toMatchObject({ zoom: 1, x: 500 });
  });
  it('is at the beginning, or around what is chosen, where it cannot', () => {
    expect(viewOf(places, { width: 800, height: 100 }, undefined)).toEqual({
      zoom: 0.75,
      x: 16,
      y: expect.any(Number),
    });
    expect(viewOf(places, { width: 800, height: 100 }, 'z').x).toBe(800 - 1500 - 16);
    expect(viewOf(places, { width: 800, height: 100 }, 'z', true).zoom).toBeCloseTo(768 / 2000);
  });
});
