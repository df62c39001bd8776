/** State of the Machines place: the virtual machines as the engine tells them, and the images that can be booted. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { builtImages, type BuiltImage } from '../../../shared/builds/images';
import type { Job } from '../../../shared/builds/types';
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { Accelerator, GuestActionKind, Machine } from '../../../shared/machines/types';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };

export interface BootRequest {
  readonly image: string;
  readonly name?: string;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly persistent: boolean;
}

export interface MachinesState {
  readonly status: Loading;
  /** Newest first. */
  readonly machines: readonly Machine[];
  readonly selected: string | undefined;
  readonly jobs: readonly Job[];
  readonly accelerator: Accelerator | undefined;
  /** Guest actions whose call has not answered yet, by machine. */
  readonly acting: ReadonlyMap<string, GuestActionKind>;
  readonly booting: boolean;
  readonly problem: WireError | undefined;
  connect(): () => void;
  select(id: string): void;
  boot(request: BootRequest): Promise<string | undefined>;
  stop(id: string, how: 'shutdown' | 'reset' | 'kill'): Promise<void>;
  remove(id: string): Promise<void>;
  act(id: string, action: GuestActionKind): Promise<void>;
  dismissProblem(): void;
}

export type MachinesStore = StoreApi<MachinesState>;
type Set = MachinesStore['setState'];
type Get = MachinesStore['getState'];

/** The store of one window. */
export function createMachinesStore(client: StudioClient): MachinesStore {
  return createStore<MachinesState>()((set, get) => ({
    status: { kind: 'loading' },
    machines: [],
    selected: undefined,
    jobs: [],
    accelerator: undefined,
    acting: new Map(),
    booting: false,
    problem: undefined,
    connect: () => subscribe(client, set, get),
    select: (id) => set({ selected: id }),
    ...actions(client, set, get),
    dismissProblem: () => set({ problem: undefined }),
  }));
}

/** Images that can be booted, newest first. */
export function bootableImages(jobs: readonly Job[]): readonly BuiltImage[] {
  return builtImages(jobs);
}

function subscribe(client: StudioClient, set: Set, get: Get): () => void {
  // A help: without it machines are still shown.
  const ignore = () => undefined;
  const readAccelerator = () =>
    void client.call('setup.check', {}).then((report) => set({ accelerator: report.accelerator }), ignore);
  const ends = [
    client.on('machines.changed', (machine) => {
      set((state) => ({ machines: fold(state.machines, machine) }));
      if (get().selected === undefined) set({ selected: machine.id });
      // The first boot is what tests the accelerator.
      if (get().accelerator === undefined && machine.state.kind === 'booting') readAccelerator();
    }),
    client.on('machines.removed', ({ id }) => set((state) => drop(state, id))),
    client.on('builds.changed', (job) => set((state) => ({ jobs: upsert(state.jobs, job) }))),
    client.on('builds.removed', ({ id }) => set((state) => ({ jobs: state.jobs.filter((job) => job.id !== id) }))),
  ];
  set({ status: { kind: 'loading' }, machines: [] });
  void list(client, set, get);
  void client
    .call('builds.list', null)
    .then((jobs) => set((state) => ({ jobs: state.jobs.reduce(upsert, jobs) })), ignore);
  readAccelerator();
  return () => {
    for (const end of ends) end();
  };
}

async function list(client: StudioClient, set: Set, get: Get): Promise<void> {
  try {
    const listed = await client.call('machines.list', null);
    // What an event told while the list was on its way is newer than the list.
    set((state) => ({
      machines: state.machines.reduce(fold, [...listed]).sort(newestFirst),
      status: { kind: 'ready' },
    }));
    const { machines, selected } = get();
    const first = machines.find((machine) => machine.state.kind !== 'stopped') ?? machines[0];
    if (selected === undefined && first) set({ selected: first.id });
  } catch (thrown) {
    set({ status: { kind: 'failed', error: toWire(thrown) } });
  }
}

type Actions = Pick<MachinesState, 'boot' | 'stop' | 'remove' | 'act'>;

function actions(client: StudioClient, set: Set, get: Get): Actions {
  const attempt = async <T>(call: Promise<T>): Promise<T | undefined> => {
    try {
      return await call;
    } catch (thrown) {
      const problem = toWire(thrown);
      if (problem.code !== 'cancelled') set({ problem });
      return undefined;
    }
  };
  return {
    async boot(request) {
      set({ booting: true, problem: undefined });
      const made = await attempt(client.call('machines.boot', request));
      set({ booting: false, ...(made ? { selected: made.id } : {}) });
      return made?.id;
    },
    async stop(id, how) {
      await attempt(client.call('machines.stop', { id, how }));
    },
    async remove(id) {
      const removed = await attempt(client.call('machines.remove', { id }));
      if (removed !== undefined) set((state) => drop(state, id));
    },
    async act(id, action) {
      if (get().acting.has(id)) return;
      set((state) => ({ acting: new Map(state.acting).set(id, action), problem: undefined }));
      const machine = await attempt(client.call('machines.act', { id, action }));
      set((state) => ({
        acting: new Map([...state.acting].filter(([key]) => key !== id)),
        ...(machine ? { machines: fold(state.machines, machine) } : {}),
      }));
    },
  };
}

function fold(machines: readonly Machine[], machine: Machine): Machine[] {
  return upsert(machines, machine).sort(newestFirst);
}

function newestFirst(a: Machine, b: Machine): number {
  return b.createdAt - a.createdAt;
}

function upsert<T extends { id: string }>(entries: readonly T[], entry: T): T[] {
  return entries.some((known) => known.id === entry.id)
    ? entries.map((known) => (known.id === entry.id ? entry : known))
    : [...entries, entry];
}

function drop(state: MachinesState, id: string): Partial<MachinesState> {
  const machines = state.machines.filter((machine) => machine.id !== id);
  return { machines, ...(state.selected === id ? { selected: machines[0]?.id } : {}) };
}
