/** The worker that runs osbuild, with a fake that plays recorded runs: what has no osbuild and no root is tested too. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OsbuildJob } from '../../electron/engine/builds/engines/osbuild/protocol';
import { runWorker } from '../../electron/engine/builds/worker-client';
import type { WorkerEvent } from '../../electron/engine/builds/worker-protocol';
import { toWire, type WireError } from '../../shared/errors';
import { Manifest } from '../../shared/manifest/types';
import { openBench, type Bench } from './worker';

const tests = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const recordingFile = (name: string): string => path.join(tests, 'fixtures/osbuild/monitor', `${name}.json`);

interface Ran {
  readonly events: WorkerEvent[];
  readonly sizes: readonly number[];
  readonly error: WireError | undefined;
}

describe('the worker of osbuild', () => {
  let bench: Bench;
  let folder: string;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(bench.folder, 'run-'));
    await mkdir(path.join(folder, 'output'));
  });

  async function jobOf(recorded: string, pipeline: string, env: Record<string, string>): Promise<OsbuildJob> {
    const { manifest } = JSON.parse(await readFile(recordingFile(recorded), 'utf8')) as { manifest: unknown };
    return {
      ...{ kind: 'osbuild', manifest: Manifest.parse(manifest), rootless: true, rundir: true, seeded: false },
      command: [process.execPath, path.join(tests, 'fakes', 'osbuild.cjs')],
      env: { OSBUILD_FAKE_RECORDING: recordingFile(recorded), OSBUILD_FAKE_ARGUMENTS: `${folder}/arguments`, ...env },
      ...{ store: path.join(folder, 'cache', 'person'), cacheSize: 4096, checkpoints: [pipeline] },
      exports: [{ pipeline, path: 'disk.img', kind: 'file', to: path.join(folder, 'output', '0-img') }],
      ...{ work: path.join(folder, 'work'), resources: path.join(folder, 'resources') },
      result: path.join(folder, 'result.json'),
      owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    };
  }

  async function play(
    recorded: string,
    pipeline: string,
    env: Record<string, string> = {},
    cancelAt?: WorkerEvent['kind'],
  ): Promise<Ran> {
    const events: WorkerEvent[] = [];
    const cancel = new AbortController();
    try {
      const { sizes } = await runWorker(bench.worker, await jobOf(recorded, pipeline, env), {
        ...{ signal: cancel.signal, rootless: true },
        onEvent(event) {
          events.push(event);
          if (event.kind === cancelAt) cancel.abort();
        },
      });
      return { events, sizes, error: undefined };
    } catch (thrown) {
      return { events, sizes: [], error: toWire(thrown) };
    }
  }

  it('hands over what was exported, and keeps the result document', async () => {
    const { error, sizes, events } = await play('2-disk-image', 'image');
    expect(error).toBeUndefined();
    const text = await readFile(path.join(folder, 'output', '0-img'), 'utf8');
    expect(text).toBe('made of image\n');
    expect(sizes).toEqual([text.length]);
    expect(JSON.parse(await readFile(path.join(folder, 'result.json'), 'utf8'))).toMatchObject({ success: true });
    const seen = new Set(events.map(({ kind }) => kind));
    for (const kind of ['plan', 'command', 'items', 'stage-start', 'stage-end', 'output', 'result'] as const)
      expect(seen).toContain(kind);
    expect(existsSync(path.join(folder, 'work'))).toBe(false);
    expect(await readdir(path.join(folder, 'resources'))).toEqual([]);
  });

  it('asks osbuild for what was wanted', async () => {
    await play('2-disk-image', 'image');
    const words = (await readFile(path.join(folder, 'arguments'), 'utf8')).split('\n');
    const after = (option: string): string | undefined => words[words.indexOf(option) + 1];
    expect(after('--export')).toBe('image');
    expect(after('--checkpoint')).toBe('image');
    expect(after('--cache-max-size')).toBe('4096');
    expect(after('--store')).toBe(path.join(folder, 'cache', 'person'));
    expect(after('--output-directory')).toBe(path.join(folder, 'work', 'output'));
    expect((after('--rundir') ?? '').length).toBeLessThan(60);
    expect(words).toContain('--json');
  });

  it('does not ask for a result document that osbuild cannot write', async () => {
    await play('x5-empty-pipeline', 'empty');
    expect(await readFile(path.join(folder, 'arguments'), 'utf8')).not.toContain('--json');
  });

  it.each([
    ['e1-stage-fails', 't', 'tool-failed', "Pipeline 't', stage org.osbuild.copy: cp: cannot stat"],
    ['e9-device-missing', 't', 'tool-failed', "Pipeline 't', stage org.osbuild.mkfs.ext4: FileNotFoundError"],
    ['e5-validation', 't', 'invalid-input', 'Additional properties are not allowed'],
  ])('tells the error of %s', async (recorded, pipeline, code, message) => {
    const { error, events } = await play(recorded, pipeline);
    expect(error?.code).toBe(code);
    expect(error?.message).toContain(message);
    expect(events.at(-1)?.kind).toBe('error');
    expect(await readdir(path.join(folder, 'output'))).toEqual([]);
  });

  it.each(['interrupt', 'forever'])('ends an osbuild that waits (%s), and what it was making', async (wait) => {
    const started = Date.now();
    const { error } = await play('e1-stage-fails', 't', { OSBUILD_FAKE_WAIT: wait }, 'stage-start');
    expect(error?.code).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(wait === 'forever' ? 10_000 : 5000);
    expect(await readdir(path.join(folder, 'cache', 'person', 'stage'))).toEqual([]);
    expect(await readdir(path.join(folder, 'cache', 'in-use'))).toEqual([]);
    expect(existsSync(path.join(folder, 'work'))).toBe(false);
  });
});
