#!/usr/bin/env node
/**
 * `npm run bench [-- --only resolve|packages|builds] [--write]`: measures, prints tables with the limits, and writes docs/benchmarks.md,
 * or its section of what was measured alone, if asked.
 */
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

const file = path.join(root, 'docs', 'benchmarks.md');

/** The machine, for a section that was measured alone. */
function measuredOn() {
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpuName()}, ${os.cpus().length} CPUs, Linux ${os.release()}, Node ${process.versions.node}.\n`;
}

async function writeDocument(text) {
  const { format } = await import('prettier');
  writeFileSync(file, await format(text, { parser: 'markdown' }));
}

/** What can be measured alone, by name: a section of the document. */
const SECTIONS = {
  async resolve() {
    const { measureResolve, resolveSection } = await import('../bench/resolve.mjs');
    return resolveSection(await measureResolve(root));
  },
  async packages() {
    const { measurePackages } = await import('../bench/packages.mjs');
    const rows = await measurePackages(root);
    return `## Packages\n\nMade repositories, read from a folder; dnf has an empty cache, and both take turns.\n\n${table(rows)}\n`;
  },
  async builds() {
    const { measureBuilds } = await import('../bench/builds.mjs');
    const rows = await measureBuilds(root);
    return `## Builds\n\nThe same manifests on both engines, in turn, as root, each with its own store.\n\n${table(rows)}\n`;
  },
};

async function measured(name) {
  const section = `${await SECTIONS[name]()}\n${measuredOn()}`;
  console.log(section);
  return section;
}

/** The file with this section in the place of the one that has its heading, or at the end. */
function withSection(text, section) {
  const [heading] = section.split('\n', 1);
  const parts = text.split(/^(?=## )/m);
  const at = parts.findIndex((part) => part.startsWith(`${heading}\n`));
  parts.splice(at < 0 ? parts.length : at, at < 0 ? 0 : 1, `${section}\n`);
  return parts.join('\n');
}

if (process.argv.includes('--only')) {
  const only = process.argv[process.argv.indexOf('--only') + 1];
  if (!Object.hasOwn(SECTIONS, only)) {
    console.error(`usage: npm run bench [-- --only ${Object.keys(SECTIONS).join('|')}] [--write]`);
    process.exit(2);
  }
  await setUpOrExit();
  await buildStale({ parts: ['node'] });
  const section = await measured(only);
  if (process.argv.includes('--write')) await writeDocument(withSection(readFileSync(file, 'utf8'), section));
} else if (!hasDisplay() && !process.argv.includes('--displayed')) {
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
  const sections = [await measured('resolve'), await measured('packages'), await measured('builds')];
  if (process.argv.includes('--write')) {
    const [, ...others] = readFileSync(file, 'utf8').split(/^(?=## )/m);
    const whole = [document(rows, accelerator?.reason ?? 'not tested.'), ...others].join('\n');
    await writeDocument(sections.reduce(withSection, whole));
  }
}
