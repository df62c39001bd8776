/** What the tests of the engine osbuild share: which osbuild there is, and running one job on an engine. */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { EngineEvent, EngineJob } from '../../electron/engine/builds/engines/engine';
import { createEngines } from '../../electron/engine/builds/engines/engines';
import { findInstallation } from '../../electron/engine/builds/engines/osbuild/installation';
import { studioPaths } from '../../electron/engine/context';
import { run } from '../../electron/engine/run';
import type { JobFacts } from '../../shared/builds/types';
import { Manifest } from '../../shared/manifest/types';
import type { Bench } from './worker';

/** The osbuild on PATH, or the source checkout that `$STUDIO_TEST_OSBUILD` names. */
if (process.env.STUDIO_TEST_OSBUILD) process.env.STUDIO_OSBUILD = process.env.STUDIO_TEST_OSBUILD;
export const installed = await findInstallation().catch(() => undefined);

/** Why it cannot be tested here. */
export const reason = installed ? installed.faults[0]?.message : 'osbuild is not installed';
export const title = `osbuild${reason === undefined ? '' : ` (skipped: ${reason})`}`;

/** Nobody here may become root: osbuild runs in a user namespace, and no loop device is to be had. */
export const withoutRoot = installed?.privilege === 'none';

/** What runs as root by sudo cannot be killed from here. */
export const mayKill = installed?.privilege === 'root' || installed?.rootless === true;

/** What osbuild made as root goes with root's rights. */
export async function closeOsbuildBench(bench: Bench): Promise<void> {
  const cache = path.join(dataOf(bench), 'osbuild');
  if (installed?.privilege === 'sudo') await run('sudo', ['--non-interactive', '--', 'rm', '-rf', cache]);
  await bench.close();
}

export const manifestOf = (...pipelines: readonly object[]): Manifest => Manifest.parse({ version: '2', pipelines });

export const stage = (type: string, options: object = {}, more: object = {}): object => ({
  type: `org.osbuild.${type}`,
  options,
  ...more,
});

/** The manifest of a recorded run; see tests/fixtures/osbuild/README.md. */
export async function recordedManifest(name: string): Promise<Manifest> {
  const file = new URL(`../fixtures/osbuild/monitor/${name}.json`, import.meta.url);
  return z.object({ manifest: Manifest }).parse(JSON.parse(await readFile(file, 'utf8'))).manifest;
}

export const dataOf = (bench: Bench): string => path.join(bench.folder, 'data');

/** The folder of a job, with its `output` in it. */
export async function folderOf(bench: Bench, name: string): Promise<string> {
  const folder = path.join(dataOf(bench), 'jobs', name);
  await mkdir(path.join(folder, 'output'), { recursive: true });
  return folder;
}

export interface Ran {
  readonly events: EngineEvent[];
  readonly facts: Partial<JobFacts>;
  readonly sizes: readonly number[];
  readonly commit: { ref: string; checksum: string } | undefined;
  readonly error: unknown;
  readonly folder: string;
}

export interface RunOptions {
  signal?: AbortSignal;
  onEvent?: (event: EngineEvent) => void;
  engine?: 'auto' | 'osbuild' | 'built-in';
}

/** Runs one job to its end, whatever that is. */
export async function runJob(
  bench: Bench,
  name: string,
  job: Partial<EngineJob> & Pick<EngineJob, 'manifest' | 'exports'>,
  more: RunOptions = {},
): Promise<Ran> {
  const folder = await folderOf(bench, name);
  const engine = createEngines({
    paths: studioPaths(dataOf(bench), path.join(bench.folder, 'assets'), bench.worker),
    emit: () => undefined,
    openPort: () => undefined,
  }).choose(more.engine ?? 'osbuild');
  const events: EngineEvent[] = [];
  let facts: Partial<JobFacts> = {};
  const listener = {
    signal: more.signal ?? new AbortController().signal,
    onEvent(event: EngineEvent) {
      events.push(event);
      more.onEvent?.(event);
    },
    onFacts(told: Partial<JobFacts>) {
      facts = { ...facts, ...told };
    },
    onSandbox: () => undefined,
  };
  try {
    const { sizes, commit } = await engine.run({ folder, keepFailed: false, ...job }, listener);
    return { events, facts, sizes, commit, error: undefined, folder };
  } catch (error) {
    return { events, facts, sizes: [], commit: undefined, error, folder };
  }
}
