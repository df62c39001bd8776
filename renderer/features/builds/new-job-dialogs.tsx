import { useStore } from 'zustand';
import { NewJobAgain } from './new-job-again';
import { NewJobCheck } from './new-job-check';
import { NewJobDelta } from './new-job-delta';
import { NewJobPrune } from './new-job-prune';
import { NewJobPull } from './new-job-pull';
import type { BuildsStore } from './store';
import { StorePanel } from './store-panel';

/** What lies over the Builds place now, if anything does. */
export function NewJobDialogs({ store }: { readonly store: BuildsStore }) {
  const dialog = useStore(store, (state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'pull':
      return <NewJobPull store={store} />;
    case 'delta':
      return <NewJobDelta store={store} />;
    case 'prune':
      return <NewJobPrune store={store} />;
    case 'check':
      return <NewJobCheck store={store} />;
    case 'again':
      return <NewJobAgain key={dialog.job} store={store} id={dialog.job} />;
    case 'store':
      return <StorePanel store={store} />;
  }
}
