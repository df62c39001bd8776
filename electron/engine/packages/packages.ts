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
import type { Solve } from '../manifest/solver-cache';
import { readSettings } from '../workspace/workspace-file';
import type { LoadedRepository } from './catalogue';
import { openCatalogue, type CatalogueClient } from './catalogue-client';
import { repositoryUrl } from './addresses';
import { Folders } from './folders';
import { lockHandlers } from './locks';
import type { Offline } from './offline';
import { offlineChoice, ownSolver } from './own-solver';
import type { RepositoryAddress } from './metadata/repository-cache';
import { createPreview, type HistoryNeeds, type Resolve } from './preview';
import { TargetRepositories } from './target-repositories';
import { watchedFolders, workspaceHandlers } from './workspace-handlers';

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

function toRepository(loaded: LoadedRepository, workspace: Workspace, added: ReadonlySet<string>): PackageRepository {
  const { id, url, packages, skipped, updated, checkedAt, offline, signed, priority } = loaded;
  const problem = problemOf(loaded, workspace);
  return {
    ...{ id, url, origin: added.has(id) ? 'workspace' : 'manifest', packages, skipped, signed },
    ...(priority === undefined ? {} : { priority }),
    ...(updated === undefined ? {} : { updated }),
    ...(checkedAt === undefined ? {} : { checkedAt }),
    ...(offline === undefined ? {} : { offline }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** What the handlers share. */
class PackageService {
  readonly catalogue: CatalogueClient;
  readonly targets: TargetRepositories;
  readonly offline: Offline;
  readonly folders: Folders;
  readonly cache: string;
  readonly solve: Solve;

  constructor(
    readonly ctx: EngineContext,
    readonly needs: PackagesNeeds,
  ) {
    this.cache = path.join(ctx.paths.cache, 'packages');
    this.catalogue = openCatalogue(this.cache, ctx.paths.catalogueThread);
    this.targets = new TargetRepositories(this.definesOf);
    this.offline = offlineChoice(ctx.paths);
    this.folders = new Folders(() => ctx.emit('packages.changed', {}));
    this.solve = ownSolver(ctx.paths);
  }

  readonly current = (): Workspace => this.needs.workspaces.current();
  readonly definesOf = (target: string): Promise<Defines> =>
    this.needs.manifests.handlers['manifest.defines']({ target });

  /** Where a target's packages come from, as the catalogue wants it. */
  async at(target: string): Promise<{ addresses: RepositoryAddress[]; offline: boolean }> {
    const workspace = this.current();
    await this.watch(workspace);
    const [{ addresses }, offline] = await Promise.all([this.targets.of(workspace, target), this.offline.get()]);
    return { addresses, offline };
  }

  async watch(workspace: Workspace): Promise<void> {
    const { repositories } = await readSettings(workspace.path);
    await this.folders.keep(watchedFolders(workspace, repositories));
  }

  async repositories(target: string, again: boolean): Promise<PackageRepository[]> {
    const workspace = this.current();
    const { repositories } = await readSettings(workspace.path);
    const added = new Set(repositories.filter(({ enabled }) => enabled).map(({ id }) => id));
    if (again) this.targets.forget();
    const loaded = await this.catalogue.load({ ...(await this.at(target)), again });
    return loaded.map((one) => toRepository(one, workspace, added));
  }

  /** What the workspace adds has changed. */
  readonly changed = async (): Promise<void> => {
    this.targets.forget();
    await this.watch(this.current());
    this.ctx.emit('packages.changed', {});
  };
}

/** Reading what repositories hold. */
function catalogueHandlers(service: PackageService) {
  const { catalogue } = service;
  return {
    'packages.repositories': ({ target }) => service.repositories(target, false),
    'packages.refresh': ({ target }) => service.repositories(target, true),
    'packages.search': async ({ target, ...request }) => {
      const where = await service.at(target);
      const began = performance.now();
      const found = await catalogue.search({ ...where, request });
      return { ...found, tookMs: performance.now() - began };
    },
    'packages.details': async ({ target, name, arch }) => {
      const details = await catalogue.details({ ...(await service.at(target)), name, arch });
      if (details) return details;
      throw new StudioError('not-found', `No repository of ${target} has a package ${name}.${arch}.`, {
        detail: { names: [name] },
      });
    },
    'packages.files': async ({ target, name, arch }) => catalogue.files({ ...(await service.at(target)), name, arch }),
    'packages.changelog': async ({ target, name, arch }) =>
      catalogue.changelog({ ...(await service.at(target)), name, arch }),
    'packages.groups': async ({ target }) => catalogue.groups(await service.at(target)),
  } satisfies Partial<NounHandlers<'packages'>>;
}

/** @param needs what other nouns give. */
export function createPackages(ctx: EngineContext, needs: PackagesNeeds): Packages {
  const service = new PackageService(ctx, needs);
  const { catalogue, offline, folders, current, definesOf } = service;
  const preview = createPreview({
    ...{ catalogue, targets: service.targets, resolve: needs.manifests.resolve, history: needs.history },
    ...{ offline: () => offline.get(), solve: service.solve },
  });
  return {
    handlers: {
      ...catalogueHandlers(service),
      ...workspaceHandlers(current, service.changed),
      ...lockHandlers({
        ...{ workspaces: needs.workspaces, definesOf, targets: service.targets, catalogue },
        ...{ offline: () => offline.get(), solve: service.solve, cache: service.cache },
      }),
      'packages.updates': async ({ target }) => {
        const head = await preview.headOf({ workspace: current(), target });
        if (!head) return { updates: [] };
        const updates = await catalogue.updates({ ...(await service.at(target)), packages: head.packages });
        return { against: head.commit, updates };
      },
      'packages.preview': ({ target, defines }) => preview.preview({ workspace: current(), target, defines }),
      'packages.indexFolder': async ({ path: folder }) => {
        const root = path.isAbsolute(folder) ? folder : fileURLToPath(repositoryUrl(current().path, folder));
        return { packages: (await folders.index(root)).packages };
      },
      'packages.offline': async () => ({ offline: await offline.get() }),
      'packages.setOffline': async ({ offline: wanted }) => {
        await offline.set(wanted);
        ctx.emit('packages.changed', {});
        return null;
      },
    },
    async close() {
      preview.close();
      await folders.close();
      await catalogue.close();
    },
  };
}
