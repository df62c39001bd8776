/** How a person finds a target among many: what is filtered for, which are marked, and which were used last. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import type { GetManifest, SetManifest } from './store';
import type { FacetValues } from './target-facets';

export interface TargetState {
  /** What the list of targets (and of files) is filtered for. */
  readonly filter: string;
  readonly facets: FacetValues;
  /** Names of the targets that were worked on, newest first. */
  readonly recentTargets: readonly string[];
  /** The list of workspaces to go to is wanted. */
  readonly switcherAsked: boolean;
  askSwitcher(asked: boolean): void;
  setFilter(filter: string): void;
  setFacets(facets: FacetValues): void;
  setFavourite(target: string, favourite: boolean): Promise<void>;
  /** Keeps the chosen target among the recent ones, if it stays chosen for a moment. */
  noteTarget(name: string): void;
}

export const EMPTY_TARGETS: Pick<TargetState, 'filter' | 'facets' | 'recentTargets' | 'switcherAsked'> = {
  filter: '',
  facets: {},
  recentTargets: [],
  switcherAsked: false,
};

/** Who goes through the list with the arrow keys does not use each target on the way. */
const STAYS_MS = 2000;
const MOST_RECENT = 8;

export function targetActions(
  client: StudioClient,
  set: SetManifest,
  get: GetManifest,
): Omit<TargetState, keyof typeof EMPTY_TARGETS> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mark = (workspace: Workspace, target: string, favourite: boolean): Workspace => {
    const others = workspace.favourites.filter((name) => name !== target);
    return { ...workspace, favourites: favourite ? [...others, target] : others };
  };
  return {
    askSwitcher: (switcherAsked) => set({ switcherAsked }),
    setFilter: (filter) => set({ filter }),
    setFacets: (facets) => set({ facets }),
    async setFavourite(target, favourite) {
      const { workspace } = get();
      if (!workspace) return;
      set({ workspace: mark(workspace, target, favourite) });
      try {
        await client.call('workspace.setFavourite', { target, favourite });
      } catch (thrown) {
        const now = get().workspace;
        if (now?.path !== workspace.path) return;
        set({ workspace: mark(now, target, !favourite), problem: toWire(thrown) });
      }
    },
    noteTarget(name) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { workspace, target, recentTargets } = get();
        if (!workspace || target !== name) return;
        const recent = [name, ...recentTargets.filter((other) => other !== name)].slice(0, MOST_RECENT);
        set({ recentTargets: recent });
        globalThis.localStorage?.setItem(keyOf(workspace.path), JSON.stringify(recent));
      }, STAYS_MS);
    },
  };
}

/** The targets that were used last in a workspace, as this window kept them. */
export function keptRecentTargets(workspace: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(keyOf(workspace)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

function keyOf(workspace: string): string {
  return `targets.recent.${workspace}`;
}
