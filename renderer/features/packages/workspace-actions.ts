import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { GetPackages, PackagesState, SetPackages } from './store';

type Actions = Pick<
  PackagesState,
  | 'setNote'
  | 'saveLock'
  | 'setLockEnabled'
  | 'removeLock'
  | 'saveRepositories'
  | 'indexFolder'
  | 'chooseFolder'
  | 'setOffline'
> & {
  /** Reads what the workspace keeps about the target. */
  read(): Promise<void>;
};

/** What is kept in the workspace: repositories, notes, the lock file. */
export function workspaceActions(
  client: StudioClient,
  set: SetPackages,
  get: GetPackages,
  refresh: () => void,
): Actions {
  const attempt = attempting(set);
  const target = () => get().scope?.target ?? '';
  const setNote = async (name: string, text: string) => {
    const of = target();
    const saved = await attempt(client.call('packages.setNote', { target: of, name, note: text === '' ? null : text }));
    if (saved === undefined || target() !== of) return;
    const { [name]: _before, ...rest } = get().notes;
    set({ notes: text === '' ? rest : { ...rest, [name]: text } });
  };
  return {
    ...lockActions(client, set, target, attempt),
    setNote: (name, note) => setNote(name, note.trim()),
    async read() {
      const of = target();
      if (of === '') return;
      const [own, offline, notes, lock] = await Promise.all([
        client.call('packages.workspaceRepositories', null).catch(() => undefined),
        client.call('packages.offline', null).catch(() => undefined),
        client.call('packages.notes', { target: of }).catch(() => undefined),
        client.call('packages.lock', { target: of }).catch(() => undefined),
      ]);
      if (target() !== of) return;
      set({ ...(own ? { own } : {}), ...(offline ?? {}), notes: notes ?? {}, lock });
    },
    async saveRepositories(own) {
      const saved = await attempt(
        client.call('packages.saveRepositories', { repositories: [...own.repositories], mirrors: [...own.mirrors] }),
      );
      if (saved === undefined) return false;
      set({ own });
      refresh();
      return true;
    },
    indexFolder: async (path) => (await attempt(client.call('packages.indexFolder', { path })))?.packages,
    chooseFolder: async () =>
      (await attempt(client.call('app.chooseFolder', { title: 'Choose a folder of RPMs' }))) ?? undefined,
    async setOffline(offline) {
      if ((await attempt(client.call('packages.setOffline', { offline }))) === undefined) return;
      set({ offline });
      refresh();
    },
  };
}

function lockActions(
  client: StudioClient,
  set: SetPackages,
  target: () => string,
  attempt: <T>(work: Promise<T>) => Promise<T | undefined>,
): Pick<Actions, 'saveLock' | 'setLockEnabled' | 'removeLock'> {
  const read = async () => {
    const lock = await attempt(client.call('packages.lock', { target: target() }));
    if (lock) set({ lock });
  };
  return {
    async saveLock() {
      const lock = await attempt(client.call('packages.saveLock', { target: target() }));
      if (lock) set({ lock });
    },
    async setLockEnabled(enabled) {
      const lock = await attempt(client.call('packages.setLockEnabled', { target: target(), enabled }));
      if (lock) set({ lock });
    },
    async removeLock() {
      const removed = await attempt(client.call('packages.removeLock', { target: target() }));
      if (!removed) return undefined;
      await read();
      return async () => {
        await attempt(client.call('manifest.create', removed));
        await read();
      };
    },
  };
}

/** Runs a call; its failure is told, and gives undefined. */
function attempting(set: SetPackages) {
  return async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      const value = await work;
      set({ problem: undefined });
      return value;
    } catch (thrown) {
      const error = toWire(thrown);
      if (error.code !== 'cancelled') set({ problem: error });
      return undefined;
    }
  };
}
