/** Real repositories in temporary folders, made by the real `ostree`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Events } from '../../../../shared/contract';
import { StudioError } from '../../../../shared/errors';
import type { Workspace } from '../../../../shared/manifest/types';
import { studioPaths, type EngineContext } from '../../context';

export function temporaryFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'studio-history-'));
}

/** Runs ostree on a repository; gives what it printed. */
export function ostree(repo: string, verb: string, ...argv: string[]): string {
  return execFileSync('ostree', [verb, `--repo=${repo}`, ...argv], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  });
}

/** Writes a small tree: `path -> text`, a path that ends in a slash being a folder. */
export function writeTree(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(file, text);
  }
  return folder;
}

/** Commits a folder; gives the checksum. */
export function commitTree(repo: string, ref: string, tree: string, ...argv: string[]): string {
  return ostree(repo, 'commit', `--branch=${ref}`, `--tree=dir=${tree}`, ...argv).trim();
}

export interface Emitted<K extends keyof Events = keyof Events> {
  readonly name: K;
  readonly payload: unknown;
}

/** An engine's context in a temporary folder that remembers what was emitted. */
export function testContext(folder: string): EngineContext & { readonly emitted: Emitted[] } {
  const emitted: Emitted[] = [];
  return {
    paths: studioPaths(path.join(folder, 'data'), path.join(folder, 'assets')),
    emit: (name, payload) => void emitted.push({ name, payload }),
    openPort: () => undefined,
    emitted,
  };
}

/** A workspace whose repository is `ostreeRepo`. */
export function testWorkspace(folder: string, more: Partial<Workspace> = {}): Workspace {
  return {
    path: folder,
    name: 'test',
    starter: false,
    ostreeRepo: path.join(folder, 'ostree-repo'),
    outputDir: path.join(folder, 'output'),
    favourites: [],
    targets: [],
    files: [],
    ...more,
  };
}

export const noWorkspace = {
  current(): Workspace {
    throw new StudioError('not-found', 'No workspace is open.');
  },
};

/** Waits until the condition holds; an error after ten seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
