import { expect, test } from 'vitest';
import type { Manifest } from '../../../../shared/manifest/types';
import { neededPipelines, pipelineReferences, references, stageParts, type Input } from './manifest';

const tree = (...names: string[]): Record<string, unknown> => ({
  tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: names.map((name) => `name:${name}`) },
});
const pipeline = (name: string, ...needs: string[]): Manifest['pipelines'][number] => ({
  name,
  stages: [{ type: 'org.osbuild.copy', ...(needs.length > 0 ? { inputs: tree(...needs) } : {}) }],
});
const manifest: Manifest = {
  version: '2',
  pipelines: [
    pipeline('build'),
    { ...pipeline('rootfs'), build: 'name:build' },
    pipeline('other'),
    pipeline('commit', 'rootfs'),
    pipeline('image', 'commit'),
  ],
};

test('only what the exports need, dependencies first', () => {
  expect(neededPipelines(manifest, ['image'])).toEqual(['build', 'rootfs', 'commit', 'image']);
  expect(neededPipelines(manifest, ['commit', 'image'])).toEqual(['build', 'rootfs', 'commit', 'image']);
});

test('what is given already is not built, nor what only that needs', () => {
  expect(neededPipelines(manifest, ['image'], ['commit'])).toEqual(['image']);
});

test('an unknown pipeline is named, with those that there are', () => {
  expect(() => neededPipelines(manifest, ['qcow2'])).toThrow("The manifest has no pipeline named 'qcow2'.");
  expect(() => neededPipelines({ version: '2', pipelines: [pipeline('a', 'b')] }, ['a'])).toThrow("named 'b'");
});

test('a circle is an error', () => {
  const circle: Manifest = { version: '2', pipelines: [pipeline('a', 'b'), pipeline('b', 'a')] };
  expect(() => neededPipelines(circle, ['a'])).toThrow('a -> b -> a');
});

test('all ways of writing references mean the same', () => {
  const base = { type: 'org.osbuild.ostree', origin: 'org.osbuild.pipeline' } as const;
  const list: Input = { ...base, references: ['name:c'] };
  const objects: Input = { ...base, references: [{ id: 'name:c', options: { ref: 'r' } }] };
  const mapping: Input = { ...base, references: { 'name:c': { ref: 'r' } } };
  expect([...references(list)]).toEqual([['name:c', {}]]);
  expect([...references(objects)]).toEqual([['name:c', { ref: 'r' }]]);
  expect([...references(mapping)]).toEqual([['name:c', { ref: 'r' }]]);
  expect(pipelineReferences(mapping)).toEqual(['c']);
});

test('a wrong part is told with pipeline, stage and field', () => {
  const stage = { type: 'org.osbuild.copy', mounts: [{ name: 'root' }] };
  expect(() => stageParts(stage, 'image', 'pipelines[4].stages[0]')).toThrow(
    "Pipeline 'image', stage org.osbuild.copy, pipelines[4].stages[0].mounts[0].type",
  );
});
