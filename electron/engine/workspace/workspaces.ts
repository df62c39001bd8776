/** Workspaces: folders of manifests. One is open at a time; its files are watched. */
import { existsSync } from 'node:fs';
import { cp, mkdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { gitFolder, gitLog, gitStatus, gitText } from '../tools/git';
import { listWorkspace } from './listing';
import { createImages, type CreateFile } from './new-image';
import { Recollection } from './recents';
import { searchWorkspace } from './searching';
import { publicKeys } from './ssh-keys';
import { watchWorkspace, type Change } from './watching';
import { defaultSettings, readSettings, WORKSPACE_FILE, writeSettings } from './workspace-file';

export interface Workspaces {
  readonly handlers: NounHandlers<'workspace'>;
  /** The open workspace. @throws StudioError `not-found` if none is. */
  current(): Workspace;
  close(): Promise<void>;
}

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
  const ostreeRepo = path.resolve(root, settings.ostreeRepo);
  const outputDir = path.resolve(root, settings.outputDir);
  return {
    ...{ path: root, name: path.basename(root), starter: settings.starter, ostreeRepo, outputDir, favourites: [] },
    ...(await listWorkspace({ root, hostArch: hostArchitecture(), results: [ostreeRepo, outputDir] })),
  };
}

/** Copies the starter template; files that are there already stay as they are. */
export async function createStarterWorkspace(template: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(template, folder, { recursive: true, force: false, errorOnExist: false });
  if (!existsSync(path.join(folder, WORKSPACE_FILE)))
    await writeSettings(folder, { ...defaultSettings(), starter: true });
}

/** The one workspace that is open. */
class OpenWorkspace {
  #open: Workspace | undefined;
  #unwatch: (() => Promise<void>) | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(
    readonly ctx: EngineContext,
    readonly recollection: Recollection,
  ) {}

  get workspace(): Workspace | undefined {
    return this.#open;
  }

  open(folder: string): Promise<Workspace> {
    return this.#inTurn(async () => {
      const next = await this.#read(folder);
      await this.recollection.add({ path: next.path, name: next.name });
      this.#open = next;
      await this.#watch(next);
      this.ctx.emit('workspace.changed', next);
      return next;
    });
  }

  /** Looks again what there is; tells if it changed. */
  list(root: string): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#open;
      if (before?.path !== root) return;
      const next = await this.#read(root).catch(() => undefined);
      if (!next || JSON.stringify(next) === JSON.stringify(before)) return;
      this.#open = next;
      if (next.ostreeRepo !== before.ostreeRepo || next.outputDir !== before.outputDir) await this.#watch(next);
      this.ctx.emit('workspace.changed', next);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turn;
    await this.#unwatch?.();
  }

  /** Opening and listing wait for one another: the last answer is of the last question. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #watch({ path: root, ostreeRepo, outputDir }: Workspace): Promise<void> {
    await this.#unwatch?.();
    this.#unwatch = undefined;
    if (this.#isClosed) return;
    this.#unwatch = watchWorkspace({
      ...{ root, results: [ostreeRepo, outputDir], gitFolder: () => gitFolder(root) },
      onChange: (change) => this.#onChange(root, change),
    });
  }

  /** A change of git's state alone is told with no paths. */
  #onChange(root: string, { paths, git, listing }: Change): void {
    if (this.#isClosed || this.#open?.path !== root) return;
    if (paths.length > 0 || git) this.ctx.emit('workspace.filesChanged', { paths: [...paths] });
    if (listing) void this.list(root);
  }

  async #read(folder: string): Promise<Workspace> {
    const workspace = await readWorkspace(folder);
    return { ...workspace, favourites: await this.recollection.favouritesOf(workspace.path) };
  }
}

type Current = () => Workspace;

/** Looking into the open workspace's files and their history. */
function lookingHandlers(
  current: Current,
): Pick<
  NounHandlers<'workspace'>,
  'workspace.search' | 'workspace.git' | 'workspace.gitText' | 'workspace.gitLog' | 'workspace.sshKeys'
> {
  return {
    async 'workspace.search'(request) {
      const began = performance.now();
      return { ...(await searchWorkspace(current(), request)), tookMs: performance.now() - began };
    },
    'workspace.git': () => gitStatus(current().path),
    'workspace.gitText': async ({ path: file, commit }) => (await gitText(current().path, file, commit)) ?? null,
    'workspace.gitLog': ({ path: file, limit }) => gitLog(current().path, file, limit),
    'workspace.sshKeys': () => publicKeys(),
  };
}

/** @param create makes files of the open workspace. */
export function createWorkspaces(ctx: EngineContext, create: CreateFile): Promise<Workspaces> {
  const recollection = new Recollection(ctx.paths.data);
  const open = new OpenWorkspace(ctx, recollection);
  const current = (): Workspace => {
    if (open.workspace) return open.workspace;
    throw new StudioError('not-found', 'No workspace is open.', {
      hint: 'Open a folder, or create the starter workspace.',
    });
  };
  const images = createImages(current, path.join(ctx.paths.assets, 'templates'), create);
  return Promise.resolve({
    handlers: {
      ...lookingHandlers(current),
      ...images,
      async 'workspace.newImage'(request) {
        const made = await images['workspace.newImage'](request);
        await open.list(current().path);
        return made;
      },
      async 'workspace.current'() {
        if (open.workspace) return open.workspace;
        const [last] = await recollection.recents();
        return last?.exists ? open.open(last.path).catch(() => null) : null;
      },
      'workspace.open': ({ path: folder }) => open.open(folder),
      async 'workspace.createStarter'({ path: folder = ctx.paths.starter }) {
        await createStarterWorkspace(path.join(ctx.paths.assets, 'starter', 'workspace'), folder);
        return open.open(folder);
      },
      'workspace.recents': () => recollection.recents(),
      async 'workspace.forgetRecent'({ path: folder }) {
        await recollection.forget(folder);
        return null;
      },
      async 'workspace.setFavourite'({ target, favourite }) {
        await recollection.setFavourite(current().path, target, favourite);
        await open.list(current().path);
        return null;
      },
    },
    current,
    close: () => open.close(),
  });
}
