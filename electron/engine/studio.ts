/** The studio without a window: every noun of the engine, joined into the contract's handlers. */
import { mkdir } from 'node:fs/promises';
import type { EngineHandlers } from '../../shared/contract';
import { createBuilds } from './builds/builds';
import type { EngineContext } from './context';
import { createHistory } from './history/history';
import { createMachines } from './machines/machines';
import { createManifests } from './manifest/manifests';
import { stageTypeHandlers } from './manifest/stage-types';
import { symbolHandlers } from './manifest/symbols';
import { createPackages } from './packages/packages';
import { createSetup } from './setup/setup';
import { hashPassword } from './tools/crypt';
import { createDefineSets } from './workspace/define-sets';
import { createFiles } from './workspace/file-handlers';
import { createWorkspaces } from './workspace/workspaces';

export interface Studio {
  readonly handlers: EngineHandlers;
  /** Ends watchers and connections. Machines keep running: they are re-adopted at the next start. */
  close(): Promise<void>;
}

/**
 * Opens the engine on a data folder: sweeps what a killed engine left, re-adopts running machines, and shows
 * unfinished jobs as interrupted.
 */
export async function createStudio(ctx: EngineContext): Promise<Studio> {
  await mkdir(ctx.paths.data, { recursive: true, mode: 0o700 });
  const files = createFiles(ctx.paths.data, () => workspaces.current().path);
  const workspaces = await createWorkspaces(ctx, (file) => files.handlers['manifest.create'](file));
  const manifests = createManifests(ctx, { workspaces });
  const builds = await createBuilds(ctx, { workspaces, manifests });
  const history = createHistory(ctx, { workspaces, jobOfCommit: builds.jobOfCommit });
  const packages = createPackages(ctx, { workspaces, manifests, history });
  const machines = await createMachines(ctx, { workspaces, commitOfImage: builds.commitOfImage });
  const setup = createSetup(ctx, machines);
  const nouns = [setup, machines, packages, history, builds, manifests, workspaces];
  return {
    handlers: {
      ...workspaces.handlers,
      ...manifests.handlers,
      ...symbolHandlers({ workspaces }),
      ...stageTypeHandlers(process.env),
      ...files.handlers,
      ...createDefineSets(() => workspaces.current()),
      'manifest.hashPassword': async ({ password, method }) => ({ hash: await hashPassword(password, method) }),
      ...builds.handlers,
      ...history.handlers,
      ...packages.handlers,
      ...machines.handlers,
      ...setup.handlers,
    },
    async close() {
      for (const noun of nouns) await noun.close();
      await files.close();
    },
  };
}
