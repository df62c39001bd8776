/** The manifest noun: reading and writing files, defines, and resolving a target to an osbuild manifest. */
import { ownSolver } from '../packages/own-solver';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import type { Defines, Problem, Resolved, TargetCheck, Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { untilOneAborts } from '../signals';
import { changeSettings, readSettings } from '../workspace/workspace-file';
import { nodeHost } from './host-node';
import { lastBuilt } from './last-built';
import { createResolver, type HostTools } from './resolver';
import { findTarget } from './target';
import { Turns } from './turns';
import { readWorkspaceFile, writeWorkspaceFile } from './workspace-path';

export interface ResolveRequest {
  workspace: Workspace;
  /** `starter-qemu-minimal-ostree.x86_64`, no suffix, no format. */
  target: string;
  defines: Defines;
  /** Unsaved texts by workspace-relative path, which are read instead of what is on disk. */
  texts?: Record<string, string> | undefined;
  signal?: AbortSignal;
}

type OwnHandlers = Pick<
  NounHandlers<'manifest'>,
  | 'manifest.read'
  | 'manifest.write'
  | 'manifest.resolve'
  | 'manifest.check'
  | 'manifest.cancel'
  | 'manifest.lastBuilt'
  | 'manifest.defines'
  | 'manifest.setDefines'
>;

export interface Manifests {
  readonly handlers: OwnHandlers;
  /**
   * Resolves a target. What the person can mend is answered as problems, without a manifest.
   *
   * @throws StudioError `not-found` for an unknown target, `cancelled`, `missing-tool`, `tool-failed`
   */
  resolve(request: ResolveRequest): Promise<Resolved>;
  close(): Promise<void>;
}

function toolsOf({ paths }: EngineContext): HostTools {
  const solver = ownSolver(paths);
  const host = (signal?: AbortSignal) => nodeHost({ solve: solver, ...(signal ? { signal } : {}) });
  return {
    solve: solver,
    inspectImage: (reference, signal) => host(signal).inspectImage(reference),
    resolveCommit: (remote, ref, signal) => host(signal).resolveCommit(remote, ref),
  };
}

function saveDefines(workspace: Workspace, target: string, defines: Defines): Promise<void> {
  return changeSettings(workspace.path, (settings) => {
    const rest = Object.entries(settings.defines).filter(([name]) => name !== target);
    const own: [string, Defines][] = Object.keys(defines).length > 0 ? [[target, defines]] : [];
    return { ...settings, defines: Object.fromEntries([...rest, ...own]) };
  });
}

async function savedDefines(workspace: Workspace, target: string): Promise<Defines> {
  const { defines } = await readSettings(workspace.path);
  return Object.hasOwn(defines, target) ? (defines[target] ?? {}) : {};
}

function checkOf({ target, manifest, problems, pipelines, packages, tookMs }: Resolved): TargetCheck {
  return {
    target,
    ok: manifest !== undefined && !problems.some(({ severity }) => severity === 'error'),
    problems,
    pipelines: pipelines.length,
    stages: pipelines.reduce((sum, { stages }) => sum + stages.length, 0),
    packages: Object.values(packages).reduce((sum, list) => sum + list.length, 0),
    tookMs,
  };
}

/** The noun's service: one resolver for all who resolve. */
class Service implements Pick<Manifests, 'resolve'> {
  readonly #closing = new AbortController();
  readonly #resolver;
  readonly #cache: string;

  constructor(ctx: EngineContext) {
    this.#resolver = createResolver(toolsOf(ctx), ctx.paths.resolverThread);
    this.#cache = path.join(ctx.paths.cache, 'packages');
  }

  async resolve(request: ResolveRequest): Promise<Resolved> {
    const { workspace, defines, texts, signal } = request;
    const job = {
      ...{ workspace: { ...workspace, targets: [] }, target: findTarget(workspace, request.target) },
      ...{ defines, cache: this.#cache, ...(texts ? { texts } : {}) },
    };
    return untilOneAborts([this.#closing.signal, ...(signal ? [signal] : [])], (one) =>
      this.#resolver.perform({ kind: 'resolve', job }, one),
    );
  }

  problemsOf(workspace: Workspace, defines: Defines): Promise<Problem[]> {
    const job = { workspace: { ...workspace, targets: [] }, defines };
    return this.#resolver.perform({ kind: 'defines', job }, this.#closing.signal);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#resolver.close();
  }
}

export function createManifests(ctx: EngineContext, needs: { workspaces: { current(): Workspace } }): Manifests {
  const current = (): Workspace => needs.workspaces.current();
  const service = new Service(ctx);
  const turns = new Turns();
  let saving: Promise<unknown> = Promise.resolve();

  const handlers: OwnHandlers = {
    'manifest.read': ({ path: file }) => readWorkspaceFile(current().path, file),
    'manifest.write': ({ path: file, text, hash }) => writeWorkspaceFile(current().path, file, text, hash),
    'manifest.resolve': ({ target, defines, texts }) =>
      turns.newest('resolve', target, (signal) =>
        service.resolve({ workspace: current(), target, defines, texts, signal }),
      ),
    'manifest.check': ({ target }) =>
      turns.newest('check', target, async (signal) => {
        const workspace = current();
        const defines = await savedDefines(workspace, target);
        return checkOf(await service.resolve({ workspace, target, defines, signal }));
      }),
    async 'manifest.cancel'({ targets }) {
      turns.cancel(targets);
      return null;
    },
    'manifest.lastBuilt': ({ target }) => lastBuilt(ctx.paths.jobs, current().path, target),
    'manifest.defines': ({ target }) => savedDefines(current(), target),
    async 'manifest.setDefines'({ target, defines }) {
      const workspace = current();
      findTarget(workspace, target);
      saving = saveDefines(workspace, target, defines);
      await saving;
      return service.problemsOf(workspace, defines);
    },
  };

  return {
    handlers,
    resolve: (request) => service.resolve(request),
    async close() {
      await service.close();
      await saving.catch(() => undefined);
    },
  };
}
