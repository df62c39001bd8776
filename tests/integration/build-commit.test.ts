/** Commits: made of a tree, handed over without what the repository has, and taken again for an image. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureRepository, headOf, pullRef } from '../../electron/engine/builds/ostree-repo';
import { run } from '../../electron/engine/run';
import { TINY_REF, tinyCommit } from './tiny-commit';
import { openBench, readFromImage, type Bench } from './worker';

const signal = new AbortController().signal;

let bench: Bench;
let repo: string;
beforeAll(async () => {
  bench = await openBench();
  repo = path.join(bench.folder, 'repository');
});
afterAll(() => bench.close());

const ostree = async (...argv: string[]): Promise<string> => (await run('ostree', [`--repo=${repo}`, ...argv])).stdout;

async function buildCommit(version: string, parent?: string): Promise<string> {
  const from = path.join(bench.folder, `handed-over-${version}`);
  const known = existsSync(repo) ? { known: repo } : {};
  const made = await bench.build(tinyCommit(version, parent), {
    commit: { pipeline: 'ostree-commit', to: from, ...known },
  });
  await ensureRepository(repo);
  await pullRef({ from, repo, ref: TINY_REF, parent, commit: made.commit?.checksum ?? '', signal }, () => undefined);
  return made.commit?.checksum ?? '';
}

test('two commits, the second on the first, and only its new objects are handed over', async () => {
  const first = await buildCommit('1');
  expect(await headOf(repo, TINY_REF)).toBe(first);
  const second = await buildCommit('2', first);
  expect(await headOf(repo, TINY_REF)).toBe(second);
  expect((await ostree('rev-parse', `${TINY_REF}^`)).trim()).toBe(first);
  expect(await ostree('show', '--print-metadata-key=version', TINY_REF)).toBe("'2'\n");
  expect(await ostree('fsck')).toContain('completed successfully');
  const objects = await readdir(path.join(bench.folder, 'handed-over-2', 'objects'), { recursive: true });
  const kinds = objects.map((name) => path.extname(name)).filter((name) => name !== '');
  expect(kinds.filter((kind) => kind === '.filez')).toHaveLength(0); // an empty file again, nothing new
  expect(kinds.filter((kind) => kind === '.commit')).toHaveLength(1);
});

test('the tree is laid out for ostree', async () => {
  const names = (await ostree('ls', TINY_REF, '/'))
    .split('\n')
    .flatMap((line) => /\s(\/\S*)(?: -> (\S+))?$/.exec(line)?.slice(1) ?? []);
  const pairs = names.filter((name) => name !== undefined).join(' ');
  for (const link of ['/home var/home', '/opt var/opt', '/ostree sysroot/ostree', '/root var/roothome'])
    expect(pairs).toContain(link);
  expect(await ostree('ls', TINY_REF, '/usr/etc/hostname')).toContain('/usr/etc/hostname');
  expect(await ostree('cat', TINY_REF, '/usr/lib/tmpfiles.d/rpm-ostree-1-autovar.conf')).toBe('d /var/lib 0755 0 0\n');
});

test('an image is made of a commit that is there, without building it', async () => {
  const commit = (await headOf(repo, TINY_REF)) ?? '';
  const to = path.join(bench.folder, 'disk');
  const started: string[] = [];
  await bench.build(
    tinyCommit('2'),
    {
      seed: { pipeline: 'ostree-commit', repo, commit, ref: TINY_REF },
      exports: [{ pipeline: 'image', path: 'disk.img', kind: 'file', to }],
    },
    { onEvent: (event) => started.push(...(event.kind === 'pipeline-start' ? [event.pipeline] : [])) },
  );
  expect(started).toEqual(['image']);
  expect(JSON.parse(await readFromImage(to, '/compose.json'))).toMatchObject({
    'ostree-commit': commit,
    ref: TINY_REF,
  });
});
