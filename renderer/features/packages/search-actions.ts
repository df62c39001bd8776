import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { PackageRepository } from '../../../shared/packages/types';
import { createLatest } from './latest';
import { namesOfFilter } from './package-rows';
import type { GetPackages, PackagesState, SetPackages } from './store';

/** Rows that are asked for; more are told, not listed. */
const MOST_ROWS = 20_000;
const TYPING_MS = 60;

type Actions = Pick<PackagesState, 'setQuery' | 'setBy' | 'setFilter' | 'setRepository' | 'setArch'>;

export interface Searching {
  readonly actions: Actions;
  run(delayMs: number): void;
  /** Has the repositories read with the next search; else they are read once for each target. */
  again(): void;
}

/** Searching, and what narrows it. */
export function searching(client: StudioClient, set: SetPackages, get: GetPackages): Searching {
  let isStale = false;
  const repositoriesOf = (target: string) => {
    if (get().repositories.length > 0 && !isStale) return get().repositories;
    const row = isStale ? 'packages.refresh' : 'packages.repositories';
    return client.call(row, { target }).catch((): PackageRepository[] => []);
  };
  const run = createLatest(async (isLatest) => {
    const { scope, query, by, filter, repository, arch } = get();
    if (!scope) return;
    const { target } = scope;
    if (get().rows.length === 0) set({ status: { kind: 'loading' } });
    const names = namesOfFilter(filter, get());
    try {
      const repositories = await repositoriesOf(target);
      const found = await client.call('packages.search', {
        ...{ target, query, by, limit: MOST_ROWS },
        ...(names === undefined ? {} : { names: [...names] }),
        ...(repository === undefined ? {} : { repository }),
        ...(arch === undefined ? {} : { arch }),
      });
      if (!isLatest()) return;
      if (isStale || get().repositories.length === 0) readMore(client, set, get, target);
      isStale = false;
      set({ ...found, repositories, status: { kind: 'ready' } });
    } catch (thrown) {
      const error = toWire(thrown);
      if (isLatest() && error.code !== 'cancelled') set({ rows: [], total: 0, status: { kind: 'failed', error } });
    }
  });
  return {
    run,
    again: () => {
      isStale = true;
    },
    actions: {
      setQuery(query) {
        set({ query });
        run(TYPING_MS);
      },
      setBy(by) {
        set({ by });
        run(0);
      },
      setFilter(filter) {
        set({ filter });
        run(0);
      },
      setRepository(repository) {
        set({ repository });
        run(0);
      },
      setArch(arch) {
        set({ arch });
        run(0);
      },
    },
  };
}

/** Groups and updates come after the list: nobody waits for them. */
function readMore(client: StudioClient, set: SetPackages, get: GetPackages, target: string): void {
  const isCurrent = () => get().scope?.target === target;
  client.call('packages.groups', { target }).then(
    (groups) => isCurrent() && set({ groups: groups.filter(({ visible, kind }) => visible && kind === 'group') }),
    () => undefined, // a repository without groups that can be read has none
  );
  client.call('packages.updates', { target }).then(
    ({ updates }) => isCurrent() && set({ updates }),
    () => undefined, // what does not resolve is said by the preview
  );
}
