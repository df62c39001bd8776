/** Workspaces: folders of manifests. One is open at a time; its files are watched. */
import { existsSync, watch, type FSWatcher } from 'node:fs';
import { cp, mkdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { pendingWorkspace } from '../pending';
import { listWorkspace } from './listing';
import { addRecent, readRecents } from './recents';
import { defaultSettings, readSettings, WORKSPACE_FILE, writeSettings } from './workspace-file';

export interface Workspaces {
  readonly handlers: NounHandlers<'workspace'>;
  /** The open workspace. @throws StudioError `not-found` if none is. */
  current(): Workspace;
  close(): Promise<void>;
}

/** Long enough to take the many events of one save as one. */
const SETTLE_MS = 200;
const WATCHED = ['distro', 'images', 'images/include', 'include', 'targets'];

/** This machine's architecture as rpm spells it. */
export function hostArchitecture(): string {
  const known: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i686' };
  return known[os.arch()] ?? os.arch();
}

/** Reads a folder as a workspace. @throws StudioError `not-found` or `invalid-input`, saying what is missing. */
export async function readWorkspace(folder: string): Promise<Workspace> {
  const root = await realpath(path.resolve(folder)).catch((cause: unknown) => {
    throw new StudioError('not-found', `The folder ${folder} is not there any more.`, {
      hint: 'Open another one.',
      cause,
    });
  });
  const settings = await readSettings(root);
  return {
    path: root,
    name: path.basename(root),
    starter: settings.starter,
    ostreeRepo: path.resolve(root, settings.ostreeRepo),
    outputDir: path.resolve(root, settings.outputDir),
    favourites: [],
    ...(await listWorkspace(root, hostArchitecture())),
  };
}

/** Copies the starter template; files that are there already stay as they are. */
export async function createStarterWorkspace(template: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(template, folder, { recursive: true, force: false, errorOnExist: false });
  if (!existsSync(path.join(folder, WORKSPACE_FILE)))
    await writeSettings(folder, { ...defaultSettings(), starter: true });
}

function watchFolders(root: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  const watchers = WATCHED.flatMap((name): FSWatcher[] => {
    try {
      return [watch(path.join(root, name), { persistent: false }, changed).on('error', () => undefined)];
    } catch {
      return []; // not every layout has every folder
    }
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

export function createWorkspaces(ctx: EngineContext): Promise<Workspaces> {
  const recents = path.join(ctx.paths.data, 'recents.json');
  let open: Workspace | undefined;
  let unwatch: (() => void) | undefined;
  const list = async (root: string): Promise<void> => {
    if (open?.path !== root) return;
    const next = await readWorkspace(root).catch(() => undefined);
    if (!next || open.path !== root || JSON.stringify(next) === JSON.stringify(open)) return;
    open = next;
    ctx.emit('workspace.changed', next);
  };
  const openFolder = async (folder: string): Promise<Workspace> => {
    const next = await readWorkspace(folder);
    await addRecent(recents, { path: next.path, name: next.name });
    unwatch?.();
    open = next;
    unwatch = watchFolders(next.path, () => void list(next.path));
    ctx.emit('workspace.changed', next);
    return next;
  };
  return Promise.resolve({
    handlers: {
      ...pendingWorkspace,
      async 'workspace.current'() {
        if (open) return open;
        const [last] = await readRecents(recents);
        return last?.exists ? openFolder(last.path).catch(() => null) : null;
      },
      'workspace.open': ({ path: folder }) => openFolder(folder),
      async 'workspace.createStarter'({ path: folder = ctx.paths.starter }) {
        await createStarterWorkspace(path.join(ctx.paths.assets, 'starter', 'workspace'), folder);
        return openFolder(folder);
      },
      'workspace.recents': () => readRecents(recents),
    },
    current() {
      if (open) return open;
      throw new StudioError('not-found', 'No workspace is open.', {
        hint: 'Open a folder, or create the starter workspace.',
      });
    },
    close() {
      unwatch?.();
      return Promise.resolve();
    },
  });
}
