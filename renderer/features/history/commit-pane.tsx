import { useStore } from 'zustand';
import type { Commit, CommitDetails } from '../../../shared/history/types';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import { shortChecksum } from '../../ui/format';
import type { Go } from '../../ui/navigation';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import { BootButton } from './boot-button';
import { CommitFacts } from './commit-facts';
import { MetadataList } from './metadata-list';
import { PackageChanges } from './package-changes';
import type { HistoryStore } from './store';

interface Props {
  readonly store: HistoryStore;
  readonly go: Go;
  readonly copy: (text: string, what: string) => void;
}

/** What is known about the selected commit. */
export function CommitPane({ store, go, copy }: Props) {
  const selected = useStore(store, (state) => state.selected);
  const details = useStore(store, (state) => state.details);
  const listed = useStore(store, (state) => state.commits.find((commit) => commit.checksum === state.selected));
  const commit = details?.kind === 'ready' ? details.details : listed;
  if (selected === undefined) {
    return (
      <PaneHead>
        <h2>Commit</h2>
      </PaneHead>
    );
  }
  return (
    <>
      <PaneHead>
        <h2>Commit</h2>
        <span className="mono history-dim" title={selected}>
          {shortChecksum(selected)}
        </span>
        <div className="history-actions">
          <Button
            variant="ghost"
            onClick={() => copy(selected, 'Checksum copied')}
            title="Copy the whole checksum (Ctrl C)"
          >
            Copy
          </Button>
        </div>
      </PaneHead>
      <PaneBody>
        {commit && (
          <div className="commit-actions">
            <BootButton store={store} commit={commit} go={go} />
            {commit.refs[0] !== undefined && (
              <Button onClick={() => copy(commit.refs[0] ?? '', 'Ref copied')} title={`Copy ${commit.refs[0]}`}>
                Copy ref
              </Button>
            )}
          </div>
        )}
        {details?.kind === 'loading' && (
          <div className="history-centre">
            <Spinner />
          </div>
        )}
        {details?.kind === 'failed' && (
          <ErrorNotice error={details.error} onRetry={() => store.getState().select(selected)} />
        )}
        {details?.kind === 'ready' && <Details store={store} details={details.details} go={go} listed={listed} />}
      </PaneBody>
    </>
  );
}

interface DetailsProps extends Pick<Props, 'store' | 'go'> {
  readonly details: CommitDetails;
  readonly listed: Commit | undefined;
}

function Details({ store, details, go, listed }: DetailsProps) {
  return (
    <>
      <CommitFacts store={store} details={details} refs={listed?.refs ?? details.refs} go={go} />
      <PackageChanges key={details.checksum} details={details} />
      <MetadataList metadata={details.metadata} />
    </>
  );
}
