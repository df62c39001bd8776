/** Packages of a commit, from each of rpm's databases. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRepo } from '../history/repo';
import { readPackages } from '../history/rpmdb';
import { commitTree, ostree, temporaryFolder } from '../history/testing/ostree';
import { buildRpm } from './testing/rpm';

let folder: string;
let repo: string;
const at = (...names: string[]): string => path.join(folder, ...names);
const read = async (commit: string) => {
  const opened = await openRepo(repo);
  if (!opened) throw new Error('there is no repository');
  return readPackages(opened, commit);
};
/** A commit whose tree holds such a database with one package. */
const commit = (backend: string): string => {
  const tree = at(`tree-${backend}`);
  const database = path.join(tree, 'usr', 'share', 'rpm');
  mkdirSync(database, { recursive: true });
  const rpm = readdirSync(at('rpms'))[0] ?? '';
  const argv = [
    '--dbpath',
    database,
    '--define',
    `_db_backend ${backend}`,
    '--justdb',
    '--nodeps',
    '-i',
    at('rpms', rpm),
  ];
  execFileSync('rpm', argv, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: folder } });
  rmSync(path.join(database, '.rpm.lock'), { force: true });
  return commitTree(repo, `test/${backend}`, tree);
};

beforeAll(() => {
  folder = temporaryFolder();
  repo = at('repo');
  mkdirSync(repo);
  ostree(repo, 'init', '--mode=archive');
  const spec = {
    name: 'tool',
    epoch: 2,
    version: '1.5',
    release: '3',
    summary: 'Tool',
    files: { '/usr/share/tool': 'text\n' },
  };
  buildRpm(at('build'), at('rpms'), spec);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Not every rpm is built with every database. */
const backends = ['sqlite', 'ndb'].filter((backend) => {
  const place = temporaryFolder();
  const argv = ['--dbpath', place, '--define', `_db_backend ${backend}`, '--initdb'];
  const { status, stderr } = spawnSync('rpm', argv, { encoding: 'utf8' });
  rmSync(place, { recursive: true, force: true });
  return status === 0 && !/_db_backend|dummy/.test(stderr);
});

it.each(backends)('are read from %s', async (backend) => {
  expect(await read(commit(backend))).toEqual([
    { name: 'tool', epoch: 2, version: '1.5', release: '3', arch: 'noarch', size: 5 },
  ]);
});

it('are told to be unreadable in a clear sentence, whatever is damaged', async () => {
  for (const [name, backend] of [
    ['rpmdb.sqlite', 'sqlite'],
    ['Packages.db', 'ndb'],
    ['Packages', 'Berkeley'],
  ] as const) {
    const tree = at(`damaged-${backend}`);
    mkdirSync(path.join(tree, 'usr', 'share', 'rpm'), { recursive: true });
    writeFileSync(path.join(tree, 'usr', 'share', 'rpm', name), 'no database at all'.repeat(500));
    await expect(read(commitTree(repo, `damaged/${backend}`, tree))).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringMatching(new RegExp(`RPM database .*${backend}.* cannot be read`)),
    });
  }
});
