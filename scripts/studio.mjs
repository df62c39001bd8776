#!/usr/bin/env node
/** `npm run studio -- COMMAND …`: sets up what is missing, builds what changed, and runs the command line. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from './build.mjs';
import { setUpOrExit } from './setup.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

// What a command prints is for the next program in the pipe: set-up speaks on standard error.
const { log } = console;
console.log = console.error;
await setUpOrExit();
await buildStale({ parts: ['node'] });
console.log = log;

const child = spawn(process.execPath, [path.join(root, 'out', 'cli.cjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, STUDIO_PROGRAM: 'npm run studio --' },
});
// The terminal sends Ctrl C to the child as well, which cleans up and then ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('error', (error) => {
  console.error(`${process.execPath}: ${error.message}`);
  process.exitCode = 1;
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
