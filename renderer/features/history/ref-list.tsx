import { useStore } from 'zustand';
import type { Ref, Repository } from '../../../shared/history/types';
import { formatBytes } from '../../ui/format';
import { Group } from '../../ui/group';
import { ListItem } from '../../ui/list-item';
import { laneColour } from './lane-paths';
import type { HistoryStore } from './store';

interface Props {
  readonly store: HistoryStore;
  readonly repository: Repository;
  /** Part of a ref's name. */
  readonly filter: string;
  /** Lane of a commit in the graph that is shown. */
  readonly laneOf: (checksum: string) => number | undefined;
}

/** The refs of the repository, local ones first, then those of each remote. */
export function RefList({ store, repository, filter, laneOf }: Props) {
  const shown = useStore(store, (state) => state.ref);
  const { showRef, select } = store.getState();
  const words = filter.trim().toLowerCase();
  const refs = repository.refs.filter((ref) => ref.name.toLowerCase().includes(words));
  const remotes = [...new Set(refs.flatMap((ref) => ref.remote ?? []))].sort();

  const choose = (ref: Ref) => {
    showRef(shown === ref.name ? undefined : ref.name);
    select(ref.head);
  };
  const row = (ref: Ref) => {
    const lane = laneOf(ref.head);
    return (
      <ListItem
        key={ref.name}
        selected={ref.name === shown}
        leading={
          <i className="ref-lane" style={{ background: lane === undefined ? 'var(--mute)' : laneColour(lane) }} />
        }
        title={ref.name}
        end={ref.commits.toLocaleString('en')}
        tooltip={`${ref.name}\n${ref.commits} commits${ref.version === undefined ? '' : `, version ${ref.version}`}`}
        onClick={() => choose(ref)}
      />
    );
  };
  return (
    <>
      <Group
        label={fileName(repository.path)}
        end={<span className="history-dim">{`${repository.mode} · ${formatBytes(repository.size)}`}</span>}
      />
      {repository.refs.length > 1 && words === '' && (
        <ListItem
          selected={shown === undefined}
          leading={<i className="ref-lane ref-all" />}
          title="All refs"
          end={repository.refs.length}
          onClick={() => showRef(undefined)}
        />
      )}
      {refs.filter((ref) => ref.remote === undefined).map(row)}
      {remotes.map((remote) => (
        <div key={remote} role="group" aria-label={remote}>
          <Group label={`Remote ${remote}`} />
          {refs.filter((ref) => ref.remote === remote).map(row)}
        </div>
      ))}
      {refs.length === 0 && <p className="history-note">{words === '' ? 'No refs yet.' : 'No ref has this name.'}</p>}
    </>
  );
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
