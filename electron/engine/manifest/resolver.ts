/** Where resolving happens: in a thread that stays warm, or (for a program that ends after its answer) in this one. */
import { StudioError } from '../../../shared/errors';
import { definesProblems, resolveTarget, type ResolveTools } from './resolve-target';
import type { Work, WorkAnswer } from './resolver-protocol';
import { ResolverThread } from './resolver-client';
import { createWorkspaceMemory } from './workspace-memory';

/** What runs programs for the resolver, in the engine's own thread. */
export type HostTools = Omit<ResolveTools, 'memory'>;

export interface Resolver {
  /** @throws StudioError what `resolveTarget` throws; `internal` if the thread broke */
  perform<K extends Work['kind']>(work: Work & { kind: K }, signal: AbortSignal): Promise<WorkAnswer<K>>;
  close(): Promise<void>;
}

/** A resolver; `script` is the bundle of resolver-thread.ts, without it the work is done in this thread. */
export function createResolver(tools: HostTools, script?: string): Resolver {
  if (script !== undefined) {
    const thread = new ResolverThread(script, tools);
    return {
      perform: <K extends Work['kind']>(work: Work & { kind: K }, signal: AbortSignal) =>
        thread.perform(work, signal) as Promise<WorkAnswer<K>>,
      close: () => thread.close(),
    };
  }
  const memory = createWorkspaceMemory();
  const perform = async (work: Work, signal: AbortSignal): Promise<unknown> => {
    if (signal.aborted) throw new StudioError('cancelled', 'Resolving was cancelled.');
    return work.kind === 'resolve'
      ? resolveTarget(work.job, { ...tools, memory }, signal)
      : definesProblems(work.job, memory);
  };
  return {
    perform: <K extends Work['kind']>(work: Work & { kind: K }, signal: AbortSignal) =>
      perform(work, signal) as Promise<WorkAnswer<K>>,
    close: () => Promise.resolve(),
  };
}
