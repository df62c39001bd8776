/**
 * Remembers that everything was there: while none of what the set-up looks at has changed, it need not look again.
 * Only files are asked for their size and time, which takes a few milliseconds; no program is started.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram, readTable } from './packages.mjs';

/** They change when packages are installed or removed: what was checked by starting programs is as it was. */
const PACKAGE_STATE = [
  '/var/lib/dpkg/status',
  '/var/lib/rpm/rpmdb.sqlite',
  '/usr/lib/sysimage/rpm/rpmdb.sqlite',
  '/var/lib/pacman/local',
  '/etc/ld.so.cache',
  '/usr/bin/python3',
];
const INSTALLED = [
  'package-lock.json',
  'node_modules/.package-lock.json',
  'node_modules/electron/package.json',
  'node_modules/electron/path.txt',
  'node_modules/electron/dist/electron',
  'node_modules/electron/dist/version',
  'assets/setup/requirements.json',
];

function look(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${file} ${stat.size} ${stat.mtimeMs}` : `${file} absent`;
}

/** A hash of what the set-up's answer depends on. */
export function setupStamp(root) {
  const { requirements } = readTable(root);
  const programs = requirements.flatMap(({ check }) => (check.program ? [findProgram(check.program) ?? 'absent'] : []));
  const files = requirements.flatMap(({ check }) => check.anyFile ?? []);
  const seen = [...PACKAGE_STATE, ...INSTALLED.map((name) => path.join(root, name)), ...files, ...programs].map(look);
  return createHash('sha256')
    .update([process.versions.node, process.execPath, root, ...seen].join('\n'))
    .digest('hex');
}

const stampFile = (root) => path.join(root, '.cache', 'setup.json');

/** Whether the last successful set-up saw the same. */
export function isSetUp(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8')).stamp === setupStamp(root);
  } catch {
    return false; // the first time, or half-installed
  }
}

export function rememberSetUp(root) {
  const file = stampFile(root);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ stamp: setupStamp(root) }));
  renameSync(`${file}.${process.pid}`, file);
}
