/**
 * Resolving manifests: ours beside osbuild-mpp, from the shell with everything that starting takes, both with warm
 * caches and in turns, so that a busy machine is busy for both; and ours within a running engine.
 *
 * osbuild-mpp is looked for in $OSBUILD_MPP, then in PATH. Without it ours stands beside the times that osbuild-mpp of
 * osbuild 191 took for such manifests when it was recorded: 0.4 to 2.8 s. Recorded manifests, which are no part of the
 * project, are looked for in $OSTREE_STUDIO_MPP, then in ../shared/mpp/public beside the project.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { makeRepository } from './repository.mjs';

const ROUNDS = 9;
const RECORDED_PORT = 18191;
const RECORDINGS = [
  ['auto2024-qemu-ostree-x86_64', 'CentOS Automotive 2024, minimal'],
  ['auto2024-def-qm', 'CentOS Automotive 2024, with QM'],
  ['aib-simple-qemu-image-x86_64', 'automotive-image-builder, simple'],
  ['osbuild-fedora-ostree-container', "osbuild's test of an OSTree container"],
  ['osbuild-stage-hostname-b', "osbuild's test of a stage"],
];

function peer() {
  const named = process.env.OSBUILD_MPP;
  if (named) return named;
  const found = (process.env.PATH ?? '').split(':').map((folder) => path.join(folder, 'osbuild-mpp'));
  return found.find((file) => existsSync(file));
}

/** Seconds that a program takes, or undefined if it fails. */
function run([program, ...args], { cwd, env }) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(program, args, { cwd, env, stdio: 'ignore' });
    child.once('error', () => resolve(undefined));
    child.once('exit', (code) => resolve(code === 0 ? (performance.now() - started) / 1000 : undefined));
  });
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Medians of both programs' times on one manifest; the first run of each fills its cache and does not count. */
async function compare(root, folder, theirs, { cwd, args, name }) {
  const env = { ...process.env, TZ: 'UTC' };
  const arguments_ = (own) => ['--cache', path.join(folder, own), ...args, path.join(folder, `${own}.json`)];
  const ours = [process.execPath, path.join(root, 'out', 'cli.cjs'), 'resolve', ...arguments_('ours')];
  const peers = theirs && [theirs, ...arguments_('theirs')];
  const times = { ours: [], theirs: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [side, argv] of Object.entries({ ours, ...(peers ? { theirs: peers } : {}) })) {
      const seconds = await run(argv, { cwd, env });
      if (seconds === undefined && round === 0) console.error(`[resolve] ${name}: ${argv[0]} failed`);
      if (seconds !== undefined && round > 0) times[side].push(seconds);
    }
  }
  return { name, ours: median(times.ours), theirs: median(times.theirs) };
}

/** A manifest of our own: many variables, imports and stages, and two questions to the package solver. */
async function generated(folder) {
  const repository = path.join(folder, 'repository');
  await mkdir(repository, { recursive: true });
  const names = await makeRepository(repository, 2000);
  const head = "version: '2'\n";
  for (let part = 0; part < 20; part += 1) {
    const variables = Array.from({ length: 15 }, (_none, at) => `  v_${part}_${at}: {mpp-eval: "${at} + ${part}"}\n`);
    await writeFile(
      path.join(folder, `part${part}.ipp.yml`),
      `${head}mpp-vars:\n${variables.join('')}pipelines:\n- name: part-${part}\n  stages:\n${Array.from(
        { length: 10 },
        (_none, at) =>
          `  - type: org.osbuild.noop\n    options: {n: {mpp-format-int: "{v_${part}_${at} * 512}"}, on: {mpp-if: v_${part}_${at} > 9, then: yes, else: no}}\n`,
      ).join('')}`,
    );
  }
  const depsolve = (packages) =>
    `  - type: org.osbuild.rpm\n    inputs:\n      packages:\n        type: org.osbuild.files\n        origin: org.osbuild.source\n        mpp-depsolve:\n          architecture: x86_64\n          module-platform-id: platform:el9\n          repos: [{id: bench, baseurl: repository}]\n          packages: [${packages.join(', ')}]\n`;
  const text = `${head}pipelines:\n${Array.from({ length: 20 }, (_none, part) => `- mpp-import-pipelines: {path: part${part}.ipp.yml}\n`).join('')}- name: build\n  stages:\n${depsolve(names.slice(0, 40))}- name: os\n  stages:\n${depsolve(names.slice(40, 200))}`;
  await writeFile(path.join(folder, 'generated.mpp.yml'), text);
  return { name: 'Generated: 21 files, 300 variables, 2 depsolves', cwd: folder, args: ['generated.mpp.yml'] };
}

function recorded(cases) {
  return RECORDINGS.flatMap(([id, name]) => {
    const file = path.join(cases, id, 'case.json');
    if (!existsSync(file)) return [];
    const { cwd, args } = JSON.parse(readFileSync(file, 'utf8'));
    return [{ name, cwd: path.join(cases, '..', cwd), args }];
  });
}

/** The recordings' package repositories, at the address that they name; undefined if somebody serves them already. */
async function serve(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL((request.url ?? '/').replace(/\/+/g, '/'), 'http://127.0.0.1');
    readFile(path.join(folder, path.normalize(decodeURIComponent(pathname)))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(RECORDED_PORT, '127.0.0.1', () => resolve(server));
  });
}

/** Milliseconds that the engine takes for the same target again, in one session. */
async function inApp(root, folder, workspace) {
  const copy = path.join(folder, 'workspace');
  await cp(workspace, copy, { recursive: true });
  const target = 'autosd-qemu-minimal-ostree.x86_64';
  const argv = [path.join(root, 'out', 'cli.cjs'), 'check', ...Array.from({ length: 7 }, () => target), '--json'];
  argv.push('-w', copy, '--data-dir', path.join(folder, 'data'), '-D', `repo_root="http://127.0.0.1:${RECORDED_PORT}"`);
  const { stdout } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  const times = stdout
    .split('\n')
    .slice(0, 7)
    .map((line) => JSON.parse(line).tookMs);
  return median(times.slice(1));
}

/** @returns rows of the table, and what was left out. */
export async function measureResolve(root) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-bench-'));
  const cases = path.resolve(process.env.OSTREE_STUDIO_MPP ?? path.join(root, '../shared/mpp/public'));
  const notes = [];
  const theirs = peer();
  if (!theirs)
    notes.push('osbuild-mpp is not installed: it took 0.4 to 2.8 s for such manifests where it was recorded.');
  const manifests = [await generated(folder), ...recorded(cases)];
  if (manifests.length === 1) notes.push('There are no recorded manifests here: only the generated one was resolved.');
  const server = manifests.length > 1 ? await serve(path.join(cases, '..', 'repo')) : undefined;
  try {
    const rows = [];
    for (const manifest of manifests) rows.push(await compare(root, folder, theirs, manifest));
    const workspace = path.join(cases, '..', 'inputs', 'auto2024');
    const ms = existsSync(workspace) ? await inApp(root, folder, workspace) : undefined;
    return { rows, inApp: ms, notes };
  } finally {
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The section of docs/benchmarks.md. */
export function resolveSection({ rows, inApp, notes }) {
  const seconds = (value) => (value === undefined || Number.isNaN(value) ? 'not measured' : `${value.toFixed(2)} s`);
  const ratio = ({ ours, theirs }) => (ours && theirs ? (theirs / ours).toFixed(1) : '');
  return [
    '## Resolving',
    '',
    `From the shell, starting included, both with warm caches, in turns; medians of ${ROUNDS} runs.`,
    '',
    '| Manifest | osbuild-mpp | Ours | Times as fast |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map((row) => `| ${row.name} | ${seconds(row.theirs)} | ${seconds(row.ours)} | ${ratio(row)} |`),
    '',
    ...(inApp === undefined
      ? []
      : [
          `In a running engine the minimal image of CentOS Automotive 2024 is resolved again in ${Math.round(inApp)} ms.`,
        ]),
    ...notes,
    '',
  ].join('\n');
}
