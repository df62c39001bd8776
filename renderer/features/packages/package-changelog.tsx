import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ErrorNotice } from '../../ui/error-notice';
import { formatRelative } from '../../ui/format';
import { Spinner } from '../../ui/spinner';
import type { PackagesStore } from './store';

/** What each version changed, read when it is looked at. */
export function PackageChangelog({ store }: { readonly store: PackagesStore }) {
  const changelog = useStore(store, (state) => state.changelog);
  useEffect(() => store.getState().loadChangelog(), [store]);
  if (changelog?.kind === 'failed')
    return <ErrorNotice error={changelog.error} onRetry={() => store.getState().loadChangelog()} />;
  if (changelog?.kind !== 'ready')
    return (
      <div className="packages-centre">
        <Spinner label="Reading the changelog" />
      </div>
    );
  if (changelog.value.length === 0)
    return <p className="packages-note">The repository has no changelog of this package.</p>;
  return (
    <ol className="changelog" aria-label="Changelog">
      {changelog.value.map(({ author, timestamp, text }) => (
        <li key={`${timestamp} ${author} ${text.slice(0, 40)}`}>
          <p className="packages-dim">{`${formatRelative(timestamp * 1000)} · ${author}`}</p>
          <p className="package-description">{text}</p>
        </li>
      ))}
    </ol>
  );
}
