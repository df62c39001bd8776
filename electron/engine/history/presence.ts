/** Which commits a repository holds now: prune and pull change it while the studio is open. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isAbsent } from './bounded-read';
import type { Repo } from './repo';
import { createSlices } from './slices';

interface Folder {
  mtime: number;
  /** When it was listed. */
  at: number;
  commits: ReadonlySet<string>;
}

/** A listing that is younger than the folder's last change by less than this may have missed the next one. */
const COARSE_CLOCK_MS = 50;
const EXTENSION = '.commit';

const none: Folder = { mtime: -1, at: 0, commits: new Set() };

/** Remembers the 256 object folders' listings; a folder is listed again only when its time of change moved. */
export class CommitPresence {
  readonly #folders = new Map<string, Folder>();

  has(checksum: string): boolean {
    return this.#folders.get(checksum.slice(0, 2))?.commits.has(checksum.slice(2)) ?? false;
  }

  /** Brings the memory up to date with the disk. */
  async refresh(repo: Repo): Promise<void> {
    const slices = createSlices();
    for (let prefix = 0; prefix < 256; prefix += 1) {
      const name = prefix.toString(16).padStart(2, '0');
      this.#folders.set(name, refreshed(path.join(repo.path, 'objects', name), this.#folders.get(name) ?? none));
      if (slices.due()) await slices.rest();
    }
  }
}

function refreshed(folder: string, known: Folder): Folder {
  try {
    const mtime = statSync(folder).mtimeMs;
    if (mtime === known.mtime && known.at - mtime > COARSE_CLOCK_MS) return known;
    const at = Date.now();
    const names = readdirSync(folder).filter((name) => name.endsWith(EXTENSION));
    return { mtime, at, commits: new Set(names.map((name) => name.slice(0, -EXTENSION.length))) };
  } catch (thrown) {
    if (isAbsent(thrown)) return none;
    throw thrown;
  }
}
