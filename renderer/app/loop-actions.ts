import type { LoopState } from './loop';
import type { WindowParts } from './window-parts';

type Parts = Pick<WindowParts, 'stores' | 'actions'>;

/** What a click on a step does: the next one is done, the others are shown. */
export function stepAction({ stores, actions }: Parts, { step, state, job }: LoopState): () => void {
  const { go } = stores.navigation.getState();
  if (job !== undefined) return () => go({ place: 'builds', job });
  const isNext = state === 'next';
  switch (step) {
    case 'repository':
      return isNext ? () => void actions.prepareStarter() : () => go({ place: 'packages' });
    case 'image':
      return isNext ? () => buildImage({ stores, actions }) : () => go({ place: 'builds' });
    case 'boot':
      return isNext ? () => void actions.bootNewest() : () => go({ place: 'machines' });
    case 'change':
      return isNext ? () => go({ place: 'packages' }) : () => go({ place: 'history' });
    case 'upgrade':
      return () => go({ place: 'machines' });
  }
}

function buildImage({ stores, actions }: Parts): void {
  const { workspace, target } = stores.manifest.getState();
  const format = workspace?.targets.find((entry) => entry.name === target)?.formats.find((entry) => entry !== 'repo');
  if (format) void actions.build(format);
  else stores.toasts.getState().notify({ text: 'Choose a target that makes a disk image first.', tone: 'warn' });
}
