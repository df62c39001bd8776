/** The thread that resolves: see resolver.ts. It stays, so that files that did not change are not parsed again. */
import { parentPort } from 'node:worker_threads';
import { fromWire, toWire } from '../../../shared/errors';
import { definesProblems, resolveTarget, type ResolveTools } from './resolve-target';
import type { FromThread, HostCall, Reply, ToThread, Work } from './resolver-protocol';
import { createWorkspaceMemory } from './workspace-memory';

const memory = createWorkspaceMemory();
const running = new Map<number, AbortController>();
const asked = new Map<number, (reply: Reply) => void>();
let calls = 0;

const tell = (message: FromThread): void => parentPort?.postMessage(message);

/** Asks the engine's own thread, which runs programs and ends them with the work. */
function askHost(id: number, name: HostCall, input: readonly unknown[]): Promise<never> {
  calls += 1;
  const call = calls;
  tell({ kind: 'host', id, call, name, input });
  return new Promise<never>((resolve, reject) => {
    asked.set(call, (reply) => ('error' in reply ? reject(fromWire(reply.error)) : resolve(reply.value as never)));
  });
}

function toolsOf(id: number): ResolveTools {
  return {
    memory,
    solve: (question) => askHost(id, 'solve', [question]),
    inspectImage: (reference) => askHost(id, 'inspectImage', [reference]),
    resolveCommit: (remote, ref) => askHost(id, 'resolveCommit', [remote, ref]),
  };
}

async function perform(id: number, work: Work, signal: AbortSignal): Promise<Reply> {
  try {
    const value = await (work.kind === 'resolve'
      ? resolveTarget(work.job, toolsOf(id), signal)
      : definesProblems(work.job, memory));
    return { value };
  } catch (thrown) {
    return { error: toWire(thrown) };
  }
}

function start(id: number, work: Work): void {
  const controller = new AbortController();
  running.set(id, controller);
  void perform(id, work, controller.signal).then((reply) => {
    running.delete(id);
    tell({ kind: 'done', id, reply });
  });
}

parentPort?.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'work':
      return start(message.id, message.work);
    case 'cancel':
      return running.get(message.id)?.abort();
    case 'ping':
      return tell({ kind: 'pong' });
    case 'host':
      asked.get(message.call)?.(message.reply);
      asked.delete(message.call);
  }
});
