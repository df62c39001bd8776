/** Our reading of repositories beside the real ostree's, on the same repositories. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
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
        `First, ${mode}`,
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
