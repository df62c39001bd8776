/** State of the Set-up place: what this machine can do, and what the app is. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { AppInfo, SetupReport } from '../../../shared/setup';

export interface SetupState {
  readonly report: SetupReport | undefined;
  readonly info: AppInfo | undefined;
  readonly checking: boolean;
  /** The accelerator's self-test is under way. */
  readonly probing: boolean;
  readonly problem: WireError | undefined;
  /** Reads once; the report is read again when a job ends, as that changes the free space. */
  connect(): () => void;
  check(probe?: boolean): Promise<void>;
}
export type SetupStore = StoreApi<SetupState>;

/** The store of one window. */
export function createSetupStore(client: StudioClient): SetupStore {
  return createStore<SetupState>()((set, get) => ({
    report: undefined,
    info: undefined,
    checking: false,
    probing: false,
    problem: undefined,
    async check(probe = false) {
      if (get().checking) return;
      set({ checking: true, probing: probe });
      try {
        const found = await client.call('setup.check', { probe });
        const known = get().report?.accelerator;
        set({ report: found.accelerator || !known ? found : { ...found, accelerator: known }, problem: undefined });
      } catch (thrown) {
        set({ problem: toWire(thrown) });
      } finally {
        set({ checking: false, probing: false });
      }
    },
    connect() {
      void get().check();
      client.call('app.info', null).then(
        (info) => set({ info }),
        () => undefined,
      );
      return client.on('builds.changed', (job) => {
        if (job.status.kind !== 'running' && job.status.kind !== 'waiting') void get().check();
      });
    },
  }));
}
