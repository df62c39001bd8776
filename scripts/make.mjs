#!/usr/bin/env node
/** `npm run make`: sets up, builds, and makes the installers in dist/ (settings: forge.config.ts). */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from './build.mjs';
import { setUpOrExit } from './setup.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', cwd: root, ...options });
  if (status === 0) return;
  console.error(`[make] ${path.basename(program)} ${error?.message ?? `ended with status ${status}`}`);
  process.exit(1);
}

/** Forge unpacks the runtime of a zip file, as Electron publishes it: made of the one that is installed here. */
function zipRuntime() {
  const electron = path.join(root, 'node_modules', 'electron');
  const { version } = JSON.parse(readFileSync(path.join(electron, 'package.json'), 'utf8'));
  const runtime = readFileSync(path.join(electron, 'dist', 'version'), 'utf8').trim();
  const folder = path.join(root, '.cache', 'electron-zip');
  const file = path.join(folder, `electron-v${version}-linux-${process.arch}.zip`);
  const stamp = path.join(folder, 'runtime');
  if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, 'utf8') === runtime) return;
  console.log(`[make] Packing the runtime, Electron ${runtime}`);
  mkdirSync(folder, { recursive: true });
  run('/usr/bin/python3', ['-m', 'zipfile', '--create', `${file}.new`, '.'], { cwd: path.join(electron, 'dist') });
  renameSync(`${file}.new`, file);
  writeFileSync(stamp, runtime);
}

await setUpOrExit();
await buildStale();
zipRuntime();
run(path.join(root, 'node_modules', '.bin', 'electron-forge'), ['make', ...process.argv.slice(2)]);
