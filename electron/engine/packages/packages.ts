/** The package side of the studio: what a target's repositories offer, and what a choice would change. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Defines, Workspace } from '../../../shared/manifest/types';
import type { PackageRepository } from '../../../shared/packages/types';
import { starterRepositoryOf } from '../workspace/starter-repository';
import type { EngineContext } from '../context';
import { pendingPackages } from '../pending';
import type { LoadedRepository } from './catalogue';
import { openCatalogue } from './catalogue-client';
import { createPreview, type HistoryNeeds, type Resolve } from './preview';
import { TargetRepositories } from './target-repositories';

export interface PackagesNeeds {
  /** `current` throws `not-found` if no workspace is open. */
  readonly workspaces: { current(): Workspace };
  readonly manifests: {
    readonly resolve: Resolve;
    readonly handlers: { 'manifest.defines'(input: { target: string }): Promise<Defines> };
  };
  readonly history: HistoryNeeds;
}

export interface Packages {
  readonly handlers: NounHandlers<'packages'>;
  close(): Promise<void>;
}

/** Why a repository cannot be read, with what to do about it. */
function problemOf({ problem, url }: LoadedRepository, workspace: Workspace): string | undefined {
  if (problem === undefined || !url.startsWith('file:')) return problem;
  const folder = fileURLToPath(url);
  if (existsSync(path.join(folder, 'repodata', 'repomd.xml'))) return problem;
  return folder === starterRepositoryOf(workspace)
    ? 'The starter repository is not prepared yet: prepare it, then its packages can be searched.'
    : `There is no RPM repository at ${folder}.`;
}

function toRepository(loaded: LoadedRepository, workspace: Workspace): PackageRepository {
  const { id, url, packages, skipped, updated, checkedAt, offline, signed, priority } = loaded;
  const problem = problemOf(loaded, workspace);
  return {
    ...{ id, url, origin: 'manifest', packages, skipped, signed },
    ...(priority === undefined ? {} : { priority }),
    ...(updated === undefined ? {} : { updated }),
    ...(checkedAt === undefined ? {} : { checkedAt }),
    ...(offline === undefined ? {} : { offline }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** @param needs what other nouns give. */
export function createPackages(ctx: EngineContext, needs: PackagesNeeds): Packages {
  const { workspaces, manifests, history } = needs;
  const catalogue = openCatalogue(path.join(ctx.paths.cache, 'packages'), ctx.paths.catalogueThread);
  const targets = new TargetRepositories((target) => manifests.handlers['manifest.defines']({ target }));
  const at = async (target: string) => {
    const { addresses } = await targets.of(workspaces.current(), target);
    return { addresses, offline: false };
  };
  const repositories = async ({ target }: { target: string }): Promise<PackageRepository[]> => {
    const loaded = await catalogue.load(await at(target));
    return loaded.map((one) => toRepository(one, workspaces.current()));
  };
  const preview = createPreview({ catalogue, targets, resolve: manifests.resolve, history });
  return {
    handlers: {
      ...pendingPackages,
      'packages.repositories': repositories,
      'packages.refresh': repositories,
      'packages.search': async ({ target, ...request }) => {
        const where = await at(target);
        const began = performance.now();
        const found = await catalogue.search({ ...where, request });
        return { ...found, tookMs: performance.now() - began };
      },
      'packages.details': async ({ target, name, arch }) => {
        const details = await catalogue.details({ ...(await at(target)), name, arch });
        if (details) return details;
        throw new StudioError('not-found', `No repository of ${target} has a package ${name}.${arch}.`, {
          detail: { names: [name] },
        });
      },
      'packages.files': async ({ target, name, arch }) => catalogue.files({ ...(await at(target)), name, arch }),
      'packages.changelog': async ({ target, name, arch }) =>
        catalogue.changelog({ ...(await at(target)), name, arch }),
      'packages.groups': async ({ target }) => catalogue.groups(await at(target)),
      'packages.updates': async ({ target }) => {
        const head = await preview.headOf({ workspace: workspaces.current(), target });
        if (!head) return { updates: [] };
        const updates = await catalogue.updates({ ...(await at(target)), packages: head.packages });
        return { against: head.commit, updates };
      },
      'packages.preview': ({ target, defines }) =>
        preview.preview({ workspace: workspaces.current(), target, defines }),
    },
    close: () => catalogue.close(),
  };
}
