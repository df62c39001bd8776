/**
 * The engine osbuild: the installed osbuild executes the manifest, its own monitor tells how. Its cache directory is the
 * data folder's `osbuild/`, apart for root and for the person, whose trees have other owners.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../../../shared/errors';
import type { Manifest } from '../../../../../shared/manifest/types';
import type { EngineContext } from '../../../context';
import { holdInStore } from '../../store/in-use';
import { storeLimit } from '../../store/settings';
import { runWorker } from '../../worker-client';
import { checkSpace } from '../check-space';
import type { BuildEngine, EngineJob, EngineListener, EngineResult } from '../engine';
import { findInstallation, installationState, type Installation } from './installation';
import { onlyNeeded, withSeed } from './manifest';
import { checkpointsOf, planOf } from './plan';
import type { OsbuildJob } from './protocol';
import { missingModules, modulesOf } from './runnable';

export interface OsbuildEngine extends BuildEngine {
  /** Why this job is not one for osbuild here, in a sentence, or undefined where it is. */
  unfitFor(job: EngineJob): Promise<string | undefined>;
}

const exportsOf = ({ exports, commit }: EngineJob): string[] => [
  ...new Set([...(commit ? [commit.pipeline] : []), ...exports.map(({ pipeline }) => pipeline)]),
];

function manifestFor(job: EngineJob): Manifest {
  const exports = exportsOf(job);
  return job.seed ? withSeed(job.manifest, job.seed, exports) : onlyNeeded(job.manifest, exports);
}

/** Loop devices are root's: no user namespace may have one. */
function needsRoot(manifest: Manifest): boolean {
  return modulesOf(manifest).devices.size > 0;
}

async function unusable(found: Installation | undefined, manifest: Manifest): Promise<StudioError | undefined> {
  if (!found)
    return new StudioError('missing-tool', 'osbuild is not installed.', {
      hint: 'Build with the built-in engine, or install osbuild.',
      detail: { names: ['osbuild'] },
    });
  const [fault] = found.faults;
  if (fault)
    return new StudioError('missing-tool', fault.message, {
      hint: 'Mend it, or build with the built-in engine.',
      detail: { names: ['osbuild'], ...(fault.command ? { command: fault.command } : {}) },
    });
  const missing = await missingModules(manifest, found.libdir);
  if (missing.length > 0)
    return new StudioError('invalid-input', `osbuild ${found.version} does not have ${missing.join(', ')}.`, {
      hint: 'Build with the built-in engine.',
      detail: { names: missing },
    });
  if (found.privilege === 'none' && needsRoot(manifest))
    return new StudioError('missing-tool', 'The manifest makes a disk image, whose loop devices belong to root.', {
      hint: 'Let sudo remember your password in the terminal that the studio was started from, then build again.',
      detail: { command: 'sudo --validate', names: ['sudo'] },
    });
  return undefined;
}

/** Variables that osbuild's own sources read: proxies, keys for servers. */
function ownVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (/^OSBUILD_\w+$/.test(name) && value ? [[name, value]] : [])),
  );
}

async function workerJob(
  ctx: EngineContext,
  job: EngineJob,
  found: Installation,
  manifest: Manifest,
): Promise<OsbuildJob> {
  const rootless = found.rootless && !needsRoot(manifest);
  return {
    ...{ kind: 'osbuild', manifest, rootless, rundir: found.rundir, command: [...found.command] },
    env: { ...ownVariables(process.env), ...found.env },
    ...(found.named ? { libdir: found.libdir } : {}),
    exports: [...job.exports],
    ...(job.commit ? { commit: job.commit } : {}),
    store: path.join(ctx.paths.data, 'osbuild', rootless ? 'person' : 'root'),
    cacheSize: await storeLimit(ctx.paths.store),
    checkpoints: checkpointsOf(planOf(manifest, exportsOf(job))),
    seeded: job.seed !== undefined,
    result: path.join(job.folder, 'result.json'),
    work: path.join(job.folder, 'work'),
    resources: ctx.paths.resources,
    owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
  };
}

async function runOnOsbuild(ctx: EngineContext, job: EngineJob, listener: EngineListener): Promise<EngineResult> {
  const { signal } = listener;
  const found = await findInstallation(signal);
  const manifest = manifestFor(job);
  const wrong = await unusable(found, manifest);
  if (wrong || !found) throw wrong ?? new StudioError('missing-tool', 'osbuild is not installed.');
  const asked = await workerJob(ctx, job, found, manifest);
  const privilege = asked.rootless ? 'osbuild' : found.privilege;
  listener.onFacts({
    engine: { kind: 'osbuild', version: found.version },
    ...(privilege === 'none' ? {} : { privilege }),
  });
  await checkSpace(ctx.paths.store);
  const cache = path.join(ctx.paths.data, 'osbuild');
  // The person's folder, also where root fills it.
  await mkdir(cache, { recursive: true });
  const release = await holdInStore(ctx.paths.store, [cache], asked.owner);
  try {
    const { commit, sizes } = await runWorker(ctx.paths.worker, asked, {
      ...{ signal, rootless: asked.rootless },
      onEvent: (event) => {
        if (event.kind !== 'result' && event.kind !== 'error') listener.onEvent(event);
      },
    });
    return { ...(commit ? { commit } : {}), sizes };
  } finally {
    await release();
  }
}

export function createOsbuildEngine(ctx: EngineContext): OsbuildEngine {
  return {
    kind: 'osbuild',
    state: installationState,
    run: (job, listener) => runOnOsbuild(ctx, job, listener),
    async unfitFor(job) {
      try {
        const found = await findInstallation();
        return (await unusable(found, manifestFor(job)))?.message;
      } catch (thrown) {
        if (thrown instanceof StudioError) return thrown.message;
        throw thrown;
      }
    },
  };
}
