/** Tells which files of a workspace change, whoever changes them. */
import path from 'node:path';
import { watch } from 'chokidar';

/** Long enough to take the many events of one save as one. */
const SETTLE_MS = 150;
const SKIPPED = /^(node_modules|output|ostree-repo|starter-repository|_build)$/;
/** What editors write beside a file, and what the studio itself does. */
const TEMPORARY = /(~|\.sw[a-z]|\.tmp|\.new)$|^\.#|^4913$/;
/** Of git's own folder only what tells that a commit, a branch or the index moved. */
const GIT = new Set(['HEAD', 'index']);

function isIgnored(root: string, place: string): boolean {
  const parts = path.relative(root, place).split(path.sep);
  const [first = '', second] = parts;
  if (first === '.git') return second !== undefined && (parts.length > 2 || !GIT.has(second));
  if (parts.some((part) => SKIPPED.test(part))) return true;
  const name = parts.at(-1) ?? '';
  return TEMPORARY.test(name) || (name.startsWith('.') && name !== '');
}

/**
 * Watches a folder. `onChange` is given paths relative to it, with forward slashes; none if only git's state changed.
 * Where no more can be watched (the system's limit), what is not watched is looked at when the window is focused.
 */
export function watchWorkspace(root: string, onChange: (paths: readonly string[]) => void): () => Promise<void> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    const paths = [...changed].filter((file) => !file.startsWith('.git/'));
    changed.clear();
    onChange(paths.sort());
  };
  const watcher = watch(root, {
    ignored: (place) => place !== root && isIgnored(root, place),
    ignoreInitial: true,
    persistent: false,
    followSymlinks: false,
    depth: 8,
  });
  watcher.on('all', (_event, place) => {
    changed.add(path.relative(root, place).split(path.sep).join('/'));
    clearTimeout(timer);
    timer = setTimeout(tell, SETTLE_MS);
  });
  // What changed while it was getting ready was not told.
  watcher.on('ready', () => onChange([]));
  watcher.on('error', () => undefined);
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
