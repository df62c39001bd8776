#!/usr/bin/env node
/** `npm run bench [-- --write]`: measures, prints a table with the limits, and writes docs/benchmarks.md if asked. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from './build.mjs';
import { setUpOrExit } from './setup.mjs';
import { hasDisplay, runWithDisplay } from './xvfb.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const program = fileURLToPath(import.meta.url);

function cpuName() {
  return /^model name\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? os.arch();
}

function table(rows) {
  const number = ({ value, unit }) =>
    value === undefined ? 'not measured' : `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
  return [
    '| What | Measured | Asked |',
    '| --- | ---: | ---: |',
    ...rows.map((row) => `| ${row.what} | ${number(row)} | ${row.limit} ${row.unit} |`),
  ].join('\n');
}

function document(rows, accelerator) {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  return `# Benchmarks

Measured by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)} at commit ${commit}: ${cpuName()}, ${os.cpus().length} CPUs,
${Math.round(os.totalmem() / 1024 ** 3)} GiB, Linux ${os.release()}. Guests: ${accelerator}

${table(rows)}

The rows from the starter repository on are one run of \`npm run demo\` on an empty data folder; downloading
the Debian packages is part of the first one. The window is started under Xvfb and is interactive when the places can be clicked, Playwright's own start
included. Benchmarks are no tests: nothing fails if a machine is slower.
`;
}

if (!hasDisplay() && !process.argv.includes('--displayed')) {
  await setUpOrExit();
  await buildStale();
  process.exitCode = await runWithDisplay([process.execPath, program, '--displayed', ...process.argv.slice(2)]);
} else {
  if (!process.argv.includes('--displayed')) {
    await setUpOrExit();
    await buildStale();
  }
  const { measureLoop } = await import('../bench/loop.mjs');
  const { measureWindow } = await import('../bench/window.mjs');
  const doctor = spawnSync(process.execPath, [path.join(root, 'out', 'cli.cjs'), 'doctor', '--json'], {
    encoding: 'utf8',
  });
  const { accelerator } = JSON.parse(doctor.stdout);
  const rows = [...(await measureWindow(root)), ...(await measureLoop(root))];
  console.log(table(rows));
  if (process.argv.includes('--write')) {
    const { format } = await import('prettier');
    const text = await format(document(rows, accelerator?.reason ?? 'not tested.'), { parser: 'markdown' });
    writeFileSync(path.join(root, 'docs', 'benchmarks.md'), text);
  }
}
