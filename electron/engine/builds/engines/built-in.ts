/** The built-in engine: sources fetched by the person's own process, the rest by a privileged worker. */
import path from 'node:path';
import type { Manifest } from '../../../../shared/manifest/types';
import type { EngineContext } from '../../context';
import { fetchSources } from '../executor/sources';
import { holdInStore } from '../store/in-use';
import { runWorker } from '../worker-client';
import { checkSpace } from './check-space';
import type { BuildEngine, EngineJob, EngineListener, EngineResult } from './engine';

export const BUILT_IN_VERSION = '1';

/** Digests of all sources, whatever their type: the names of their files in the store. */
function sourceDigests({ sources }: Manifest): string[] {
  return JSON.stringify(sources ?? {}).match(/(?<=")(?:md5|sha\d+):[0-9a-f]+(?=")/g) ?? [];
}

async function step<T>(name: string, listener: EngineListener, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  let ok = false;
  listener.onEvent({ kind: 'step-start', step: name });
  try {
    const value = await work();
    ok = true;
    return value;
  } finally {
    listener.onEvent({ kind: 'step-end', step: name, ok, seconds: (Date.now() - started) / 1000 });
  }
}

async function runBuiltIn(ctx: EngineContext, job: EngineJob, listener: EngineListener): Promise<EngineResult> {
  const { signal } = listener;
  const { manifest, exports, commit, seed } = job;
  const { store } = ctx.paths;
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  listener.onFacts({ engine: { kind: 'built-in', version: BUILT_IN_VERSION } });
  await checkSpace(store);
  const release = await holdInStore(store, sourceDigests(manifest), owner);
  try {
    await step('sources', listener, () =>
      fetchSources(manifest, {
        ...{ store, signal },
        onProgress: (done, total) => listener.onEvent({ kind: 'items', phase: 'sources', done, total }),
      }),
    );
    const { commit: made, sizes } = await runWorker(
      ctx.paths.worker,
      {
        ...{ manifest, store, owner, trees: true },
        exports: [...exports],
        ...(commit ? { commit } : {}),
        ...(seed ? { seed } : {}),
        work: path.join(job.folder, 'work'),
        resources: ctx.paths.resources,
      },
      {
        signal,
        onEvent: (event) => {
          if (event.kind !== 'result' && event.kind !== 'error') listener.onEvent(event);
        },
      },
    );
    return { ...(made ? { commit: made } : {}), sizes };
  } finally {
    await release();
  }
}

export function createBuiltInEngine(ctx: EngineContext): BuildEngine {
  return {
    kind: 'built-in',
    state: () =>
      Promise.resolve({
        kind: 'built-in',
        version: BUILT_IN_VERSION,
        usable: true,
        limits: [],
        privilege: process.getuid?.() === 0 ? 'root' : 'sudo',
      }),
    run: (job, listener) => runBuiltIn(ctx, job, listener),
  };
}
