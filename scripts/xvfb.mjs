#!/usr/bin/env node
/** `node scripts/xvfb.mjs PROGRAM [ARGUMENTS]`: runs a program with a display: the one there is, or a virtual one. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const START_MS = 20_000;

/** Is there a display that a window could be shown on? */
export function hasDisplay(env = process.env) {
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Starts Xvfb on a display that it finds free itself. Ends when `stop` is called. */
export async function startXvfb() {
  const args = ['-displayfd', '3', '-screen', '0', '1680x1050x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Xvfb did not start within 20 s.')), START_MS);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with status ${code}.`)));
    createInterface({ input: server.stdio[3] }).once('line', (line) => {
      clearTimeout(timer);
      resolve(Number(line));
    });
  });
  return { display: `:${number}`, stop: () => server.kill('SIGTERM') };
}

/** Runs a program to its end and gives its exit status. `display: 'virtual'` never uses the user's own. */
export async function runWithDisplay(argv, { env = process.env, display = 'any', stdio = 'inherit' } = {}) {
  const server = display === 'virtual' || !hasDisplay(env) ? await startXvfb() : undefined;
  const { WAYLAND_DISPLAY: _wayland, ...rest } = env;
  const [program, ...args] = argv;
  const child = spawn(program, args, { stdio, env: server ? { ...rest, DISPLAY: server.display } : env });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, forward);
    server?.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.length < 3) {
    console.error('usage: node scripts/xvfb.mjs PROGRAM [ARGUMENTS]');
    process.exit(2);
  }
  process.exitCode = await runWithDisplay(process.argv.slice(2));
}
