/** The built-in engine: sources fetched by the person's own process, the rest by a privileged worker. */
import path from 'node:path';
import type { EngineContext } from '../../context';
import { fetchSources } from '../executor/sources';
import { runWorker } from '../worker-client';
import type { BuildEngine, EngineJob, EngineListener, EngineResult } from './engine';

export const BUILT_IN_VERSION = '1';

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
  listener.onFacts({ engine: { kind: 'built-in', version: BUILT_IN_VERSION } });
  await step('sources', listener, () =>
    fetchSources(job.manifest, {
      store: ctx.paths.store,
      signal,
      onProgress: (done, total) => listener.onEvent({ kind: 'items', phase: 'sources', done, total }),
    }),
  );
  const { manifest, exports, commit, seed } = job;
  const result = await runWorker(
    ctx.paths.worker,
    {
      manifest,
      exports: [...exports],
      ...(commit ? { commit } : {}),
      ...(seed ? { seed } : {}),
      store: ctx.paths.store,
      trees: true,
      work: path.join(job.folder, 'work'),
      resources: ctx.paths.resources,
      owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    },
    {
      signal,
      onEvent: (event) => {
        if (event.kind !== 'result' && event.kind !== 'error') listener.onEvent(event);
      },
    },
  );
  return { ...(result.commit ? { commit: result.commit } : {}), sizes: result.sizes };
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
