import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { RelativeTime } from '../../ui/relative-time';
import { Tag } from '../../ui/tag';
import type { ManifestStore, Recent } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly recents: readonly Recent[];
}

/** The workspaces that were opened last; one whose folder is gone can be looked for, or taken off the list. */
export function WelcomeRecents({ store, recents }: Props) {
  return (
    <section className="welcome-recents" aria-label="Recent workspaces">
      <h3>Recent</h3>
      <ul>
        {recents.map((recent) => (
          <RecentRow key={recent.path} store={store} recent={recent} />
        ))}
      </ul>
    </section>
  );
}

function RecentRow({ store, recent }: { readonly store: ManifestStore; readonly recent: Recent }) {
  const { openWorkspace, locateWorkspace, forgetRecent } = store.getState();
  const { path, name, exists, openedAt } = recent;
  const words = (
    <>
      <Icon name="folder" size={14} />
      <span className="recent-name">
        <span className="compose-ellipsis">{name}</span>
        <span className="recent-path compose-ellipsis" title={path}>
          {path}
        </span>
      </span>
    </>
  );
  return (
    <li className="recent" data-gone={!exists || undefined}>
      {exists ? (
        <button type="button" className="recent-open" title={`Open ${path}`} onClick={() => void openWorkspace(path)}>
          {words}
        </button>
      ) : (
        <div className="recent-open">{words}</div>
      )}
      <span className="recent-end">
        {exists ? (
          openedAt !== undefined && <RelativeTime time={openedAt} />
        ) : (
          <>
            <Tag tone="warn">folder is gone</Tag>
            <Button title={`Say where ${path} is now`} onClick={() => void locateWorkspace(path)}>
              Locate…
            </Button>
          </>
        )}
        <Button
          variant="ghost"
          icon="close"
          title={`Remove ${name} from the list; its folder stays`}
          onClick={() => void forgetRecent(path)}
        />
      </span>
    </li>
  );
}
