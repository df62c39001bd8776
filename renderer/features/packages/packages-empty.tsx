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

const NOTHING: Readonly<Record<string, string>> = {
  all: 'No package is like that',
  picked: 'Nothing was added yet',
  'in-image': 'The image is empty',
  updates: 'Nothing is newer than what was built',
};
const NO_GROUP = 'The repositories have no package of this group';
const HINT = 'Tick a package in the list to add it to the target’s extra_rpms.';

function showAll(store: PackagesStore): void {
  const { setFilter, setRepository, setArch } = store.getState();
  setRepository(undefined);
  setArch(undefined);
  setFilter('all');
}

/** Why no package is listed, and what to do about it. */
export function PackagesEmpty({ store, go, onPrepare }: Props) {
  const status = useStore(store, (state) => state.status);
  const query = useStore(store, (state) => state.query.trim());
  const filter = useStore(store, (state) => state.filter);
  const narrowed = useStore(store, (state) => state.repository !== undefined || state.arch !== undefined);
  const { setQuery, refresh } = store.getState();
  if (status.kind === 'failed') return <ErrorNotice error={status.error} onRetry={refresh} />;
  if (status.kind === 'loading')
    return (
      <div className="packages-centre">
        <Spinner label="Reading the repositories" />
      </div>
    );
  if (filter !== 'all' || narrowed) {
    return (
      <EmptyState
        icon="search"
        title={query === '' ? (NOTHING[filter] ?? NO_GROUP) : 'Nothing of these matches'}
        text={filter === 'in-image' ? 'What the image holds is known when the target resolves.' : HINT}
        action={<Button onClick={() => showAll(store)}>Show all packages</Button>}
      />
    );
  }
  if (query !== '') {
    return (
      <EmptyState
        icon="search"
        title="No package matches"
        text={`Nothing in the target’s repositories has “${query}”. Search in files or in what packages provide, or add a repository.`}
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
