/** Named sets of defines of the chosen target. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Defines, DefineSet } from '../../../shared/manifest/types';
import type { Notify } from '../../ui/notify';
import type { GetManifest, SetManifest } from './store';

export interface DefineSetsState {
  /** Of the chosen target, by name. */
  readonly defineSets: readonly DefineSet[];
  /** Name of the set that was applied or kept last. */
  readonly defineSet: string | undefined;
  readDefineSets(): Promise<void>;
  /** Keeps defines as a set; one of the same name is replaced. */
  saveDefineSet(name: string, defines: Defines): Promise<boolean>;
  renameDefineSet(from: string, to: string): Promise<void>;
  /** Takes a set away; the notice brings it back. */
  removeDefineSet(name: string): Promise<void>;
  /** Makes a set the defines of the target, or lays it over them. */
  applyDefineSet(name: string, how: 'replace' | 'merge'): Promise<void>;
  chooseDefineSet(name: string | undefined): void;
}

export const EMPTY_SETS: Pick<DefineSetsState, 'defineSets' | 'defineSet'> = { defineSets: [], defineSet: undefined };

interface Context {
  readonly client: StudioClient;
  readonly set: SetManifest;
  readonly get: GetManifest;
  readonly notify: Notify;
}
type Actions = Omit<DefineSetsState, keyof typeof EMPTY_SETS>;

/** Reading and keeping sets, and which of them is in use. */
function setKeeper({ client, set, get }: Context) {
  const read = async () => {
    const { target } = get();
    if (target === undefined) return;
    // They are a help: what is wrong with their file is told when one is kept.
    const defineSets = await client.call('manifest.defineSets', { target }).catch(() => []);
    if (get().target !== target) return;
    set({ defineSets, defineSet: get().defineSet ?? keptSet(get().workspace?.path, target) });
  };
  const keep = async (name: string, defines: Defines | null): Promise<boolean> => {
    const { target } = get();
    if (target === undefined) return false;
    try {
      await client.call('manifest.saveDefineSet', { target, name, defines });
      await read();
      return true;
    } catch (thrown) {
      set({ problem: toWire(thrown) });
      return false;
    }
  };
  const choose = (defineSet: string | undefined) => {
    set({ defineSet });
    const { workspace, target } = get();
    if (target !== undefined) keepSet(workspace?.path, target, defineSet);
  };
  return { read, keep, choose, find: (name: string) => get().defineSets.find((entry) => entry.name === name) };
}

export function defineSetsActions(context: Context): Actions {
  const { get, notify } = context;
  const { read, keep, choose, find } = setKeeper(context);
  return {
    readDefineSets: read,
    chooseDefineSet: choose,
    async saveDefineSet(name, defines) {
      const before = find(name);
      if (!(await keep(name, defines))) return false;
      choose(name);
      notify({
        text: before ? `The set ${name} was updated.` : `Kept as ${name}.`,
        tone: 'ok',
        ...(before ? { action: { label: 'Undo', run: () => void keep(name, before.defines) } } : {}),
      });
      return true;
    },
    async renameDefineSet(from, to) {
      const before = find(from);
      if (!before || from === to || !(await keep(to, before.defines))) return;
      if (await keep(from, null)) choose(to);
    },
    async removeDefineSet(name) {
      const before = find(name);
      if (!before || !(await keep(name, null))) return;
      if (get().defineSet === name) choose(undefined);
      notify({
        text: `The set ${name} was deleted.`,
        action: { label: 'Undo', run: () => void keep(name, before.defines) },
      });
    },
    async applyDefineSet(name, how) {
      const found = find(name);
      if (!found) return;
      choose(name);
      await get().setDefines(how === 'replace' ? found.defines : { ...get().defines, ...found.defines });
    },
  };
}

function keyOf(workspace: string | undefined, target: string): string {
  return `define-set.${workspace ?? ''}.${target}`;
}

function keptSet(workspace: string | undefined, target: string): string | undefined {
  return globalThis.localStorage?.getItem(keyOf(workspace, target)) ?? undefined;
}

function keepSet(workspace: string | undefined, target: string, name: string | undefined): void {
  if (name === undefined) globalThis.localStorage?.removeItem(keyOf(workspace, target));
  else globalThis.localStorage?.setItem(keyOf(workspace, target), name);
}
