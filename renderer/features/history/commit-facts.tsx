import { useStore } from 'zustand';
import { jobOfCommit } from '../../../shared/builds/images';
import type { CommitDetails } from '../../../shared/history/types';
import { Checksum } from '../../ui/checksum';
import { formatBytes, formatBytesDelta, formatDateTime, formatDuration, shortChecksum } from '../../ui/format';
import { KeyValue } from '../../ui/key-value';
import type { Go } from '../../ui/navigation';
import type { HistoryStore } from './store';

interface Props {
  readonly store: HistoryStore;
  readonly details: CommitDetails;
  readonly refs: readonly string[];
  readonly go: Go;
}

/** A commit's facts; parent, job and machines are links. */
export function CommitFacts({ store, details, refs, go }: Props) {
  const machines = useStore(store, (state) => state.machines);
  const on = machines.filter((machine) =>
    machine.deployments.length > 0
      ? machine.deployments.some((deployment) => deployment.checksum === details.checksum)
      : machine.commit === details.checksum,
  );
  return (
    <div className="commit-facts">
      {details.subject !== '' && <h3 className="commit-facts-subject">{details.subject}</h3>}
      {details.body.trim() !== '' && <p className="commit-facts-body">{details.body.trim()}</p>}
      <KeyValue
        rows={[
          ...(details.version === undefined ? [] : [{ label: 'Version', value: details.version }]),
          { label: 'Date', value: formatDateTime(details.timestamp * 1000) },
          ...(refs.length === 0 ? [] : [{ label: refs.length === 1 ? 'Ref' : 'Refs', value: <Names names={refs} /> }]),
          { label: 'Parent', value: <Parent store={store} details={details} /> },
          { label: 'Content', value: <Checksum value={details.contentChecksum} /> },
          ...(details.size === undefined ? [] : [{ label: 'Size', value: <Size details={details} /> }]),
          ...(details.files === undefined ? [] : [{ label: 'Files', value: details.files.toLocaleString('en') }]),
          { label: 'Built by', value: <Job store={store} details={details} go={go} /> },
          ...(on.length === 0
            ? []
            : [
                {
                  label: 'Deployed on',
                  value: on.map((machine) => (
                    <button
                      key={machine.id}
                      type="button"
                      className="history-link"
                      onClick={() => go({ place: 'machines', machine: machine.id })}
                    >
                      {machine.name}
                    </button>
                  )),
                },
              ]),
        ]}
      />
    </div>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return names.map((name) => (
    <div key={name} className="history-ellipsis" title={name}>
      {name}
    </div>
  ));
}

function Parent({ store, details }: Pick<Props, 'store' | 'details'>) {
  const { parent } = details;
  if (parent === undefined) return <span className="history-dim">none, a first commit</span>;
  if (details.parentMissing) {
    return (
      <span title={`${parent} is not in this repository`}>
        <span className="mono">{shortChecksum(parent)}</span> <span className="history-dim">not here</span>
      </span>
    );
  }
  return (
    <button type="button" className="history-link mono" title={parent} onClick={() => store.getState().select(parent)}>
      {shortChecksum(parent)}
    </button>
  );
}

function Size({ details }: { details: CommitDetails }) {
  const delta = details.diff?.sizeDelta;
  return (
    <>
      {formatBytes(details.size ?? 0)}
      {delta !== undefined && delta !== 0 && (
        <span
          className="commit-delta"
          data-change={delta > 0 ? 'added' : 'removed'}
          title="Installed size of the packages against the parent"
        >
          {formatBytesDelta(delta)}
        </span>
      )}
    </>
  );
}

function Job({ store, details, go }: Pick<Props, 'store' | 'details' | 'go'>) {
  const jobs = useStore(store, (state) => state.jobs);
  const made = jobOfCommit(jobs, details.checksum);
  const job = made?.id ?? details.job;
  if (job === undefined) return <span className="history-dim">not by this studio</span>;
  const seconds = made?.status.kind === 'done' ? (made.status.endedAt - made.status.startedAt) / 1000 : undefined;
  return (
    <>
      <button type="button" className="history-link" onClick={() => go({ place: 'builds', job })}>
        {`Job ${job}`}
      </button>
      {seconds !== undefined && <span className="history-dim">{` · ${formatDuration(seconds)}`}</span>}
    </>
  );
}
