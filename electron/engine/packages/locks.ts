/** Lock files of targets: making them, and how far the repositories have moved on since. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError, toWire } from '../../../shared/errors';
import type { Defines, Workspace } from '../../../shared/manifest/types';
import { diffPackages } from '../../../shared/packages/diff';
import { formatEvr } from '../../../shared/packages/nevra';
import type { InstalledPackage, LockState } from '../../../shared/packages/types';
import { findTarget } from '../manifest/target';
import type { Solve } from '../manifest/solver-cache';
import type { SolvedPackage } from '../manifest/solver-types';
import type { CatalogueClient } from './catalogue-client';
import { lockPath, lockText, makeLock, readLock, writeLock, type Answered, type LockFile } from './lock-file';
import { questionsOf, type TargetRepositories } from './target-repositories';

type Handlers = Pick<
  NounHandlers<'packages'>,
  'packages.lock' | 'packages.saveLock' | 'packages.setLockEnabled' | 'packages.removeLock'
>;

export interface LocksNeeds {
  readonly workspaces: { current(): Workspace };
  readonly definesOf: (target: string) => Promise<Defines>;
  readonly targets: Pick<TargetRepositories, 'of'>;
  readonly catalogue: Pick<CatalogueClient, 'missing'>;
  readonly offline: () => Promise<boolean>;
  readonly solve: Solve;
  readonly cache: string;
}

/** Each package once, as a set to compare. Pure. */
function installed(answers: readonly { readonly packages: readonly SolvedPackage[] }[]): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  for (const { packages } of answers)
    for (const { name, epoch, version, release, arch, install_size: size } of packages)
      found.set(`${name} ${epoch}:${version}-${release} ${arch}`, { name, epoch, version, release, arch, size });
  return [...found.values()];
}

class Locks {
  constructor(readonly needs: LocksNeeds) {}

  /** Resolves now, whatever is locked. @throws what resolving throws */
  async solveNow(target: string): Promise<Answered[]> {
    const { workspaces, definesOf, solve, cache } = this.needs;
    const answers: Answered[] = [];
    const record: Solve = async (request, signal) => {
      const packages = await solve(request, signal);
      answers.push({ request, packages });
      return packages;
    };
    await questionsOf({ workspace: workspaces.current(), target, defines: await definesOf(target), cache }, record);
    return answers;
  }

  async state(target: string): Promise<LockState> {
    const workspace = this.needs.workspaces.current();
    findTarget(workspace, target);
    const lock = await readLock(workspace.path, target);
    if (!lock) return { path: lockPath(target), exists: false, enabled: false, packages: 0, vanished: [] };
    const locked = installed(lock.requests);
    const now = await this.solveNow(target).catch((thrown: unknown) => {
      if (toWire(thrown).code === 'cancelled') throw thrown;
      return undefined;
    });
    const lockedAt = Date.parse(lock.lockedAt);
    return {
      ...{ path: lockPath(target), exists: true, enabled: lock.enabled, packages: locked.length },
      ...(Number.isNaN(lockedAt) ? {} : { lockedAt }),
      ...(now ? { drift: diffPackages(locked, installed(now)) } : {}),
      vanished: await this.#vanished(target, locked),
    };
  }

  async #vanished(target: string, packages: readonly InstalledPackage[]): Promise<string[]> {
    const { workspaces, targets, catalogue, offline } = this.needs;
    const { addresses } = await targets.of(workspaces.current(), target);
    const missing = await catalogue.missing({ addresses, offline: await offline(), packages });
    return missing.map((one) => `${one.name}-${formatEvr(one)}.${one.arch}`);
  }

  async change(target: string, change: (lock: LockFile | undefined) => Promise<LockFile>): Promise<LockState> {
    const workspace = this.needs.workspaces.current();
    findTarget(workspace, target);
    await writeLock(workspace.path, target, await change(await readLock(workspace.path, target)));
    return this.state(target);
  }
}

/** A damaged lock file is never written over: removing it is a choice of its own. */
export function lockHandlers(needs: LocksNeeds): Handlers {
  const locks = new Locks(needs);
  const gone = (target: string): StudioError =>
    new StudioError('not-found', `${target} has no lock file.`, { hint: 'Lock it first.' });
  return {
    'packages.lock': ({ target }) => locks.state(target),
    'packages.saveLock': ({ target }) =>
      locks.change(target, async (before) =>
        makeLock(needs.workspaces.current().path, await locks.solveNow(target), new Date(), before?.enabled ?? true),
      ),
    'packages.setLockEnabled': ({ target, enabled }) =>
      locks.change(target, async (before) => {
        if (!before) throw gone(target);
        return { ...before, enabled };
      }),
    async 'packages.removeLock'({ target }) {
      const workspace = needs.workspaces.current();
      findTarget(workspace, target);
      const text = await lockText(workspace.path, target);
      if (text === undefined) throw gone(target);
      await rm(path.join(workspace.path, lockPath(target)));
      return { path: lockPath(target), text };
    },
  };
}
