import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Icon } from '../../ui/icon';
import { ListItem } from '../../ui/list-item';
import { Tag } from '../../ui/tag';
import { LastProblem } from './last-problem';
import type { ManifestStore, Recent } from './store';

/** Where no workspace is open: how to get one. */
export function Welcome({ store }: { readonly store: ManifestStore }) {
  const recents = useStore(store, (state) => state.recents);
  const { createStarter, openFolder, openWorkspace } = store.getState();
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
        {recents.length > 0 && (
          <section className="welcome-recents" aria-label="Recent workspaces">
            <h3>Recent</h3>
            {recents.map((recent) => (
              <RecentItem key={recent.path} recent={recent} onOpen={() => void openWorkspace(recent.path)} />
            ))}
          </section>
        )}
      </div>
    </div>
  );
}

function RecentItem({ recent, onOpen }: { recent: Recent; onOpen: () => void }) {
  const more = recent.exists ? {} : { end: <Tag tone="warn">folder is gone</Tag> };
  return (
    <ListItem
      leading={<Icon name="folder" size={14} />}
      title={
        <>
          {recent.name} <span className="compose-dim">{recent.path}</span>
        </>
      }
      tooltip={recent.path}
      {...more}
      {...(recent.exists ? { onClick: onOpen } : {})}
    />
  );
}
