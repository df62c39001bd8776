import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import type { Go } from '../../ui/navigation';
import { Spinner } from '../../ui/spinner';
import type { PackagesStore } from './store';

interface Props {
  readonly store: PackagesStore;
  readonly go: Go;
  readonly onPrepare: (() => void) | undefined;
}

/** Why no package is listed, and what to do about it. */
export function PackagesState({ store, go, onPrepare }: Props) {
  const status = useStore(store, (state) => state.status);
  const query = useStore(store, (state) => state.query.trim());
  const filter = useStore(store, (state) => state.filter);
  const total = useStore(store, (state) => state.total);
  const { setQuery, setFilter, refresh } = store.getState();
  if (status.kind === 'failed') return <ErrorNotice error={status.error} onRetry={refresh} />;
  if (status.kind === 'loading')
    return (
      <div className="packages-centre">
        <Spinner label="Reading the repositories" />
      </div>
    );
  if (filter !== 'all' && total > 0) {
    return (
      <EmptyState
        icon="search"
        title={filter === 'picked' ? 'Nothing added that matches' : 'Nothing in the image that matches'}
        text={
          filter === 'picked'
            ? 'Tick a package to add it to the target’s extra_rpms.'
            : 'The image’s packages are known when the target resolves.'
        }
        action={<Button onClick={() => setFilter('all')}>Show all packages</Button>}
      />
    );
  }
  if (query !== '') {
    return (
      <EmptyState
        icon="search"
        title="No package matches"
        text={`No name and no summary in the target’s repositories has “${query}”.`}
        action={<Button onClick={() => setQuery('')}>Show all packages</Button>}
      />
    );
  }
  return <NoPackages store={store} go={go} onPrepare={onPrepare} />;
}

function NoPackages({ store, go, onPrepare }: Props) {
  const problem = useStore(store, (state) => state.repositories.find((entry) => entry.problem !== undefined)?.problem);
  return (
    <EmptyState
      icon="packages"
      title="No packages yet"
      text={
        onPrepare
          ? 'The starter’s RPMs are converted from this machine’s own packages, once and in about half a minute. Then they can be searched and added here.'
          : (problem ?? 'The repositories of this target have no packages.')
      }
      action={
        onPrepare ? (
          <Button variant="primary" onClick={onPrepare}>
            Prepare the starter repository
          </Button>
        ) : (
          <Button onClick={() => go({ place: 'compose' })}>Look at the manifest</Button>
        )
      }
    />
  );
}
