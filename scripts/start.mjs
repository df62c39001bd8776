#!/usr/bin/env node
/** `npm start`: sets up what is missing, builds what changed, and opens the app; without a display, the headless demo. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from './build.mjs';
import { setUpOrExit } from './setup.mjs';
import { hasDisplay } from './xvfb.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function electronCommand(args) {
  const dir = path.join(root, 'node_modules', 'electron');
  const program = path.join(dir, 'dist', readFileSync(path.join(dir, 'path.txt'), 'utf8'));
  // Chromium's sandbox cannot be used by root; everybody else has it.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [program, ...sandbox, root, ...args];
}

await setUpOrExit();
await buildStale();
const args = process.argv.slice(2);
const isWindowed = hasDisplay() || process.platform !== 'linux';
if (!isWindowed) console.log('There is no display here: running the same loop headless (npm run demo).');
const [program, ...argv] = isWindowed
  ? electronCommand(args)
  : [process.execPath, path.join(root, 'out', 'cli.cjs'), 'demo', ...args];
const { ELECTRON_RUN_AS_NODE: _node, ...env } = process.env;
const child = spawn(program, argv, { stdio: 'inherit', cwd: root, env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('error', (error) => {
  console.error(`${program}: ${error.message}`);
  process.exitCode = 1;
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
