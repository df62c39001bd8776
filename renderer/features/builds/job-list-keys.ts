/** How jobs are chosen with the pointer and the keyboard, and what the other keys of the list do. */
import { useRef, type KeyboardEvent } from 'react';
import { nextIndex } from '../../ui/list-keys';
import { actedOn, copyCommands, moveJob, removeJobs } from './job-list-menu';
import type { ListRow } from './job-list-rows';
import type { BuildsStore } from './store';

interface Options {
  readonly store: BuildsStore;
  readonly rows: readonly ListRow[];
  readonly page: number;
  readonly copy: (text: string, what: string) => void;
  readonly onOpen: () => void;
}

const NONE: ReadonlySet<string> = new Set();

export function useJobKeys({ store, rows, page, copy, onOpen }: Options) {
  /** Where a choice of several began. */
  const anchor = useRef<string>(undefined);
  const order = () => rows.flatMap((row) => (row.kind === 'job' ? row.key : []));

  const goTo = (id: string, extend: boolean) => {
    const { select, choose, selected } = store.getState();
    if (extend) {
      const ids = order();
      const from = ids.indexOf(anchor.current ?? selected ?? id);
      const to = ids.indexOf(id);
      choose(new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)));
      anchor.current ??= selected;
    } else {
      choose(NONE);
      anchor.current = id;
    }
    select(id);
  };
  const toggle = (id: string) => {
    const { chosen, selected, choose, select } = store.getState();
    const next = new Set(chosen.size > 0 || selected === undefined ? chosen : [selected]);
    if (!next.delete(id)) next.add(id);
    choose(next.size > 1 ? next : NONE);
    anchor.current = id;
    const shown = next.has(id) ? id : [...next][0];
    if (shown !== undefined) select(shown);
  };
  const press = (key: string): boolean => {
    const acted = actedOn(store);
    if (key === 'Delete') removeJobs(store, acted);
    else if (key === 'Enter') onOpen();
    else if (key === 'Escape' && store.getState().chosen.size > 0) store.getState().choose(NONE);
    else return false;
    return true;
  };
  return {
    click(id: string, { shiftKey, ctrlKey }: { shiftKey: boolean; ctrlKey: boolean }) {
      if (ctrlKey) toggle(id);
      else goTo(id, shiftKey);
    },
    onKeyDown(event: KeyboardEvent) {
      const { key, ctrlKey, altKey, shiftKey } = event;
      if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
        moveJob(store, actedOn(store)[0], key === 'ArrowUp' ? -1 : 1);
      } else if (ctrlKey && key.toLowerCase() === 'a') store.getState().choose(new Set(order()));
      else if (ctrlKey && key.toLowerCase() === 'c') copyCommands(actedOn(store), copy);
      else if (altKey || ctrlKey || event.metaKey) return;
      else if (!press(key)) {
        const ids = order();
        const next = nextIndex(key, ids.indexOf(store.getState().selected ?? ''), ids.length, page);
        const id = next === undefined ? undefined : ids[next];
        if (id === undefined) return;
        goTo(id, shiftKey);
      }
      event.preventDefault();
    },
  };
}
