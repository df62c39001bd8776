import { describe, expect, it } from 'vitest';
import type { Manifest, Stage } from '../../../shared/manifest/types';
import { diffManifests, diffWords, isSame, packagesOf } from './resolved-diff';

const stage = (type: string, options: Record<string, unknown> = {}): Stage => ({
  type: `org.osbuild.${type}`,
  options,
});
const manifest = (stages: Stage[], urls: string[] = []): Manifest => ({
  version: '2',
  pipelines: [
    {
      name: 'rootfs',
      stages: [
        ...stages,
        {
          type: 'org.osbuild.rpm',
          inputs: { packages: { type: 'org.osbuild.files', references: urls.map((_, index) => `sha256:${index}`) } },
        },
      ],
    },
  ],
  sources: {
    'org.osbuild.curl': { items: Object.fromEntries(urls.map((url, index) => [`sha256:${index}`, { url }])) },
  },
});
const kinds = (before: Manifest, after: Manifest) =>
  diffManifests(before, after).stages.map(({ kind, type, index }) => `${kind} ${type.slice(12)} ${index}`);

describe('stages', () => {
  it('are the same if nothing changed', () => {
    const diff = diffManifests(manifest([stage('a')]), manifest([stage('a')]));
    expect(isSame(diff)).toBe(true);
    expect(diffWords(diff)).toBe('no change');
  });

  it('are added and removed among equals', () => {
    expect(kinds(manifest([stage('a'), stage('c')]), manifest([stage('a'), stage('b'), stage('c')]))).toEqual([
      'added b 1',
    ]);
    expect(kinds(manifest([stage('a'), stage('b')]), manifest([stage('b')]))).toEqual(['removed a 0']);
  });

  it('change by option, not by place', () => {
    const diff = diffManifests(
      manifest([stage('users', { users: { root: { shell: '/bin/sh' } } }), stage('b')]),
      manifest([stage('new'), stage('users', { users: { root: { shell: '/bin/bash' }, guest: {} } }), stage('b')]),
    );
    expect(diff.stages.map(({ kind, index }) => [kind, index])).toEqual([
      ['added', 0],
      ['changed', 1],
    ]);
    expect(diff.stages[1]!.options).toEqual([
      { path: 'options.users.root.shell', before: '/bin/sh', after: '/bin/bash' },
      { path: 'options.users.guest', before: undefined, after: {} },
    ]);
    expect(diffWords(diff)).toBe('+1 stage, 1 changed');
  });

  it('move without being taken for new ones', () => {
    const [a, b, c] = [stage('a'), stage('b'), stage('c')];
    expect(kinds(manifest([a, b, c]), manifest([b, c, a]))).toEqual(['moved a 2']);
  });

  it('go with their pipeline', () => {
    const diff = diffManifests(manifest([stage('a')]), {
      version: '2',
      pipelines: [{ name: 'other', stages: [stage('a')] }],
    });
    expect([diff.added, diff.removed]).toEqual([['other'], ['rootfs']]);
    expect(diff.stages.map(({ kind, pipeline }) => `${kind} ${pipeline}`)).toEqual([
      'added other',
      'removed rootfs',
      'removed rootfs',
    ]);
  });
});

describe('packages', () => {
  it('are named by their files', () => {
    expect([...packagesOf(manifest([], ['http://h/p/vim-minimal-2:9.0-1.el9.x86_64.rpm?a=1']))]).toEqual([
      ['vim-minimal.x86_64', '2:9.0-1.el9'],
    ]);
  });

  it('come, go and change version', () => {
    const diff = diffManifests(
      manifest([], ['http://h/bash-5.1-1.x86_64.rpm', 'http://h/old-1-1.noarch.rpm']),
      manifest([], ['http://h/bash-5.2-1.x86_64.rpm', 'http://h/new-1-1.noarch.rpm']),
    );
    expect(diff.packages).toEqual([
      { kind: 'changed', name: 'bash.x86_64', before: '5.1-1', after: '5.2-1' },
      { kind: 'added', name: 'new.noarch', after: '1-1' },
      { kind: 'removed', name: 'old.noarch', before: '1-1' },
    ]);
    expect(diffWords(diff)).toContain('+1 −1 packages, 1 changed');
  });
});
