import { useEffect, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { Target } from '../../../shared/manifest/types';
import { Group } from '../../ui/group';
import { nextIndex } from '../../ui/list-keys';
import { useFixedRows } from '../../ui/use-fixed-rows';
import { useFiltered } from './use-filtered';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly filter: string;
}

const NONE: readonly Target[] = [];
const ROW = 28;
/** More than this scroll, so that the files stay in sight. */
const MOST_ROWS = 12;

/** What can be built. A workspace may have thousands of targets: only those in sight are in the document. */
export function TargetList({ store, filter }: Props) {
  const all = useStore(store, (state) => state.workspace?.targets ?? NONE);
  const chosen = useStore(store, (state) => state.target);
  const targets = useFiltered(all, filter, nameOf);
  const rows = useFixedRows(targets.length, ROW);
  const at = targets.findIndex((target) => target.name === chosen);
  const { scrollTo } = rows;
  useEffect(() => {
    if (at >= 0) scrollTo(at);
  }, [at, scrollTo]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, at, targets.length, MOST_ROWS);
    const target = next === undefined ? undefined : targets[next];
    if (!target) return;
    event.preventDefault();
    store.getState().selectTarget(target.name);
  };
  return (
    <div className="targets" role="group" aria-label="Targets">
      <Group label="Targets" end={countWords(targets.length, all.length)} />
      <div
        className="targets-scroll"
        ref={rows.ref}
        onScroll={rows.onScroll}
        onKeyDown={onKeyDown}
        style={{ height: Math.min(MOST_ROWS, targets.length) * ROW }}
      >
        <ul className="targets-canvas" aria-label="Targets" style={{ height: rows.height }}>
          {targets.slice(rows.first, rows.end).map((target, index) => (
            <li key={target.name} aria-label={target.name} style={{ top: (rows.first + index) * ROW }}>
              <TargetRow
                target={target}
                selected={target.name === chosen}
                onSelect={() => store.getState().selectTarget(target.name)}
              />
            </li>
          ))}
        </ul>
      </div>
      {targets.length === 0 && <p className="compose-note">No target has this in its name.</p>}
    </div>
  );
}

interface RowProps {
  readonly target: Target;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

/** The image and its type stay readable in a narrow column: what most targets share gives way first. */
function TargetRow({ target, selected, onSelect }: RowProps) {
  return (
    <button
      type="button"
      className="item"
      data-selected={selected || undefined}
      aria-current={selected || undefined}
      aria-label={target.name}
      title={`${target.name}\n${target.formats.join(', ')} from ${target.manifest}`}
      onClick={onSelect}
    >
      <span className="target-name">
        <span className="target-shared">{`${target.distro}-${target.target}-`}</span>
        <span className="target-own">{`${target.image}-${target.type}`}</span>
        <span className="target-shared">{`.${target.arch}`}</span>
      </span>
      <span className="item-end">{target.formats.join(' ')}</span>
    </button>
  );
}

function nameOf(target: Target): string {
  return target.name;
}

function countWords(shown: number, all: number): string {
  return shown === all ? all.toLocaleString('en') : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')}`;
}
