/** What the worker hands over: the commit as an archive repository, the image as a file. Both belong to the person. */
import { existsSync } from 'node:fs';
import { chown, lchown, lstat, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { run } from '../run';
import type { WorkerJob } from './worker-protocol';

const Compose = z.object({ ref: z.string(), 'ostree-commit': z.string() });
type Owner = WorkerJob['owner'];

/**
 * Makes a folder the person's own, who could not do anything with files of others. Root's keep their owners. Devices
 * are taken out: as the person's own they would open this machine's disks.
 */
async function give(target: string, owner: Owner, signal: AbortSignal): Promise<void> {
  if (owner.uid === 0) return;
  await run('find', [target, '-xdev', '(', '-type', 'b', '-o', '-type', 'c', ')', '-delete'], { signal });
  await run('chown', ['-R', '-h', `${owner.uid}:${owner.gid}`, target], { signal });
  // What only root may enter or read, its owner may as well.
  await run('chmod', ['-R', 'u+rwX', target], { signal });
}

/**
 * Puts the commit of a finished tree into a new archive repository. Objects that `known` has are left out: they are
 * not compressed again, and the person's repository needs only the new ones.
 */
export async function handOverCommit(
  tree: string,
  wanted: NonNullable<WorkerJob['commit']>,
  owner: Owner,
  signal: AbortSignal,
): Promise<{ ref: string; checksum: string }> {
  const text = await readFile(path.join(tree, 'compose.json'), 'utf8');
  const { ref, 'ostree-commit': checksum } = Compose.parse(JSON.parse(text));
  const { to, known } = wanted;
  const repo = `--repo=${to}`;
  await mkdir(to, { mode: 0o700 });
  await run('ostree', ['init', '--mode=archive', repo], { signal });
  await run('ostree', ['config', repo, 'set', 'archive.zlib-level', '1']);
  if (known !== undefined) await run('ostree', ['config', repo, 'set', 'core.parent', known]);
  const made = path.join(tree, 'repo');
  // A stored commit that is known already comes without its objects.
  if (existsSync(made)) await run('ostree', ['pull-local', '--disable-fsync', repo, made, ref], { signal });
  else await run('ostree', ['refs', repo, '--force', `--create=${ref}`, checksum], { signal });
  await give(to, owner, signal);
  return { ref, checksum };
}

/** Whether a repository has a commit with all that belongs to it. */
export function hasCommit(repo: string, commit: string): boolean {
  const object = path.join(repo, 'objects', commit.slice(0, 2), `${commit.slice(2)}.commit`);
  return existsSync(object) && !existsSync(path.join(repo, 'state', `${commit}.commitpartial`));
}

async function moveFile(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

/**
 * Copies a file or folder of a tree out, holes kept, and makes sure that it is on disk.
 *
 * @param move the tree is not needed any more: a file that is on the same disk is not copied
 * @returns its size in bytes.
 */
export async function handOver(
  tree: string,
  wanted: WorkerJob['exports'][number],
  owner: Owner,
  signal: AbortSignal,
  move = false,
): Promise<number> {
  const source = path.join(tree, wanted.path);
  const found = await lstat(source).catch(() => undefined);
  if (!(wanted.kind === 'file' ? found?.isFile() : found?.isDirectory()) || !found)
    throw new StudioError(
      'invalid-input',
      `The pipeline '${wanted.pipeline}' made no ${wanted.kind} '${wanted.path}'.`,
    );
  if (wanted.kind === 'folder') {
    await run('cp', ['-a', '--reflink=auto', '--sparse=always', '--', source, wanted.to], { signal });
    await give(wanted.to, owner, signal);
    const { stdout } = await run('du', ['--summarize', '--bytes', '--', wanted.to], { signal });
    return Number.parseInt(stdout, 10);
  }
  const moved = move && (await moveFile(source, wanted.to));
  if (!moved)
    await run('cp', ['--reflink=auto', '--sparse=always', '--no-clobber', '--', source, wanted.to], { signal });
  const handle = await open(wanted.to, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (owner.uid !== 0) await lchown(wanted.to, owner.uid, owner.gid);
  return found.size;
}

/** A tree that holds only a commit of an existing repository, as the pipeline `ostree-commit` would have made it. */
export async function seedCommit(
  tree: string,
  seed: NonNullable<WorkerJob['seed']>,
  signal: AbortSignal,
): Promise<void> {
  const repo = path.join(tree, 'repo');
  await mkdir(repo, { recursive: true });
  await chown(tree, 0, 0);
  await run('ostree', ['init', '--mode=bare', `--repo=${repo}`], { signal });
  await run('ostree', ['pull-local', '--disable-fsync', `--repo=${repo}`, seed.repo, seed.commit], { signal });
  await run('ostree', ['refs', `--repo=${repo}`, '--create', seed.ref, seed.commit], { signal });
  const compose = JSON.stringify({ ref: seed.ref, 'ostree-commit': seed.commit });
  const handle = await open(path.join(tree, 'compose.json'), 'w');
  try {
    await handle.writeFile(compose);
  } finally {
    await handle.close();
  }
}
