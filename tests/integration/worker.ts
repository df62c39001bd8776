/** What the tests of the build worker share: the worker bundled from its source, and looking at the host. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Manifest } from '../../shared/manifest/types';
import { run } from '../../electron/engine/run';
import { fetchSources } from '../../electron/engine/builds/executor/sources';
import { runWorker, type WorkerResult } from '../../electron/engine/builds/worker-client';
import type { WorkerEvent, WorkerJob } from '../../electron/engine/builds/worker-protocol';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface Bench {
  readonly folder: string;
  readonly worker: string;
  /** Runs a manifest; its exports say what is wanted of it. */
  build(manifest: Manifest, more: Partial<WorkerJob>, options?: BenchOptions): Promise<WorkerResult>;
  close(): Promise<void>;
}

export interface BenchOptions {
  signal?: AbortSignal;
  onEvent?: (event: WorkerEvent) => void;
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-worker-'));
  await build({
    configFile: path.join(root, 'vite.node.config.ts'),
    mode: 'worker',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: false },
  });
  const worker = path.join(folder, 'worker.cjs');
  return {
    folder,
    worker,
    async build(manifest, more, { signal = new AbortController().signal, onEvent = () => undefined } = {}) {
      await fetchSources(manifest, { store: more.store ?? path.join(folder, 'store') });
      const job: WorkerJob = {
        manifest,
        exports: [],
        store: path.join(folder, 'store'),
        trees: false,
        work: path.join(folder, 'work'),
        resources: path.join(folder, 'resources'),
        owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
        ...more,
      };
      return runWorker(worker, job, { signal, onEvent });
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Files that loop devices are attached to, and mount points, below a folder. */
export async function heldBelow(folder: string): Promise<string[]> {
  const devices = (await readdir('/sys/block')).filter((name) => name.startsWith('loop'));
  const files = await Promise.all(
    devices.map((name) => readFile(`/sys/block/${name}/loop/backing_file`, 'utf8').catch(() => '')),
  );
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map((line) => line.split(' ')[4] ?? '');
  return [...files.map((file) => file.trim()), ...mounts].filter((name) => name.includes(path.basename(folder)));
}

/** The text of a file in an ext4 image that has no partition table. */
export async function readFromImage(image: string, file: string): Promise<string> {
  return (await run('debugfs', ['-R', `cat ${file}`, image])).stdout;
}
