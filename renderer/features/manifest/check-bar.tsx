import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { formatDuration } from '../../ui/format';
import { ProgressBar } from '../../ui/progress-bar';
import { RelativeTime } from '../../ui/relative-time';
import { SearchInput } from '../../ui/search-input';
import { Select } from '../../ui/select';
import { useCopy } from '../../ui/use-copy';
import { useNow } from '../../ui/use-now';
import { isRunning, type CheckRun } from './check-actions';
import { checksText, type CheckRow } from './check-rows';
import type { ManifestStore } from './store';

export type CheckScope = 'all' | 'found' | 'favourites';

interface Props {
  readonly store: ManifestStore;
  /** All of the scope, and those that the filter leaves. */
  readonly rows: readonly CheckRow[];
  readonly shown: readonly CheckRow[];
  readonly scope: CheckScope;
  readonly onScope: (scope: CheckScope) => void;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly onlyFailed: boolean;
  readonly onOnlyFailed: (only: boolean) => void;
}

/** What is checked, how far that is, and what is shown of it. */
export function CheckBar(props: Props) {
  const { store, rows, shown, scope, filter, onlyFailed } = props;
  const run = useStore(store, (state) => state.checkRun);
  const copy = useCopy();
  const { checkTargets, cancelChecks } = store.getState();
  const failed = rows.filter((row) => row.state === 'failed').length;
  const isEmpty = rows.length === 0;
  return (
    <div className="check-bar">
      <div className="check-bar-row">
        <Select<CheckScope>
          label="Which targets"
          value={scope}
          onChange={props.onScope}
          options={[
            { value: 'all', label: 'All targets' },
            { value: 'found', label: 'Those of the filter' },
            { value: 'favourites', label: 'Favourites' },
          ]}
        />
        {isRunning(run) ? (
          <Button icon="stop" disabled={run?.cancelled === true} onClick={cancelChecks}>
            Cancel
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={isEmpty}
            title="Resolves each of them with its saved defines, two at a time, without building"
            onClick={() => void checkTargets(rows.map((row) => row.name))}
          >
            {`Check ${rows.length.toLocaleString('en')}`}
          </Button>
        )}
        <RunState run={run} failed={failed} />
      </div>
      <div className="check-bar-row">
        <SearchInput
          value={filter}
          onChange={props.onFilter}
          label="Filter checked targets"
          placeholder="Filter by name or problem"
          {...(shown.length === rows.length ? {} : { end: `${shown.length} of ${rows.length}` })}
        />
        <Checkbox checked={onlyFailed} onChange={props.onOnlyFailed} label="Only failed" />
        <Button
          icon="copy"
          disabled={shown.length === 0}
          title="Copy what is shown as text"
          onClick={() => copy(checksText(shown), 'The results are copied')}
        >
          Copy
        </Button>
      </div>
    </div>
  );
}

function RunState({ run, failed }: { readonly run: CheckRun | undefined; readonly failed: number }) {
  const now = useNow(isRunning(run));
  const failures = failed === 0 ? '' : ` · ${failed.toLocaleString('en')} failed`;
  if (!run) return <span className="check-state">Nothing was checked yet.</span>;
  const done = run.begun - run.running.length;
  if (isRunning(run))
    return (
      <span className="check-state" role="status">
        <span className="check-progress">
          <ProgressBar fraction={done / run.targets.length} />
        </span>
        {`${done} of ${run.targets.length} · ${formatDuration(Math.round((now - run.startedAt) / 1000))}${failures}`}
      </span>
    );
  const took = ((run.endedAt ?? run.startedAt) - run.startedAt) / 1000;
  return (
    <span className="check-state" role="status">
      {`${run.cancelled ? `Cancelled after ${done} of ${run.targets.length}` : `${done} checked`} in ${formatDuration(took)}${failures} · `}
      <RelativeTime time={run.endedAt ?? run.startedAt} />
    </span>
  );
}
