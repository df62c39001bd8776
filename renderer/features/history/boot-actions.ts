/** "Boot this": boots the image that holds a commit, or has a disk built of it and boots that when it is there. */
import { builtImages } from '../../../shared/builds/images';
import type { Job } from '../../../shared/builds/types';
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import { bootPlan } from './boot-plan';
import type { BootOutcome, GetHistory, HistoryState, SetHistory } from './store';
import { repoOf } from './store';

export function bootActions(client: StudioClient, set: SetHistory, get: GetHistory): Pick<HistoryState, 'boot'> {
  const fail = (problem: WireError): BootOutcome => {
    set({ problem });
    return { kind: 'none' };
  };

  const buildThenBoot = async (commit: string, target: string): Promise<BootOutcome> => {
    try {
      const request = { kind: 'image-of-commit', target, commit, ...ostreeRepoOf(get()) } as const;
      const { id } = await client.call('builds.enqueue', request);
      set((state) => ({ bootsAfter: new Map(state.bootsAfter).set(id, commit) }));
      return { kind: 'job', id };
    } catch (thrown) {
      return fail(toWire(thrown));
    }
  };

  return {
    async boot(checksum, target) {
      const { commits, jobs, targets } = get();
      const commit = commits.find((entry) => entry.checksum === checksum);
      if (!commit) return fail({ code: 'not-found', message: 'This commit is no longer in the repository.' });
      const plan = bootPlan(commit, commits, jobs, targets);
      if (plan.kind === 'image') return bootImage(client, set, get, plan.image.path);
      const chosen = target ?? (plan.kind === 'build' ? plan.target : undefined);
      if (chosen !== undefined) return buildThenBoot(checksum, chosen);
      return fail({ code: 'invalid-input', message: plan.kind === 'impossible' ? plan.reason : 'Choose a target.' });
    },
  };
}

/** Boots the disks that jobs of `bootsAfter` have built. Returns the function that ends the subscription. */
export function bootWhenBuilt(client: StudioClient, set: SetHistory, get: GetHistory): () => void {
  return client.on('builds.changed', (job) => {
    if (!get().bootsAfter.has(job.id) || job.status.kind === 'waiting' || job.status.kind === 'running') return;
    set((state) => ({ bootsAfter: new Map([...state.bootsAfter].filter(([id]) => id !== job.id)) }));
    const image = imageOf(job);
    if (job.status.kind === 'done' && image !== undefined) void bootImage(client, set, get, image);
    else if (job.status.kind === 'failed') set({ problem: job.status.error });
  });
}

async function bootImage(client: StudioClient, set: SetHistory, get: GetHistory, image: string): Promise<BootOutcome> {
  try {
    const { id } = await client.call('machines.boot', { image, ...repoOf(get()) });
    return { kind: 'machine', id };
  } catch (thrown) {
    set({ problem: toWire(thrown) });
    return { kind: 'none' };
  }
}

function imageOf(job: Job): string | undefined {
  return builtImages([job])[0]?.path;
}

function ostreeRepoOf(state: HistoryState): { ostreeRepo?: string } {
  return state.repository === undefined ? {} : { ostreeRepo: state.repository.path };
}
