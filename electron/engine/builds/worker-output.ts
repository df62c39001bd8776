/** What the privileged worker says, and how it hands over what it made. */
import { rm } from 'node:fs/promises';
import { record } from './executor/resources';
import type { WorkerEvent, WorkerJob } from './worker-protocol';
import { handOver, handOverCommit } from './worker-results';

export function emit(event: WorkerEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** Runs a step of the worker's own, and says when it begins and ends. */
export async function step<T>(name: string, action: () => Promise<T>): Promise<T> {
  const started = Date.now();
  emit({ kind: 'step-start', step: name });
  const end = (ok: boolean): void => emit({ kind: 'step-end', step: name, ok, seconds: (Date.now() - started) / 1000 });
  try {
    const value = await action();
    end(true);
    return value;
  } catch (thrown) {
    end(false);
    throw thrown;
  }
}

/** Makes a result at `target`: half of one is removed, by a later sweep if this process is killed. */
async function making<T>(
  job: Pick<WorkerJob, 'resources'>,
  kind: 'file' | 'folder',
  target: string,
  make: () => Promise<T>,
): Promise<T> {
  const forget = await record(job.resources, kind, target);
  try {
    return await make();
  } catch (thrown) {
    await rm(target, { recursive: true, force: true });
    throw thrown;
  } finally {
    await forget();
  }
}

/** Hands over what was asked for of the finished trees, and says so. `folder`: where trees may be moved from. */
export async function handOverResults(
  job: Pick<WorkerJob, 'exports' | 'commit' | 'owner' | 'resources'>,
  trees: ReadonlyMap<string, string>,
  folder: string,
  signal: AbortSignal,
) {
  const { exports: wanted, commit, owner } = job;
  const treeOf = (name: string): string => trees.get(name) ?? '';
  const made =
    commit &&
    (await step('compress', () =>
      making(job, 'folder', commit.to, () => handOverCommit(treeOf(commit.pipeline), commit, owner, signal)),
    ));
  const write = async (): Promise<number[]> => {
    const sizes: number[] = [];
    for (const one of wanted) {
      const tree = treeOf(one.pipeline);
      const move =
        tree.startsWith(`${folder}/`) && wanted.filter(({ pipeline }) => pipeline === one.pipeline).length === 1;
      sizes.push(await making(job, one.kind, one.to, () => handOver(tree, one, owner, signal, move)));
    }
    return sizes;
  };
  const sizes = wanted.length > 0 ? await step('write image', write) : [];
  emit({ kind: 'result', ...(made ? { commit: made } : {}), sizes });
}
