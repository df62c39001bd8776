import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import type { GetManifest, ManifestState, SetManifest } from './store';

type Actions = Pick<ManifestState, 'connect' | 'createStarter' | 'openFolder' | 'openWorkspace' | 'selectTarget'>;
interface Resolve {
  readonly resolve: (delayMs: number) => void;
  readonly cancel: () => void;
}

export function workspaceActions(client: StudioClient, set: SetManifest, get: GetManifest, resolve: Resolve): Actions {
  const targets = targetSelection(client, set, get, resolve);
  const adopt = (workspace: Workspace | null) => {
    const same = get().workspace?.path === workspace?.path;
    set({ workspace, status: { kind: 'ready' }, ...(same ? {} : emptied()) });
    if (!workspace) return;
    const kept = same ? get().target : remembered(workspace);
    const target = workspace.targets.find((entry) => entry.name === kept) ?? workspace.targets[0];
    if (!target) set({ target: undefined });
    else if (target.name !== get().target) targets.select(target.name);
    else resolve.resolve(150);
  };
  const opened = async (call: Promise<Workspace>) => {
    try {
      adopt(await call);
      set({ problem: undefined });
    } catch (thrown) {
      set({ problem: toWire(thrown) });
    }
  };
  const read = async () => {
    try {
      const workspace = await client.call('workspace.current', null);
      if (get().workspace === null || workspace) adopt(workspace);
    } catch (thrown) {
      set({ status: { kind: 'failed', error: toWire(thrown) } });
    }
    // Recents are a help: without them a folder can still be opened.
    await client.call('workspace.recents', null).then(
      (recents) => set({ recents }),
      () => undefined,
    );
  };
  return {
    selectTarget: targets.select,
    connect() {
      const ends = [
        client.on('workspace.changed', adopt),
        client.on('builds.changed', (job) => {
          // New packages can make a target resolve that did not.
          if (job.request.kind === 'starter-repository' && job.status.kind === 'done') resolve.resolve(0);
        }),
      ];
      set({ status: { kind: 'loading' } });
      void read();
      return () => {
        for (const end of ends) end();
      };
    },
    createStarter: () => opened(client.call('workspace.createStarter', {})),
    openWorkspace: (path) => opened(client.call('workspace.open', { path })),
    async openFolder() {
      try {
        const path = await client.call('app.chooseFolder', { title: 'Open a workspace' });
        if (path !== null) await opened(client.call('workspace.open', { path }));
      } catch (thrown) {
        set({ problem: toWire(thrown) });
      }
    },
  };
}

function targetSelection(client: StudioClient, set: SetManifest, get: GetManifest, resolve: Resolve) {
  return {
    select(name: string) {
      const target = get().workspace?.targets.find((entry) => entry.name === name);
      if (!target || get().target === name) return;
      resolve.cancel();
      set({ target: name, defines: {}, defineProblems: [], resolved: undefined, resolving: { kind: 'resolving' } });
      remember(get().workspace, name);
      if (get().file === undefined) get().openFile(target.manifest);
      client.call('manifest.defines', { target: name }).then(
        (defines) => {
          if (get().target !== name) return;
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

function emptied(): Partial<ManifestState> {
  return {
    target: undefined,
    file: undefined,
    documents: new Map(),
    jump: undefined,
    defines: {},
    defineProblems: [],
    resolved: undefined,
  };
}

/** Which target was worked on last is the window's affair, not the workspace's. */
function remember(workspace: Workspace | null, target: string): void {
  if (workspace) globalThis.localStorage?.setItem(`target.${workspace.path}`, target);
}

function remembered(workspace: Workspace): string | undefined {
  return globalThis.localStorage?.getItem(`target.${workspace.path}`) ?? undefined;
}
