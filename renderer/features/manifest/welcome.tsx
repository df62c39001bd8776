import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { LastProblem } from './last-problem';
import type { ManifestStore } from './store';
import { WelcomeRecents } from './welcome-recents';

/** Where no workspace is open: how to get one. */
export function Welcome({ store }: { readonly store: ManifestStore }) {
  const recents = useStore(store, (state) => state.recents);
  const { createStarter, openFolder } = store.getState();
  return (
    <div className="welcome">
      <LastProblem store={store} />
      <div className="welcome-body">
        <EmptyState
          icon="compose"
          title="Open a workspace"
          text="A workspace is a folder of osbuild manifests: images, distributions and what they include. The starter workspace has one small image that builds from this machine's own packages and boots in a virtual machine."
          action={
            <div className="welcome-actions">
              <Button variant="primary" onClick={() => void createStarter()}>
                Create the starter workspace
              </Button>
              <Button icon="folder" onClick={() => void openFolder()}>
                Open a folder…
              </Button>
            </div>
          }
        />
        {recents.length > 0 && <WelcomeRecents store={store} recents={recents} />}
      </div>
    </div>
  );
}
