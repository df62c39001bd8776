/** Tells whether sources changed since the last build: a hash over their paths, sizes and times. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

function* files(start) {
  const stat = statSync(start, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    yield [start, stat];
    return;
  }
  for (const name of readdirSync(start).sort()) yield* files(path.join(start, name));
}

/** The hash of everything under these paths, and of which npm packages are installed. */
export function sourceStamp(root, paths) {
  const hash = createHash('sha256');
  for (const relative of [...paths, 'node_modules/.package-lock.json'])
    for (const [file, { size, mtimeMs }] of files(path.join(root, relative)))
      if (!/\.test\.tsx?$/.test(file)) hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
  return hash.digest('hex');
}

const stampFile = (root) => path.join(root, '.cache', 'build.json');

/** The stamps of the last successful build. */
export function readStamps(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8'));
  } catch {
    return {};
  }
}

export function writeStamps(root, stamps) {
  const file = stampFile(root);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(stamps));
  renameSync(`${file}.${process.pid}`, file);
}
