/** What a person does that concerns more than one place. */
import { builtImages } from '../../shared/builds/images';
import { formatTargetName } from '../../shared/manifest/target-name';
import type { Format } from '../../shared/manifest/types';
import type { Stores } from './stores';

export interface Actions {
  /** Saves what was edited, queues the open target in a format, and shows the job. */
  build(format: Format): Promise<void>;
  /** Queues the starter repository and shows the job. */
  prepareStarter(): Promise<void>;
  /** Boots the newest image of the workspace and shows its console. */
  bootNewest(): Promise<void>;
}

export function createActions(stores: Stores): Actions {
  const { manifest, builds, navigation, toasts } = stores;
  const { go } = navigation.getState();
  const enqueue = async (request: Parameters<ReturnType<typeof builds.getState>['enqueue']>[0]) => {
    const job = await builds.getState().enqueue(request);
    // Why it was refused is told there.
    go(job === undefined ? { place: 'builds' } : { place: 'builds', job });
  };
  return {
    async build(format) {
      const saved = await manifest.getState().saveAll();
      const { target, defines } = manifest.getState();
      if (target === undefined) return;
      if (!saved) {
        go({ place: 'compose' });
        toasts.getState().notify({ text: 'Not built: an edited file could not be saved.', tone: 'warn' });
        return;
      }
      await enqueue({ kind: 'target', target: formatTargetName(target, format), defines });
    },
    prepareStarter: () => enqueue({ kind: 'starter-repository' }),
    async bootNewest() {
      const image = builtImages(builds.getState().jobs)[0];
      if (!image) return;
      const machine = await builds.getState().boot(image.path);
      go(machine === undefined ? { place: 'builds', job: image.job.id } : { place: 'machines', machine });
    },
  };
}
