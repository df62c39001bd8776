/** The history side of the studio: repositories, their commits, and the packages in them. */
import path from 'node:path';
import { z } from 'zod';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Repository } from '../../../shared/history/types';
import type { Workspace } from '../../../shared/manifest/types';
import { InstalledPackage } from '../../../shared/packages/types';
import type { EngineContext } from '../context';
import { readDetails, TotalsJson, type DetailsSources } from './commit-details';
import { CommitIndex } from './commit-index';
import { createJsonCache } from './json-cache';
import { readLog, readRefs } from './log';
import { readRef } from './refs';
import { openRepo, type Repo } from './repo';
import { createRepositorySizes, sizesFolder } from './repository-size';
import { readPackages } from './rpmdb';
import { TreeTotals } from './tree';
import { watchRefs } from './watch-refs';

export interface HistoryNeeds {
  /** `current` throws `not-found` if no workspace is open. */
  readonly workspaces: { current(): Workspace };
  /** The job that made a commit, if the studio did. */
  readonly jobOfCommit: (checksum: string) => string | undefined;
}

export interface History {
  readonly handlers: NounHandlers<'history'>;
  /**
   * Packages of a commit, from its own RPM database; remembered by checksum.
   *
   * @throws StudioError `not-found` if the repository, the commit or its RPM database is not there
   */
  packagesOf(repo: string, checksum: string): Promise<InstalledPackage[]>;
  /** The commit that a ref (`NAME` or `REMOTE:NAME`) points to; undefined if the repository or ref is not there. */
  head(repo: string, ref: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Commits of so many repositories are kept in memory. */
const KEPT_INDICES = 4;

/** The indices of the repositories that were looked at last. */
function createIndices(): (repoPath: string) => CommitIndex {
  const indices = new Map<string, CommitIndex>();
  return (repoPath) => {
    const index = indices.get(repoPath) ?? new CommitIndex();
    indices.delete(repoPath);
    indices.set(repoPath, index);
    for (const oldest of indices.keys()) {
      if (indices.size <= KEPT_INDICES) break;
      indices.delete(oldest);
    }
    return index;
  };
}

/** One watch, on the open workspace's repository; moved when another workspace is open. */
function createWatch(onChange: (repoPath: string) => void): { on(repoPath: string): Promise<void>; close(): void } {
  let watched: string | undefined;
  let watching: Promise<() => void> | undefined;
  const end = (): void => void watching?.then((stop) => stop()).catch(() => undefined);
  return {
    async on(repoPath) {
      if (watched !== repoPath) {
        end();
        watched = repoPath;
        watching = watchRefs(repoPath, () => onChange(repoPath));
      }
      await watching;
    },
    close: end,
  };
}

async function existing(repoPath: string): Promise<Repo> {
  const repo = await openRepo(repoPath);
  if (repo) return repo;
  throw new StudioError('not-found', `There is no repository at ${repoPath}.`, {
    hint: 'The first build makes it.',
    detail: { file: repoPath },
  });
}

/** @param needs what other nouns give. */
export function createHistory(ctx: EngineContext, needs: HistoryNeeds): History {
  const changed = (repo: string): void => ctx.emit('history.changed', { repo });
  const indexOf = createIndices();
  const watch = createWatch(changed);
  const sizes = createRepositorySizes(sizesFolder(ctx.paths.cache), changed);
  const kept = createJsonCache(path.join(ctx.paths.cache, 'commit-packages'), z.array(InstalledPackage));
  const packagesOf = (repo: Repo, checksum: string): Promise<InstalledPackage[]> =>
    kept.get(checksum, () => readPackages(repo, checksum));
  const sources: DetailsSources = {
    totals: new TreeTotals(),
    keptTotals: createJsonCache(path.join(ctx.paths.cache, 'commit-totals'), TotalsJson),
    packagesOf,
    jobOfCommit: needs.jobOfCommit,
  };

  /** The repository that is asked for, the workspace's if none is; that one is watched from now on. */
  const place = async (asked: string | undefined): Promise<string> => {
    if (asked !== undefined && path.isAbsolute(asked)) return path.resolve(asked);
    const workspace = needs.workspaces.current();
    if (asked !== undefined) return path.resolve(workspace.path, asked);
    await watch.on(workspace.ostreeRepo);
    return workspace.ostreeRepo;
  };
  const repository = async (repoPath: string): Promise<Repository> => {
    const repo = await openRepo(repoPath);
    if (!repo) return { path: repoPath, exists: false, mode: '', size: 0, refs: [] };
    const refs = await readRefs(repo, indexOf(repoPath));
    const state = refs.map(({ name, head }) => `${name} ${head}`).join('\n');
    return { path: repoPath, exists: true, mode: repo.mode, size: await sizes.of(repoPath, state), refs };
  };

  return {
    handlers: {
      'history.repository': async ({ repo }) => repository(await place(repo)),
      'history.log': async ({ repo, refs, limit }) => {
        const repoPath = await place(repo);
        const opened = await openRepo(repoPath);
        return opened ? readLog(opened, indexOf(repoPath), refs, limit) : [];
      },
      'history.commit': async ({ repo, checksum }) => readDetails(await existing(await place(repo)), checksum, sources),
    },
    packagesOf: async (repo, checksum) => packagesOf(await existing(repo), checksum),
    async head(repo, ref) {
      const opened = await openRepo(repo);
      return opened && readRef(opened, ref);
    },
    close: async () => {
      watch.close();
      sizes.close();
    },
  };
}
