import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import { isDirty } from './document';
import { EMPTY_CHECKS } from './check-actions';
import { EMPTY_CODE } from './code-actions';
import { EMPTY_DEFINES } from './define-actions';
import { EMPTY_SETS } from './define-sets-actions';
import { EMPTY_GIT } from './git-actions';
import { EMPTY_SEARCH } from './search-actions';
import { EMPTY_SHEET } from './sheet-actions';
import { EMPTY_TEMPLATES } from './new-image-actions';
import { EMPTY_TARGETS, keptRecentTargets } from './target-actions';
import type { GetManifest, ManifestState, SetManifest } from './store';

type Actions = Pick<
  ManifestState,
  | 'connect'
  | 'createStarter'
  | 'openFolder'
  | 'openWorkspace'
  | 'locateWorkspace'
  | 'forgetRecent'
  | 'revealWorkspace'
  | 'selectTarget'
>;
interface Resolve {
  readonly resolve: (delayMs: number) => void;
  readonly cancel: () => void;
}

export function workspaceActions(client: StudioClient, set: SetManifest, get: GetManifest, resolve: Resolve): Actions {
  const targets = targetSelection(client, set, get, resolve);
  const subscribe = subscription(client, get, resolve);
  const edits = editKeeper(get);
  const adopt = (workspace: Workspace | null) => {
    const same = get().workspace?.path === workspace?.path;
    const emptied = () => ({
      ...EMPTY,
      documents: edits.exchange(workspace),
      recentTargets: workspace ? keptRecentTargets(workspace.path) : [],
    });
    set({ workspace, status: { kind: 'ready' }, ...(same ? {} : emptied()) });
    if (!workspace) return;
    if (!same) void get().refreshGit();
    const kept = same ? get().target : remembered(workspace);
    const target = workspace.targets.find((entry) => entry.name === kept) ?? workspace.targets[0];
    if (!target) set({ target: undefined });
    else if (target.name !== get().target) targets.select(target.name);
    else resolve.resolve(150);
  };
  const { readRecents, ...ways } = openings(client, set, get, adopt);
  const read = async () => {
    try {
      const workspace = await client.call('workspace.current', null);
      const recents = await client.call('workspace.recents', null);
      // The very first start begins with something that can be built.
      if (workspace === null && recents.length === 0) adopt(await client.call('workspace.createStarter', {}));
      else if (get().workspace === null || workspace) adopt(workspace);
    } catch (thrown) {
      set({ status: { kind: 'failed', error: toWire(thrown) } });
    }
    await readRecents();
  };
  return {
    selectTarget: targets.select,
    connect: () => {
      const end = subscribe(adopt);
      set({ status: { kind: 'loading' } });
      void read();
      return end;
    },
    ...ways,
  };
}

/** The ways to another workspace. */
function openings(
  client: StudioClient,
  set: SetManifest,
  get: GetManifest,
  adopt: (workspace: Workspace | null) => void,
) {
  /** They are a help: without them a folder can still be opened. */
  const readRecents = () =>
    client.call('workspace.recents', null).then(
      (recents) => set({ recents }),
      () => undefined,
    );
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      set({ problem: toWire(thrown) });
    }
  };
  const open = async (call: Promise<Workspace>) => {
    adopt(await call);
    set({ problem: undefined });
    await readRecents();
  };
  const choose = async (title: string): Promise<boolean> => {
    const path = await client.call('app.chooseFolder', { title });
    if (path !== null) await open(client.call('workspace.open', { path }));
    return path !== null;
  };
  return {
    readRecents,
    createStarter: () => attempt(() => open(client.call('workspace.createStarter', {}))),
    openWorkspace: (path: string) => attempt(() => open(client.call('workspace.open', { path }))),
    openFolder: () =>
      attempt(async () => {
        await choose('Open a workspace');
      }),
    locateWorkspace: (path: string) =>
      attempt(async () => {
        if (!(await choose(`Where is ${path} now?`))) return;
        await client.call('workspace.forgetRecent', { path });
        await readRecents();
      }),
    forgetRecent: (path: string) =>
      attempt(async () => {
        await client.call('workspace.forgetRecent', { path });
        await readRecents();
      }),
    revealWorkspace: () =>
      attempt(async () => {
        const { workspace } = get();
        if (workspace) await client.call('app.reveal', { path: workspace.path });
      }),
  };
}

function targetSelection(client: StudioClient, set: SetManifest, get: GetManifest, resolve: Resolve) {
  return {
    select(name: string) {
      const named = (wanted: string | undefined) => get().workspace?.targets.find((entry) => entry.name === wanted);
      const target = named(name);
      const before = named(get().target);
      if (!target || before?.name === name) return;
      resolve.cancel();
      // Who looks at another file than the target's own goes on looking at it.
      const { file } = get();
      const follows = file === undefined || file === before?.manifest;
      set({
        ...NO_PICTURE,
        ...EMPTY_DEFINES,
        ...EMPTY_SETS,
        target: name,
        ...(follows ? { file: target.manifest } : {}),
        resolved: undefined,
        resolving: { kind: 'resolving' },
      });
      remember(get().workspace, name);
      get().noteTarget(name);
      void get().readDefineSets();
      if (follows) get().openFile(target.manifest);
      client.call('manifest.defines', { target: name }).then(
        (defines) => {
          // What was set meanwhile was set knowing them.
          if (get().target !== name || get().definesDone.length > 0) return;
          set({ defines });
          resolve.resolve(0);
        },
        (thrown: unknown) => {
          if (get().target !== name) return;
          set({ problem: toWire(thrown) });
          resolve.resolve(0);
        },
      );
    },
  };
}

/** What was chosen in one target's picture says nothing of another's. */
const NO_PICTURE = { good: undefined, baseline: undefined, pipeline: undefined, stage: undefined } as const;

const EMPTY: Partial<ManifestState> = {
  ...NO_PICTURE,
  ...EMPTY_GIT,
  ...EMPTY_SEARCH,
  ...EMPTY_CODE,
  ...EMPTY_SHEET,
  ...EMPTY_TARGETS,
  ...EMPTY_DEFINES,
  ...EMPTY_SETS,
  ...EMPTY_CHECKS,
  ...EMPTY_TEMPLATES,
  target: undefined,
  file: undefined,
  jump: undefined,
  resolved: undefined,
};

/** Edits that were not saved come back with their workspace. */
function editKeeper(get: GetManifest) {
  const kept = new Map<string, ManifestState['documents']>();
  return {
    /** Keeps those of the workspace that is left, and returns those of the one that is opened. */
    exchange(opened: Workspace | null): ManifestState['documents'] {
      const { workspace, documents } = get();
      if (workspace) kept.set(workspace.path, new Map([...documents].filter(([, document]) => isDirty(document))));
      return kept.get(opened?.path ?? '') ?? new Map();
    },
  };
}

/** A checkout of another branch writes many files: one answer for all of them. */
const TOGETHER_MS = 200;

/** One subscription at a time: after a failure it is connected again. */
function subscription(client: StudioClient, get: GetManifest, resolve: Resolve) {
  let end = () => {};
  return (adopt: (workspace: Workspace | null) => void) => {
    end();
    const ends = [
      client.on('workspace.changed', (workspace) => {
        adopt(workspace);
        void get().checkDisk();
        void get().refreshGit();
      }),
      client.on('workspace.filesChanged', ({ paths }) => {
        void get().checkDisk(paths);
        void get().refreshGit();
        // Open files are compared with the disk first: what the studio wrote itself is no news.
        if (paths.some((path) => !get().documents.has(path))) resolve.resolve(TOGETHER_MS);
      }),
      client.on('builds.changed', (job) => {
        // New packages can make a target resolve that did not.
        if (job.request.kind === 'starter-repository' && job.status.kind === 'done') resolve.resolve(0);
      }),
    ];
    end = () => {
      for (const unsubscribe of ends) unsubscribe();
    };
    return end;
  };
}

/** Which target was worked on last is the window's affair, not the workspace's. */
function remember(workspace: Workspace | null, target: string): void {
  if (workspace) globalThis.localStorage?.setItem(`target.${workspace.path}`, target);
}

function remembered(workspace: Workspace): string | undefined {
  return globalThis.localStorage?.getItem(`target.${workspace.path}`) ?? undefined;
}
