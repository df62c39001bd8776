#!/usr/bin/env node
/**
 * Sets this machine and this clone up, with nothing but Node: system packages, npm packages, a runnable Electron.
 * Does only what is missing, says what and why; a second run only looks whether anything changed since. `--quiet` says nothing when all is there.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureElectron } from './setup/electron.mjs';
import { ensureNpmPackages } from './setup/npm.mjs';
import { SetupError } from './setup/say.mjs';
import { isSetUp, rememberSetUp } from './setup/stamp.mjs';
import { ensureSystem } from './setup/system.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const MIN_NODE = 20;

/** Runs the whole set-up. Throws SetupError, with what to type, where it cannot go on. */
export async function setUp() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < MIN_NODE) throw new SetupError(`Node ${MIN_NODE} or newer is needed; this is ${process.versions.node}.`);
  if (isSetUp(root)) return;
  await ensureSystem(root);
  await ensureNpmPackages(root);
  await ensureElectron(root);
  rememberSetUp(root);
}

/** Runs the set-up for another script: prints what is wrong and ends the process if it fails. */
export async function setUpOrExit() {
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`[setup] ${error.message}`);
    if (error.hint) console.error(`[setup] Type: ${error.hint}`);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  await setUpOrExit();
  if (!process.argv.includes('--quiet')) console.log(`[setup] Everything is there (${Date.now() - started} ms).`);
}
