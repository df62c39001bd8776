/** The npm packages, exactly as package-lock.json has them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npmEnvironment, runShown } from './child.mjs';
import { doing } from './say.mjs';

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined; // absent or half-written
  }
}

/**
 * Is node_modules what the lock file says? npm writes what it installed into a lock file of its own when it is done;
 * a package of another platform may be absent.
 */
export function isInstalled(root) {
  const wanted = readLock(path.join(root, 'package-lock.json'));
  const have = readLock(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !have) return false;
  const same = Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const mine = have[place];
    return mine ? mine.version === entry.version && mine.integrity === entry.integrity : entry.optional === true;
  });
  const extra = Object.keys(have).some((place) => !(place in wanted));
  return same && !extra && existsSync(path.join(root, 'node_modules', 'electron', 'package.json'));
}

export async function ensureNpmPackages(root) {
  if (isInstalled(root)) return;
  doing('npm ci', 'the npm packages are not what package-lock.json says');
  await runShown('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: npmEnvironment(),
  });
}
