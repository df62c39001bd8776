/** Repositories that are missing, shallow, damaged or hostile. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHistory, type History } from './history';
import { commitTree, noWorkspace, ostree, temporaryFolder, testContext, writeTree } from './testing/ostree';

let folder: string;
let history: History;
const log = (repo: string, refs: string[] = [], limit = 100_000) =>
  history.handlers['history.log']({ repo, refs, limit });

beforeAll(() => {
  folder = temporaryFolder();
  history = createHistory(testContext(folder), { workspaces: noWorkspace, jobOfCommit: () => undefined });
});
afterAll(async () => {
  await history.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a repository with trouble', () => {
  let repo: string;
  let tree: string;
  let chain: string[];
  const object = (checksum: string, kind: string): string =>
    path.join(repo, 'objects', checksum.slice(0, 2), `${checksum.slice(2)}.${kind}`);
  beforeAll(() => {
    tree = writeTree(path.join(folder, 'tree-trouble'), { 'usr/a': 'a\n', 'etc/b': 'b\n' });
  });
  const fresh = (name: string): void => {
    repo = path.join(folder, name);
    ostree(repo, 'init', '--mode=archive');
    chain = ['1', '2', '3'].map((subject) => commitTree(repo, 'main', tree, '-s', subject));
  };

  it('says that a repository is not there, or is none', async () => {
    const nowhere = path.join(folder, 'nowhere');
    expect(await history.handlers['history.repository']({ repo: nowhere })).toEqual({
      path: nowhere,
      exists: false,
      mode: '',
      size: 0,
      refs: [],
    });
    expect(await log(nowhere)).toEqual([]);
    await expect(history.handlers['history.commit']({ repo: nowhere, checksum: 'a'.repeat(64) })).rejects.toMatchObject(
      { code: 'not-found' },
    );
    await expect(history.handlers['history.repository']({ repo: tree })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const file = path.join(tree, 'usr/a');
    await expect(history.handlers['history.repository']({ repo: file })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(history.handlers['history.repository']({})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reads an empty repository', async () => {
    const empty = path.join(folder, 'empty');
    ostree(empty, 'init', '--mode=archive');
    expect(await log(empty)).toEqual([]);
    expect((await history.handlers['history.repository']({ repo: empty })).refs).toEqual([]);
    await expect(log(empty, ['main'])).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lists the refs that ostree lists, whatever else lies there', async () => {
    fresh('refs');
    const heads = path.join(repo, 'refs', 'heads');
    for (const name of ['ü', '.hidden', '-dash', 'with space', 'new\nline', 'deep/er/than/that'])
      writeTree(heads, { [name]: `${chain[0]}\n` });
    writeTree(heads, { _ok: `${chain[1]}\n` });
    symlinkSync('main', path.join(heads, 'alias'));
    ostree(repo, 'refs', '--create=upstream:os/dev', 'main');
    const { refs } = await history.handlers['history.repository']({ repo });
    expect(refs.map(({ name }) => name).sort()).toEqual(ostree(repo, 'refs').trim().split('\n').sort());
    expect(refs.find(({ remote }) => remote === 'upstream')).toMatchObject({ name: 'upstream:os/dev', head: chain[2] });
    expect(await history.head(repo, 'upstream:os/dev')).toBe(chain[2]);
    expect((await log(repo, ['upstream:os/dev']))[0]?.refs).toEqual(['alias', 'main', 'upstream:os/dev']);
    // Files that no tool would make: not a checksum, empty, a pipe that nobody writes to.
    writeTree(heads, { damaged: 'no checksum\n', nothing: '' });
    execFileSync('mkfifo', [path.join(heads, 'pipe')]);
    expect((await history.handlers['history.repository']({ repo })).refs).toHaveLength(refs.length);
  });

  it('shows a broken edge where the parent is gone, also when it goes later', async () => {
    fresh('shallow');
    expect((await log(repo)).map(({ parentMissing }) => parentMissing)).toEqual([false, false, false]);
    rmSync(object(chain[0]!, 'commit'));
    const commits = await log(repo);
    expect(commits.map(({ checksum, parent, parentMissing }) => [checksum, parent, parentMissing])).toEqual([
      [chain[2], chain[1], false],
      [chain[1], chain[0], true],
    ]);
    const details = await history.handlers['history.commit']({ repo, checksum: chain[1]! });
    expect(details.parentMissing).toBe(true);
    expect((await history.handlers['history.repository']({ repo })).refs[0]?.commits).toBe(2);
  });

  it('shows a damaged commit where it belongs, and says what is wrong with it', async () => {
    fresh('damaged');
    writeFileSync(object(chain[1]!, 'commit'), readFileSync(object(chain[1]!, 'commit')).subarray(0, 40));
    const commits = await log(repo);
    expect(commits).toHaveLength(2);
    expect(commits[1]).toMatchObject({ checksum: chain[1], subject: expect.stringContaining('damaged') });
    await expect(history.handlers['history.commit']({ repo, checksum: chain[1]! })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('damaged'),
    });
  });

  it('finds a commit that was changed, although it can be read', async () => {
    fresh('changed');
    const bytes = readFileSync(object(chain[1]!, 'commit'));
    bytes[bytes.length - 12]! ^= 1;
    writeFileSync(object(chain[1]!, 'commit'), bytes);
    await expect(history.handlers['history.commit']({ repo, checksum: chain[1]! })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('ends where damaged commits are each other’s parents', async () => {
    fresh('circle');
    cpSync(object(chain[2]!, 'commit'), object(chain[0]!, 'commit'));
    const commits = await log(repo);
    expect(commits.map(({ checksum }) => checksum).sort()).toEqual([...chain].sort());
    expect((await history.handlers['history.repository']({ repo })).refs[0]?.commits).toBeGreaterThan(0);
  });

  it('keeps a ref whose commit is not there', async () => {
    fresh('headless');
    rmSync(object(chain[2]!, 'commit'));
    const { refs } = await history.handlers['history.repository']({ repo });
    expect(refs).toEqual([{ name: 'main', head: chain[2], commits: 0, timestamp: 0 }]);
    expect(await log(repo)).toMatchObject([
      { checksum: chain[2], subject: expect.stringContaining('not in the repository') },
    ]);
  });

  it('leaves the size of a partial commit out, and says why', async () => {
    fresh('partial');
    const commit = ostree(repo, 'ls', '-d', '-C', 'main').trim().split(/ +/);
    const dirtree = commit.find((word) => /^[0-9a-f]{64}$/.test(word))!;
    rmSync(object(dirtree, 'dirtree'));
    const details = await history.handlers['history.commit']({ repo, checksum: chain[2]! });
    expect(details).toMatchObject({ subject: '3', note: expect.stringContaining('not in the repository') });
    expect(details.size).toBeUndefined();
  });

  it('looks into the parent repository', async () => {
    fresh('base');
    const child = path.join(folder, 'child');
    ostree(child, 'init', '--mode=bare-user');
    ostree(child, 'config', 'set', 'core.parent', repo);
    mkdirSync(path.join(child, 'refs', 'heads'), { recursive: true });
    writeFileSync(path.join(child, 'refs', 'heads', 'main'), `${chain[2]}\n`);
    expect((await log(child)).map(({ checksum }) => checksum)).toEqual([...chain].reverse());
    expect((await history.handlers['history.commit']({ repo: child, checksum: chain[2]! })).files).toBe(2);
  });
});
