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
import { previewPackages, type HistoryNeeds, type Resolve } from './preview';
import { Repositories, type LoadedRepository } from './repositories';
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
  const { id, url, packages, updated } = loaded;
  const problem = problemOf(loaded, workspace);
  return {
    id,
    url,
    packages: packages.length,
    ...(updated === undefined ? {} : { updated }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** @param needs what other nouns give. */
export function createPackages(_ctx: EngineContext, needs: PackagesNeeds): Packages {
  const { workspaces, manifests, history } = needs;
  const repositories = new Repositories();
  const targets = new TargetRepositories((target) => manifests.handlers['manifest.defines']({ target }));
  const addresses = (target: string) => targets.of(workspaces.current(), target);
  const indexOf = async (target: string) => repositories.index(await addresses(target));
  return {
    handlers: {
      'packages.repositories': async ({ target }) => {
        const loaded = await Promise.all((await addresses(target)).map((address) => repositories.load(address)));
        return loaded.map((one) => toRepository(one, workspaces.current()));
      },
      'packages.search': async ({ target, query, limit }) => {
        const index = await indexOf(target);
        const began = performance.now();
        const found = index.search(query, limit);
        return { ...found, tookMs: performance.now() - began };
      },
      'packages.details': async ({ target, name, arch }) => {
        const details = (await indexOf(target)).details(name, arch);
        if (details) return details;
        throw new StudioError('not-found', `No repository of ${target} has a package ${name}.${arch}.`, {
          detail: { names: [name] },
        });
      },
      'packages.preview': ({ target, defines }) =>
        previewPackages({ workspace: workspaces.current(), target, defines }, manifests.resolve, history),
    },
    close: () => Promise.resolve(),
  };
}
