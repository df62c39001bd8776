import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Defines } from '../../../shared/manifest/types';
import type { GetManifest, ManifestState, SetManifest } from './store';

type Actions = Pick<ManifestState, 'setDefines' | 'setDefine' | 'removeDefine' | 'renameDefine'>;

export function defineActions(
  client: StudioClient,
  set: SetManifest,
  get: GetManifest,
  onChanged: () => void,
): Actions {
  let writes = Promise.resolve();
  /** One write after the other, so that the last change is what stays. */
  const setDefines = (defines: Defines): Promise<void> => {
    const { target, defines: before } = get();
    if (target === undefined) return Promise.resolve();
    set({ defines });
    onChanged();
    writes = writes.then(async () => {
      try {
        const defineProblems = await client.call('manifest.setDefines', { target, defines });
        if (get().target === target && get().defines === defines) set({ defineProblems });
      } catch (thrown) {
        if (get().target !== target || get().defines !== defines) return;
        set({ defines: before, problem: toWire(thrown) });
        onChanged();
      }
    });
    return writes;
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
  };
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
