/** Workspaces: folders of manifests. One is open at a time; its files are watched. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { workspacePath } from '../manifest/workspace-path';
import { gitLog, gitStatus, gitText } from '../tools/git';
import { listWorkspace } from './listing';
import { baseImage, checkImageName, readTemplates, renamedImage, withStages } from './new-image';
import { addRecent, favouritesOf, forgetRecent, readRecents, setFavourite } from './recents';
import { searchWorkspace } from './searching';
import { publicKeys } from './ssh-keys';
import { watchWorkspace } from './watching';
import { defaultSettings, readSettings, WORKSPACE_FILE, writeSettings } from './workspace-file';

export interface Workspaces {
  readonly handlers: NounHandlers<'workspace'>;
  /** The open workspace. @throws StudioError `not-found` if none is. */
  current(): Workspace;
  close(): Promise<void>;
}

/** Makes a file of a workspace. @throws StudioError `conflict` if there is one */
export type CreateFile = (file: { path: string; text: string }) => Promise<unknown>;

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

/** The one workspace that is open. */
class OpenWorkspace {
  #open: Workspace | undefined;
  #unwatch: (() => Promise<void>) | undefined;

  constructor(
    readonly ctx: EngineContext,
    readonly recents: string,
  ) {}

  get workspace(): Workspace | undefined {
    return this.#open;
  }

  async open(folder: string): Promise<Workspace> {
    const next = await this.#read(folder);
    await addRecent(this.recents, { path: next.path, name: next.name });
    await this.#unwatch?.();
    this.#open = next;
    this.#unwatch = watchWorkspace(next.path, (paths) => {
      this.ctx.emit('workspace.filesChanged', { paths: [...paths] });
      void this.list(next.path);
    });
    this.ctx.emit('workspace.changed', next);
    return next;
  }

  /** Looks again what there is; tells if it changed. */
  async list(root: string): Promise<void> {
    if (this.#open?.path !== root) return;
    const next = await this.#read(root).catch(() => undefined);
    if (!next || this.#open.path !== root || JSON.stringify(next) === JSON.stringify(this.#open)) return;
    this.#open = next;
    this.ctx.emit('workspace.changed', next);
  }

  async close(): Promise<void> {
    await this.#unwatch?.();
  }

  async #read(folder: string): Promise<Workspace> {
    const workspace = await readWorkspace(folder);
    return { ...workspace, favourites: await favouritesOf(this.recents, workspace.path) };
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

/** Making new images from what is there. */
function imageHandlers(
  current: Current,
  templates: string,
  create: CreateFile,
): Pick<NounHandlers<'workspace'>, 'workspace.newImage' | 'workspace.templates'> {
  const imageOf = (manifest: string): string => path.posix.basename(manifest).replace(/\.mpp\.(ya?ml|json)$/, '');
  const fromTemplate = async (name: string, id: string): Promise<{ folder: string; text: string }> => {
    const template = (await readTemplates(templates)).find((one) => one.id === id);
    const base = template && (await baseImage(current()));
    const text = base && withStages(renamedImage(base.text, imageOf(base.manifest), name), template.stages);
    if (base && text !== undefined) return { folder: path.posix.dirname(base.manifest), text };
    throw new StudioError('not-found', `There is no template '${id}' for this workspace.`, {
      hint: 'Copy an image instead.',
    });
  };
  const fromCopy = async (name: string, manifest: string): Promise<{ folder: string; text: string }> => {
    const text = await readFile(await workspacePath(current().path, manifest), 'utf8');
    return { folder: path.posix.dirname(manifest), text: renamedImage(text, imageOf(manifest), name) };
  };
  return {
    async 'workspace.newImage'({ name, from }) {
      checkImageName(name);
      const { folder, text } = await (from.kind === 'copy'
        ? fromCopy(name, from.manifest)
        : fromTemplate(name, from.id));
      const file = path.posix.join(folder, `${name}.mpp.yml`);
      await create({ path: file, text });
      return { path: file };
    },
    async 'workspace.templates'() {
      // Without an image to build on there is nothing that they could be added to.
      const found = (await baseImage(current())) ? await readTemplates(templates) : [];
      return found.map(({ id, title, summary }) => ({ id, title, summary }));
    },
  };
}

/** @param create makes files of the open workspace. */
export function createWorkspaces(ctx: EngineContext, create: CreateFile): Promise<Workspaces> {
  const recents = path.join(ctx.paths.data, 'recents.json');
  const open = new OpenWorkspace(ctx, recents);
  const current = (): Workspace => {
    if (open.workspace) return open.workspace;
    throw new StudioError('not-found', 'No workspace is open.', {
      hint: 'Open a folder, or create the starter workspace.',
    });
  };
  const images = imageHandlers(current, path.join(ctx.paths.assets, 'templates'), create);
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
        const [last] = await readRecents(recents);
        return last?.exists ? open.open(last.path).catch(() => null) : null;
      },
      'workspace.open': ({ path: folder }) => open.open(folder),
      async 'workspace.createStarter'({ path: folder = ctx.paths.starter }) {
        await createStarterWorkspace(path.join(ctx.paths.assets, 'starter', 'workspace'), folder);
        return open.open(folder);
      },
      'workspace.recents': () => readRecents(recents),
      async 'workspace.forgetRecent'({ path: folder }) {
        await forgetRecent(recents, folder);
        return null;
      },
      async 'workspace.setFavourite'({ target, favourite }) {
        await setFavourite(recents, current().path, target, favourite);
        await open.list(current().path);
        return null;
      },
    },
    current,
    close: () => open.close(),
  });
}
