/** Our reading of repositories beside the real ostree's, on the same repositories. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHistory, type History } from './history';
import { generateHistory } from './testing/generate';
import {
  commitTree,
  noWorkspace,
  ostree,
  temporaryFolder,
  testContext,
  testWorkspace,
  until,
  writeTree,
} from './testing/ostree';

const MODES = ['archive', 'bare', 'bare-user', 'bare-user-only'];
const METADATA = [
  'n=uint32 5',
  'i=int32 -5',
  't=uint64 5',
  'x=int64 -1',
  'b=true',
  `as=['a', 'b"', "it's"]`,
  'e=@as []',
  "d={'k': <uint16 7>, 'z': <'q'>}",
  'by=[byte 1, 2, 3]',
  "bs=b'a\\tbc'",
  'mb=@mi 5',
  'mn=@mi nothing',
  'tup=("a", (uint32 1, true), [("x", byte 1)])',
  'one=("a",)',
  'o=objectpath "/x"',
  's2="it\'s \\\\ \\n é \\u0001"',
];

let folder: string;
let history: History;
const log = (repo: string, refs: string[] = [], limit = 100_000) =>
  history.handlers['history.log']({ repo, refs, limit });

/** `ostree log` as records. */
function realLog(repo: string, ref: string) {
  return ostree(repo, 'log', ref)
    .split(/^commit /m)
    .slice(1)
    .map((text) => ({
      checksum: text.slice(0, 64),
      parent: /^Parent: +(\S+)$/m.exec(text)?.[1],
      content: /^ContentChecksum: +(\S+)$/m.exec(text)?.[1],
      date: /^Date: +(.+)$/m.exec(text)?.[1],
      version: /^Version: +(.+)$/m.exec(text)?.[1],
      subject: /^ {4}(.+)$/m.exec(text)?.[1],
    }));
}

beforeAll(() => {
  folder = temporaryFolder();
  history = createHistory(testContext(folder), {
    workspaces: noWorkspace,
    jobOfCommit: (checksum) => (checksum.startsWith('0') ? undefined : `job-${checksum.slice(0, 4)}`),
  });
});
afterAll(async () => {
  await history.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(MODES)('a repository of mode %s', (mode) => {
  let repo: string;
  const checksums: string[] = [];
  beforeAll(() => {
    repo = path.join(folder, mode);
    ostree(repo, 'init', `--mode=${mode}`);
    const tree = writeTree(path.join(folder, `tree-${mode}`), {
      'usr/bin/hello': 'hello\n',
      'usr/lib/empty': '',
      'usr/share/big': 'x'.repeat(100_000),
      'usr/share/doc/': '',
      'etc/hostname': 'starter\n',
    });
    symlinkSync('usr/bin', path.join(tree, 'bin'));
    const more = METADATA.map((text) => `--add-metadata=${text}`);
    checksums.push(
      commitTree(
        repo,
        'os/x86_64/dev',
        tree,
        '-s',
        'First',
        '-m',
        'with a body\nof two lines',
        '--add-metadata-string=version=1.0',
        ...more,
      ),
    );
    writeTree(tree, { 'usr/bin/world': 'world\n' });
    checksums.push(
      commitTree(
        repo,
        'os/x86_64/dev',
        tree,
        '-s',
        'Second',
        '--add-metadata-string=version=1.1',
        '--generate-sizes',
        '--timestamp=2026-01-01T00:00:00Z',
      ),
    );
    checksums.push(commitTree(repo, 'other', tree, '-s', '', '--parent=none'));
  });

  it('has the log that ostree prints', async () => {
    const ours = await log(repo, ['os/x86_64/dev']);
    const details = await Promise.all(
      ours.map(({ checksum }) => history.handlers['history.commit']({ repo, checksum })),
    );
    expect(
      details.map((commit) => ({
        checksum: commit.checksum,
        parent: commit.parent,
        content: commit.contentChecksum,
        date: new Date(commit.timestamp * 1000).toISOString().replace('T', ' ').replace('.000Z', ' +0000'),
        version: commit.version,
        subject: commit.subject,
      })),
    ).toEqual(realLog(repo, 'os/x86_64/dev'));
    expect(ours.map(({ checksum }) => checksum)).toEqual([checksums[1], checksums[0]]);
    expect(ours[0]?.refs).toEqual(['os/x86_64/dev']);
    expect(details[1]?.body).toBe('with a body\nof two lines');
    expect(details[0]?.job).toBe(checksums[1]?.startsWith('0') ? undefined : `job-${checksums[1]?.slice(0, 4)}`);
  });

  it('has its refs', async () => {
    const repository = await history.handlers['history.repository']({ repo });
    expect(repository).toMatchObject({ path: repo, exists: true, mode: mode === 'archive' ? 'archive-z2' : mode });
    expect(repository.refs.map(({ name, head, commits, version }) => [name, head, commits, version])).toEqual([
      ['os/x86_64/dev', checksums[1], 2, '1.1'],
      ['other', checksums[2], 1, undefined],
    ]);
    expect(repository.refs.map(({ name }) => name)).toEqual(ostree(repo, 'refs').trim().split('\n').sort());
    expect(repository.refs[0]?.timestamp).toBe(Date.UTC(2026, 0, 1) / 1000);
    const du = Number(execFileSync('du', ['-s', '--block-size=1', repo], { encoding: 'utf8' }).split('\t')[0]);
    expect(repository.size).toBe(du);
  });

  it('prints every metadata key as ostree does', async () => {
    const { metadata } = await history.handlers['history.commit']({ repo, checksum: checksums[0]! });
    expect(metadata.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['version', 'as', 'tup', 'ostree.ref-binding']),
    );
    for (const { key, value } of metadata)
      expect([key, value]).toEqual([key, ostree(repo, 'show', `--print-metadata-key=${key}`, checksums[0]!).trimEnd()]);
  });

  it('counts files and bytes, also where the commit lists them', async () => {
    for (const checksum of checksums.slice(0, 2)) {
      const listed = ostree(repo, 'ls', '-R', checksum).trimEnd().split('\n');
      const files = listed.filter((line) => !line.startsWith('d'));
      const regular = files.filter((line) => line.startsWith('-')).map((line) => Number(line.split(/ +/)[3]));
      const links = 'usr/bin'.length + (mode === 'bare-user' ? 1 : 0);
      const details = await history.handlers['history.commit']({ repo, checksum });
      expect(details.files).toBe(files.length);
      expect(details.size).toBe(regular.reduce((sum, size) => sum + size, 0) + links);
      expect(details.note).toMatch(/has no RPM database/);
      expect(details.packages).toBeUndefined();
    }
  });

  it('finds heads by name', async () => {
    expect(await history.head(repo, 'os/x86_64/dev')).toBe(checksums[1]);
    for (const name of ['nothing', '', '../refs/heads/other', 'os', '/etc/passwd', 'os/x86_64/dev/', '-x'])
      expect(await history.head(repo, name)).toBeUndefined();
  });
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

describe('a long history', () => {
  it('has 20,000 commits in ostree’s order, in slices', async () => {
    const repo = path.join(folder, 'long');
    ostree(repo, 'init', '--mode=archive');
    const { heads } = generateHistory(repo, 20_000, ['line/a', 'line/b']);
    expect(ostree(repo, 'rev-parse', 'line/b').trim()).toBe(heads[1]);
    const both = await log(repo);
    expect(both).toHaveLength(20_000);
    expect(both.slice(0, 3).map(({ subject }) => subject)).toEqual(['Build 19999', 'Build 19998', 'Build 19997']);
    expect(both.every(({ timestamp }, at) => at === 0 || timestamp <= both[at - 1]!.timestamp)).toBe(true);
    const one = await log(repo, ['line/a']);
    expect(one.map(({ checksum }) => checksum)).toEqual(realLog(repo, 'line/a').map(({ checksum }) => checksum));
    expect(await log(repo, [], 7)).toHaveLength(7);
    const { refs } = await history.handlers['history.repository']({ repo });
    expect(refs.map(({ commits }) => commits)).toEqual([10_000, 10_000]);
  });
});

describe('watching', () => {
  it('tells when refs of the workspace’s repository move, from before it exists', async () => {
    const place = path.join(folder, 'workspace');
    mkdirSync(place);
    const workspace = testWorkspace(place);
    const ctx = testContext(place);
    const watching = createHistory(ctx, { workspaces: { current: () => workspace }, jobOfCommit: () => undefined });
    const repo = workspace.ostreeRepo;
    const told = () => ctx.emitted.filter(({ name }) => name === 'history.changed').length;
    try {
      expect((await watching.handlers['history.repository']({})).exists).toBe(false);
      const tree = writeTree(path.join(place, 'tree'), { a: 'a' });
      mkdirSync(repo);
      ostree(repo, 'init', '--mode=archive');
      commitTree(repo, 'deep/er/main', tree);
      await until(() => told() > 0);
      expect(ctx.emitted[0]).toEqual({ name: 'history.changed', payload: { repo } });
      const first = told();
      commitTree(repo, 'deep/er/main', tree, '-s', 'again');
      await until(() => told() > first);
      const second = told();
      ostree(repo, 'refs', '--delete', 'deep/er/main');
      await until(() => told() > second);
      expect(await watching.handlers['history.log']({ refs: [], limit: 10 })).toEqual([]);
      expect(statSync(repo).isDirectory()).toBe(true);
    } finally {
      await watching.close();
    }
    const last = told();
    ostree(repo, 'commit', '--branch=x', `--tree=dir=${path.join(place, 'tree')}`);
    expect(told()).toBe(last);
  });
});
