/** Refs of a repository: names that point to commits. https://ostreedev.github.io/ostree/repo/#refs */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { isAbsent, readBounded } from './bounded-read';
import { CHECKSUM } from './objects';
import type { Repo } from './repo';

export interface RefEntry {
  /** As ostree writes it: `NAME`, `REMOTE:NAME`, or `COLLECTION:NAME` for a mirrored one. */
  readonly name: string;
  readonly remote: string | undefined;
  readonly head: string;
}

/** A part of a ref's name, as ostree accepts one; what else lies in the folder is not a ref. */
const FRAGMENT = /^[\p{L}\p{N}_][-.\p{L}\p{N}_]*$/u;
const MAX_DEPTH = 24;
const MAX_REFS = 100_000;

/** True for names that ostree accepts: no empty part, none that begins with a dot or dash, no spaces. */
export function isRefName(name: string): boolean {
  return name.length <= 1024 && name.split('/').every((part) => FRAGMENT.test(part));
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (thrown) {
    if (isAbsent(thrown)) return [];
    throw thrown;
  }
}

/** Calls back for each ref file below a folder, by name; links to folders are not followed. */
function walk(root: string, found: (name: string, file: string) => void): void {
  const folders: { folder: string; prefix: string; depth: number }[] = [{ folder: root, prefix: '', depth: 0 }];
  for (let at = folders.pop(); at; at = folders.pop()) {
    for (const entry of list(at.folder)) {
      if (!FRAGMENT.test(entry.name)) continue;
      const file = path.join(at.folder, entry.name);
      if (entry.isDirectory()) {
        if (at.depth < MAX_DEPTH)
          folders.push({ folder: file, prefix: `${at.prefix}${entry.name}/`, depth: at.depth + 1 });
      } else found(`${at.prefix}${entry.name}`, file);
    }
  }
}

function readHead(file: string): string | undefined {
  const head = readBounded(file, 256, false)?.toString('latin1').trim();
  return head !== undefined && CHECKSUM.test(head) ? head : undefined;
}

/** All refs, sorted: local ones, then those of remotes, then mirrored ones. What is no ref is left out. */
export function listRefs(repo: Repo): RefEntry[] {
  const refs: RefEntry[] = [];
  const add = (folder: string, remote: string | undefined): void => {
    const some: RefEntry[] = [];
    walk(folder, (name, file) => {
      const head = refs.length + some.length < MAX_REFS ? readHead(file) : undefined;
      if (head !== undefined) some.push({ name: remote === undefined ? name : `${remote}:${name}`, remote, head });
    });
    for (const ref of some.sort((a, b) => (a.name < b.name ? -1 : 1))) refs.push(ref);
  };
  add(path.join(repo.path, 'refs', 'heads'), undefined);
  for (const kind of ['remotes', 'mirrors']) {
    const folder = path.join(repo.path, 'refs', kind);
    for (const entry of list(folder)) {
      if (entry.isDirectory() && FRAGMENT.test(entry.name)) add(path.join(folder, entry.name), entry.name);
    }
  }
  return refs;
}

/** Head of one ref, by the name that `listRefs` gives; undefined if there is no such ref. */
export function readRef(repo: Repo, name: string): string | undefined {
  const match = /^(?:([^:/]+):)?([^:]+)$/.exec(name);
  const [, remote, ref = ''] = match ?? [];
  if (!isRefName(ref) || (remote !== undefined && !FRAGMENT.test(remote))) return undefined;
  const folders = remote === undefined ? ['heads'] : [path.join('remotes', remote), path.join('mirrors', remote)];
  for (const folder of folders) {
    const head = readHead(path.join(repo.path, 'refs', folder, ref));
    if (head !== undefined) return head;
  }
  return undefined;
}

/** All folders that hold refs, with `refs` itself; for watching. At most `limit`. */
export function refFolders(repoPath: string, limit: number): string[] {
  const found: string[] = [];
  const folders = [path.join(repoPath, 'refs')];
  for (let at = folders.pop(); at !== undefined && found.length < limit; at = folders.pop()) {
    if (!isFolder(at)) continue;
    found.push(at);
    for (const entry of list(at)) if (entry.isDirectory()) folders.push(path.join(at, entry.name));
  }
  return found;
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
