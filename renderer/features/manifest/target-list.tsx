import { useEffect, useMemo, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { Target } from '../../../shared/manifest/types';
import { Group } from '../../ui/group';
import { nextIndex } from '../../ui/list-keys';
import { useFixedRows } from '../../ui/use-fixed-rows';
import type { ManifestStore } from './store';
import { TargetItem } from './target-item';
import { neighbour, targetRows } from './target-rows';
import { useFiltered } from './use-filtered';

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
  const rows = useMemo(() => targetRows(targets), [targets]);
  const view = useFixedRows(rows.length, ROW);
  const at = rows.findIndex((row) => row.kind === 'target' && row.target.name === chosen);
  const { scrollTo } = view;
  useEffect(() => {
    if (at >= 0) scrollTo(at);
  }, [at, scrollTo]);
  const select = (target: Target) => store.getState().selectTarget(target.name);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const next = nextIndex(event.key, at, rows.length, MOST_ROWS);
    const target = next === undefined ? undefined : neighbour(rows, at, next);
    if (!target) return;
    event.preventDefault();
    event.currentTarget.focus();
    select(target);
  };
  return (
    <div className="targets">
      <Group label="Targets" end={countWords(targets.length, all.length)} />
      <div
        className="targets-scroll"
        ref={view.ref}
        tabIndex={-1}
        onScroll={view.onScroll}
        onKeyDown={onKeyDown}
        style={{ height: Math.min(MOST_ROWS, rows.length) * ROW }}
      >
        <ul className="targets-canvas" aria-label="Targets" style={{ height: view.height }}>
          {rows.slice(view.first, view.end).map((row, index) => {
            const style = { top: (view.first + index) * ROW, height: ROW };
            return row.kind === 'group' ? (
              <li key={row.name} role="presentation" style={style}>
                <Group label={row.name} end={row.count} />
              </li>
            ) : (
              <li key={row.target.name} aria-label={row.target.name} style={style}>
                <TargetItem
                  target={row.target}
                  selected={row.target.name === chosen}
                  onSelect={() => select(row.target)}
                />
              </li>
            );
          })}
        </ul>
      </div>
      {targets.length === 0 && <p className="compose-note">No target has this in its name.</p>}
    </div>
  );
}

function nameOf(target: Target): string {
  return target.name;
}

function countWords(shown: number, all: number): string {
  return shown === all ? all.toLocaleString('en') : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')}`;
}
