/** Setting defines of the chosen target, and taking that back. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Defines, Problem } from '../../../shared/manifest/types';
import type { GetManifest, SetManifest } from './store';

export interface DefineState {
  /** As saved for the target. */
  readonly defines: Defines;
  /** What saving the defines had to say. */
  readonly defineProblems: readonly Problem[];
  /** What they were before each change, oldest first, and after those that were taken back. */
  readonly definesDone: readonly Defines[];
  readonly definesUndone: readonly Defines[];
  setDefines(defines: Defines): Promise<void>;
  setDefine(name: string, value: unknown): Promise<void>;
  removeDefine(name: string): Promise<void>;
  renameDefine(from: string, to: string): Promise<void>;
  undoDefines(): Promise<void>;
  redoDefines(): Promise<void>;
  /** What was pasted somewhere, for the dialog that takes lines over. */
  readonly pastedLine: string;
  showPastedLine(text: string): void;
  /** Chooses the line's target if it names one, and sets its defines. */
  applyLine(target: string | undefined, defines: Defines, how: 'replace' | 'merge'): Promise<void>;
}

/** What holds before anything is known of a target. */
export const EMPTY_DEFINES = {
  defines: {},
  defineProblems: [],
  definesDone: [],
  definesUndone: [],
  pastedLine: '',
} as const;

type Actions = Omit<DefineState, keyof typeof EMPTY_DEFINES>;
type Steps = Pick<DefineState, 'definesDone' | 'definesUndone'>;

const MOST_STEPS = 200;

/** One write after the other, so that the last change is what stays. */
function definesWriter(client: StudioClient, set: SetManifest, get: GetManifest, onChanged: () => void) {
  let writes = Promise.resolve();
  return (defines: Defines, steps: Steps): Promise<void> => {
    const { target, defines: before, definesDone, definesUndone } = get();
    if (target === undefined) return Promise.resolve();
    set({ defines, ...steps });
    onChanged();
    writes = writes.then(async () => {
      try {
        const defineProblems = await client.call('manifest.setDefines', { target, defines });
        if (get().target === target && get().defines === defines) set({ defineProblems });
      } catch (thrown) {
        if (get().target !== target || get().defines !== defines) return;
        set({ defines: before, definesDone, definesUndone, problem: toWire(thrown) });
        onChanged();
      }
    });
    return writes;
  };
}

export function defineActions(
  client: StudioClient,
  set: SetManifest,
  get: GetManifest,
  onChanged: () => void,
): Actions {
  const write = definesWriter(client, set, get, onChanged);
  const setDefines = (defines: Defines): Promise<void> => {
    const { defines: before, definesDone } = get();
    if (sameDefines(defines, before)) return Promise.resolve();
    return write(defines, { definesDone: [...definesDone, before].slice(-MOST_STEPS), definesUndone: [] });
  };
  return {
    setDefines,
    setDefine: (name, value) => setDefines({ ...get().defines, [name]: value }),
    removeDefine: (name) => setDefines(withoutDefine(get().defines, name)),
    renameDefine(from, to) {
      const { defines } = get();
      const value = mergeDefine(defines[to], defines[from]);
      return setDefines({ ...withoutDefine(defines, from), [to]: value });
    },
    showPastedLine(pastedLine) {
      set({ pastedLine });
      get().showSheet({ kind: 'paste-line' });
    },
    async applyLine(target, defines, how) {
      if (target !== undefined && target !== get().target) {
        get().selectTarget(target);
      }
      const kept = how === 'replace' ? {} : await definesOf(client, get);
      await setDefines({ ...kept, ...defines });
    },
    undoDefines() {
      const { defines, definesDone, definesUndone } = get();
      const last = definesDone[definesDone.length - 1];
      if (!last) return Promise.resolve();
      return write(last, { definesDone: definesDone.slice(0, -1), definesUndone: [...definesUndone, defines] });
    },
    redoDefines() {
      const { defines, definesDone, definesUndone } = get();
      const next = definesUndone[definesUndone.length - 1];
      if (!next) return Promise.resolve();
      return write(next, { definesDone: [...definesDone, defines], definesUndone: definesUndone.slice(0, -1) });
    },
  };
}

/** Those of the chosen target, also when they are just being read. */
async function definesOf(client: StudioClient, get: GetManifest): Promise<Defines> {
  const { target, defines, definesDone } = get();
  if (target === undefined || Object.keys(defines).length > 0 || definesDone.length > 0) return defines;
  return client.call('manifest.defines', { target }).catch(() => defines);
}

/** Whether two say the same, in whatever order. */
export function sameDefines(one: Defines, other: Defines): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && JSON.stringify(one[name]) === JSON.stringify(other[name]))
  );
}

export function withoutDefine(defines: Defines, name: string): Defines {
  return Object.fromEntries(Object.entries(defines).filter(([key]) => key !== name));
}

/** Lists are joined: whoever wrote `extra_rpm` beside `extra_rpms` wanted both. */
function mergeDefine(kept: unknown, moved: unknown): unknown {
  if (!Array.isArray(kept)) return moved;
  const more: unknown[] = Array.isArray(moved) ? moved : [moved];
  return [...new Set<unknown>([...(kept as unknown[]), ...more])];
}
