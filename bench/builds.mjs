/**
 * What the built-in engine costs beside osbuild, in one run on the same manifests: an empty stage, a small build, the
 * same again with nothing changed, two at once, and an image of the starter's packages. osbuild runs where it is installed; $STUDIO_BENCH_OSBUILD may name
 * a folder with its sources. Both run as root, as builds of images do.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { imageWorkspace, starterImage } from './starter-image.mjs';

const STAGES = 40;
const TEXT = 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

const sources = { 'org.osbuild.inline': { items: { [TEXT]: { encoding: 'base64', data: 'aGVsbG8K' } } } };
const copyText = (paths) => ({
  type: 'org.osbuild.copy',
  inputs: { t: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references: { [TEXT]: {} } } },
  options: { paths: paths.map((to) => ({ from: `input://t/${TEXT}`, to: `tree://${to}` })) },
});
const folders = (names) => ({
  type: 'org.osbuild.mkdir',
  options: { paths: names.map((name) => ({ path: name, mode: 0o755, parents: true, exist_ok: true })) },
});

function empty(count) {
  const stages = Array.from({ length: count }, () => ({ type: 'org.osbuild.noop', options: {} }));
  return { version: '2', pipelines: [{ name: 'tree', stages }], sources: {} };
}

/** Twenty stages that make a tree of 240 files, and a copy of it. */
function small(name) {
  const parts = Array.from({ length: 10 }, (_, part) => `/usr/share/${name}/${part}`);
  const stages = parts.flatMap((part) => [
    folders([part]),
    copyText(Array.from({ length: 24 }, (_, file) => `${part}/${file}`)),
  ]);
  const content = { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: ['name:content'] };
  const copy = {
    type: 'org.osbuild.copy',
    inputs: { content },
    options: { paths: [{ from: 'input://content/', to: 'tree:///' }] },
  };
  return {
    version: '2',
    pipelines: [
      { name: 'content', stages },
      { name: 'tree', stages: [copy] },
    ],
    sources,
  };
}

/** Seconds that a program takes; its last lines are told if it fails. */
function timed(program, argv, input) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
    let tail = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        tail = `${tail}${chunk}`.slice(-2000);
      });
    child.once('error', reject).once('close', (status) => {
      if (status === 0) resolve((performance.now() - started) / 1000);
      else reject(new Error(`${program} ended with status ${status}: ${tail}`));
    });
    // The worker works as long as its standard input is open.
    if (input !== undefined) child.stdin.write(`${input}\n`);
    else child.stdin.end();
  });
}

const asRoot = process.getuid() === 0 ? [] : ['sudo', '--non-interactive'];

function builtIn(root) {
  let count = 0;
  return {
    name: 'ours',
    async prepare(folder) {
      const files = path.join(folder, 'ours', 'sources', 'org.osbuild.files');
      await mkdir(files, { recursive: true });
      await writeFile(path.join(files, TEXT), 'hello\n');
    },
    build(folder, manifest) {
      const at = path.join(folder, `job-${count++}`);
      const job = {
        ...{ manifest, store: path.join(folder, 'ours'), trees: true, work: path.join(at, 'work') },
        exports: [{ pipeline: 'tree', path: '', kind: 'folder', to: path.join(at, 'tree') }],
        resources: path.join(folder, 'resources'),
        owner: { uid: process.getuid(), gid: process.getgid() },
      };
      const worker = [process.execPath, path.join(root, 'out', 'worker.cjs')];
      const [program, ...argv] = [...asRoot, 'unshare', '--mount', '--propagation', 'slave', '--', ...worker];
      return mkdir(at).then(() => timed(program, argv, JSON.stringify(job)));
    },
    /** All that the command line does, resolving and the job's record included. */
    async image(folder, manifest) {
      const workspace = await imageWorkspace(folder, manifest);
      const where = ['--data-dir', path.join(folder, 'image-data'), '--workspace', workspace];
      const argv = ['build', 'image.mpp.yml.qcow2', '--engine', 'built-in', ...where];
      return timed(process.execPath, [path.join(root, 'out', 'cli.cjs'), ...argv]);
    },
  };
}

/** osbuild with checkpoints after every pipeline, so that it has as much to go on from; undefined where it is not. */
function osbuild() {
  const checkout = process.env.STUDIO_BENCH_OSBUILD;
  const command = checkout
    ? ['env', `PYTHONPATH=${checkout}`, 'python3', '-m', 'osbuild', '--libdir', checkout]
    : ['osbuild'];
  if (spawnSync(command[0], [...command.slice(1), '--version']).status !== 0) return undefined;
  // What it mounts ends with it, also where it fails.
  const [program, ...argv] = [...asRoot, 'unshare', '--mount', '--propagation', 'slave', '--', ...command];
  let count = 0;
  return {
    name: 'osbuild',
    prepare: () => Promise.resolve(),
    image(folder, manifest) {
      return this.build(folder, manifest, 'qcow2');
    },
    async build(folder, manifest, wanted = 'tree') {
      const at = path.join(folder, `osbuild-${count++}`);
      await mkdir(at);
      const file = path.join(at, 'manifest.json');
      await writeFile(file, JSON.stringify(manifest));
      const checkpoints = manifest.pipelines.flatMap(({ name }) => ['--checkpoint', name]);
      const store = ['--store', path.join(folder, 'osbuild'), '--cache-max-size', 'unlimited'];
      return timed(program, [
        ...argv,
        ...store,
        '--output-directory',
        path.join(at, 'out'),
        ...checkpoints,
        '--export',
        wanted,
        file,
      ]);
    },
  };
}

/** Seconds: an empty stage, a small build, the same again, two others at once over one; an image, and that again. */
async function measure(engine, folder, manifest) {
  await engine.prepare(folder);
  const one = await engine.build(folder, empty(1));
  const many = await engine.build(folder, empty(STAGES + 1));
  const full = await engine.build(folder, small('first'));
  const again = await engine.build(folder, small('first'));
  const started = performance.now();
  await Promise.all(['second', 'third'].map((name) => engine.build(folder, small(name))));
  const both = (performance.now() - started) / 1000;
  const image = await engine.image(folder, manifest);
  const same = await engine.image(folder, manifest);
  return { stage: (many - one) / STAGES, full, again, parallel: both / full, image, same };
}

function tellSkipped(error) {
  console.log(`SKIPPED: osbuild cannot build here, so nothing is measured beside it: ${error.message}`);
}

/** @returns rows `{ what, value, unit, limit }`. */
export async function measureBuilds(root) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-bench-'));
  try {
    const manifest = await starterImage(root, folder);
    const ours = await measure(builtIn(root), folder, manifest);
    const peer = osbuild();
    if (!peer) console.log('SKIPPED: osbuild is not installed, so nothing is measured beside it.');
    const theirs = peer && (await measure(peer, folder, manifest).catch(tellSkipped));
    const rows = [
      {
        what: 'An empty stage',
        value: ours.stage * 1000,
        unit: 'ms',
        limit: theirs ? Math.round(theirs.stage * 500) : 'half of osbuild’s,',
      },
      {
        what: 'A small build, 21 stages, 240 files',
        value: ours.full,
        unit: 's',
        limit: theirs ? Number((theirs.full / 1.5).toFixed(2)) : 'osbuild’s / 1.5,',
      },
      { what: 'The same with nothing changed', value: ours.again, unit: 's', limit: 1 },
      {
        what: 'The starter’s packages as a disk image, from nothing',
        value: ours.image,
        unit: 's',
        limit: theirs ? Number((theirs.image / 1.5).toFixed(1)) : 'osbuild’s / 1.5,',
      },
      { what: 'The same image with nothing changed', value: ours.same, unit: 's', limit: 1 },
      { what: 'Two builds at once, over one', value: ours.parallel, unit: 'times', limit: 1.5 },
    ];
    if (!theirs) return rows;
    return [
      ...rows,
      { what: 'osbuild: an empty stage', value: theirs.stage * 1000, unit: 'ms', limit: '–' },
      { what: 'osbuild: the small build', value: theirs.full, unit: 's', limit: '–' },
      { what: 'osbuild: the same with nothing changed', value: theirs.again, unit: 's', limit: '–' },
      { what: 'osbuild: the image', value: theirs.image, unit: 's', limit: '–' },
      { what: 'osbuild: the image with nothing changed', value: theirs.same, unit: 's', limit: '–' },
      { what: 'osbuild: two at once, over one', value: theirs.parallel, unit: 'times', limit: '–' },
    ];
  } finally {
    if (asRoot.length > 0) spawnSync(asRoot[0], [...asRoot.slice(1), 'rm', '-rf', folder]);
    await rm(folder, { recursive: true, force: true });
  }
}
