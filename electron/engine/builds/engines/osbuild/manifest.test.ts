import { describe, expect, it } from 'vitest';
import { Manifest } from '../../../../../shared/manifest/types';
import { onlyNeeded, sourceCounts, withSeed } from './manifest';
import { checkpointsOf, dependenciesOf, planOf } from './plan';
import { modulesOf } from './runnable';

const commit = 'c'.repeat(64);
const seed = { pipeline: 'ostree-commit', repo: '/srv/my repo', commit, ref: 'os/one' };
const file = (digit: string): string => `sha256:${digit.repeat(64)}`;

const fromCommit = (type: string, references: unknown) => ({
  type: 'org.osbuild.ostree.pull',
  options: { repo: '/repo' },
  inputs: { commits: { type, origin: 'org.osbuild.pipeline', references } },
});
const fromFile = (id: string) => ({
  type: 'org.osbuild.copy',
  inputs: { f: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references: [id] } },
});
const fromTree = (name: string) => ({
  type: 'org.osbuild.copy',
  inputs: { t: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: [`name:${name}`] } },
});

function manifestOf(...imageStages: object[]): Manifest {
  return Manifest.parse({
    version: '2',
    pipelines: [
      { name: 'build', stages: [fromFile(file('a'))] },
      { name: 'rootfs', build: 'name:build', stages: [fromFile(file('b'))] },
      { name: 'ostree-commit', build: 'name:build', stages: [fromTree('rootfs')] },
      { name: 'image-tree', build: 'name:build', stages: imageStages },
      { name: 'image', build: 'name:build', stages: [fromTree('image-tree')] },
    ],
    sources: {
      'org.osbuild.curl': {
        items: { [file('a')]: 'https://example.org/a', [file('b')]: 'https://example.org/b' },
      },
    },
  });
}

describe('an image of a commit that exists', () => {
  it('takes the commit out of the repository, and leaves out what only made it', () => {
    const made = withSeed(
      manifestOf(fromCommit('org.osbuild.ostree', { 'name:ostree-commit': { ref: 'os/one' } })),
      seed,
      ['image'],
    );
    expect(made.pipelines.map(({ name }) => name)).toEqual(['build', 'image-tree', 'image']);
    expect(made.pipelines[1]?.stages?.[0]?.inputs).toEqual({
      commits: {
        type: 'org.osbuild.ostree',
        origin: 'org.osbuild.source',
        references: { [commit]: { ref: 'os/one' } },
      },
    });
    expect(made.sources).toEqual({
      'org.osbuild.curl': { items: { [file('a')]: 'https://example.org/a' } },
      'org.osbuild.ostree': { items: { [commit]: { remote: { url: 'file:///srv/my%20repo' } } } },
    });
    expect(sourceCounts(made)).toEqual(
      new Map([
        ['org.osbuild.curl', 1],
        ['org.osbuild.ostree', 1],
      ]),
    );
  });

  it('takes every way of writing references', () => {
    for (const references of [['name:ostree-commit'], [{ id: 'name:ostree-commit' }], { 'name:ostree-commit': null }]) {
      const made = withSeed(manifestOf(fromCommit('org.osbuild.ostree.checkout', references)), seed, ['image']);
      expect(made.pipelines[1]?.stages?.[0]?.inputs).toMatchObject({ commits: { references: { [commit]: {} } } });
    }
  });

  it('says so where a stage wants the tree of the pipeline, not its commit', () => {
    expect(() => withSeed(manifestOf(fromTree('ostree-commit')), seed, ['image'])).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        detail: {
          ...{ pipeline: 'image-tree', stage: 'org.osbuild.copy' },
          field: 'pipelines[3].stages[0].inputs.t',
        },
      }),
    );
  });
});

describe('what osbuild is given', () => {
  const manifest = manifestOf(fromCommit('org.osbuild.ostree', ['name:ostree-commit']));

  it('is what the exports need, with the sources of that', () => {
    const { pipelines, sources } = onlyNeeded(manifest, ['build']);
    expect(pipelines.map(({ name }) => name)).toEqual(['build']);
    expect(sources).toEqual({ 'org.osbuild.curl': { items: { [file('a')]: 'https://example.org/a' } } });
    expect(onlyNeeded(manifest, ['image'])).toBe(manifest);
  });

  it('keeps the trees that others are made of', () => {
    const plan = planOf(manifest, ['image']);
    expect(plan.map(({ name }) => name)).toEqual(['build', 'rootfs', 'ostree-commit', 'image-tree', 'image']);
    expect(checkpointsOf(plan)).toEqual(['build', 'rootfs', 'ostree-commit', 'image-tree']);
    expect(dependenciesOf(plan, 'ostree-commit')).toEqual(['build', 'rootfs']);
  });

  it('leaves names out that would be patterns', () => {
    const pipelines = [
      { name: 'a*', stages: [fromFile(file('a'))] },
      { name: 'b', stages: [fromTree('a*')] },
    ];
    expect(checkpointsOf(planOf(Manifest.parse({ version: '2', pipelines }), ['b']))).toEqual([]);
  });

  it('names every module that is used', () => {
    const modules = modulesOf(manifest);
    expect([...modules.stages].sort()).toEqual(['org.osbuild.copy', 'org.osbuild.ostree.pull']);
    expect([...modules.inputs].sort()).toEqual(['org.osbuild.files', 'org.osbuild.ostree', 'org.osbuild.tree']);
    expect([...modules.sources]).toEqual(['org.osbuild.curl']);
  });
});
