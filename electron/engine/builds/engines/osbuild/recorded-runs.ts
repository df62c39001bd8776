/** Recorded runs of osbuild, for tests; see tests/fixtures/osbuild/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Manifest } from '../../../../../shared/manifest/types';
import type { EngineEvent } from '../engine';
import { sourceCounts } from './manifest';
import { readMonitor } from './monitor';
import { followMonitor, type MonitorFailure } from './monitor-events';
import { planOf } from './plan';

const folder = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../../../../tests/fixtures/osbuild/monitor',
);

const Recording = z.object({
  manifest: z.unknown(),
  exitStatus: z.number(),
  monitor: z.array(z.string()),
  stdout: z.string(),
  stderr: z.string(),
});
export type Recording = z.infer<typeof Recording>;

export const RECORDINGS = readdirSync(folder).map((name) => path.basename(name, '.json'));

export function recording(name: string): Recording {
  return Recording.parse(JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')));
}

/** The stream as osbuild wrote it. */
export function streamOf({ monitor }: Recording): Buffer {
  return Buffer.from(monitor.map((text) => `\u001e${text}\n`).join(''));
}

export interface Replayed {
  readonly events: readonly EngineEvent[];
  readonly failure: MonitorFailure | undefined;
  readonly finished: boolean;
  readonly unread: number;
}

/** Plays a stream in pieces of `size` bytes through the reader. Seconds are those that osbuild tells. */
export function replay(
  recorded: Recording,
  exports: readonly string[],
  stream = streamOf(recorded),
  size = 777,
): Replayed {
  const manifest = Manifest.parse(recorded.manifest);
  const events: EngineEvent[] = [];
  const follow = followMonitor({
    ...{ plan: planOf(manifest, exports), sources: sourceCounts(manifest), seeded: false, now: () => 0 },
    onEvent: (event) => events.push(event),
  });
  const reader = readMonitor((entry) => follow.entry(entry));
  for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
  const unread = reader.end();
  follow.end(recorded.exitStatus === 0);
  return { events, failure: follow.failure(), finished: follow.finished(), unread };
}
