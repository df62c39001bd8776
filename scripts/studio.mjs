#!/usr/bin/env node
/** `npm run studio -- COMMAND …`: sets up what is missing, builds what changed, and runs the command line. */
import { createRequire } from 'node:module';
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

// In this process: a second one would take as long to start as most commands take to run.
process.env.STUDIO_PROGRAM = 'npm run studio --';
// npm runs scripts in the project's folder; names of files are meant from where it was typed.
if (process.env.npm_lifecycle_event === 'studio' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
createRequire(import.meta.url)(path.join(root, 'out', 'cli.cjs'));
