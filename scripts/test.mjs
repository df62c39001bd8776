#!/usr/bin/env node
/**
 * `npm test`: sets up, builds, and runs every check; goes on after a failure, so that one run shows them all. The last
 * line is `N passed, N failed, N skipped` over all tests; the exit status is zero only if every step succeeded.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from './build.mjs';
import { setUpOrExit } from './setup.mjs';
import { add, countsOf, NOTHING, playwrightCounts, vitestCounts } from './test/counts.mjs';
import { runWithDisplay } from './xvfb.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const results = path.join(root, 'test-results');
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const report = (name) => path.join(results, `${name}.json`);

function run(argv) {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', cwd: root });
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function vitest(name, projects) {
  const argv = [bin('vitest'), 'run', ...projects.flatMap((project) => ['--project', project])];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report(name)}`];
  return { run: () => run([...argv, ...reporters]), count: (status) => countsOf(report(name), vitestCounts, status) };
}

async function build() {
  try {
    await buildStale();
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  }
}

const steps = {
  build: { run: build },
  'type check': { run: () => run([bin('tsc'), '--build']) },
  lint: { run: () => run([bin('eslint'), '.', '--max-warnings=0']) },
  format: { run: () => run([bin('prettier'), '--check', '--log-level=warn', '.']) },
  unit: vitest('unit', ['unit', 'window']),
  integration: vitest('integration', ['integration']),
  'end-to-end': {
    run: () => runWithDisplay([bin('playwright'), 'test'], { display: 'virtual' }),
    count: (status) => countsOf(report('e2e'), playwrightCounts, status),
  },
};

process.chdir(root);
await setUpOrExit();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
let total = NOTHING;
const failed = [];
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n[test] ${name}`);
  const started = Date.now();
  const status = await step.run();
  if (step.count) total = add(total, step.count(status));
  if (status !== 0) failed.push(name);
  console.log(`[test] ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
console.log(failed.length === 0 ? '\n[test] every step succeeded' : `\n[test] failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
