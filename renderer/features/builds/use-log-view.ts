/** What the log view remembers while one job is open: folds, the search, chosen lines, and whether it follows the end. */
import { useDeferredValue, useMemo, useState } from 'react';
import type { LogModel } from './log-model';
import { createRowMap, searchLog, stepMatch, type RowMap } from './log-rows';

export interface LineRange {
  /** Where choosing began and where it ends; either may be the greater. */
  readonly anchor: number;
  readonly focus: number;
}

export interface LogView {
  readonly rows: RowMap;
  readonly folded: ReadonlySet<number>;
  toggle(section: number): void;
  setAllFolded(folded: boolean): void;
  /** Unfolds the section of a line, so that it can be shown. */
  reveal(line: number): void;
  readonly searching: boolean;
  readonly query: string;
  readonly matches: readonly number[];
  /** Index in `matches`, -1 for none. */
  readonly match: number;
  setQuery(query: string): void;
  openSearch(): void;
  closeSearch(): void;
  /** Goes to another match; returns its line. */
  step(step: 1 | -1): number | undefined;
  readonly range: LineRange | undefined;
  setRange(range: LineRange | undefined): void;
}

export function useLogView(model: LogModel): LogView {
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [range, setRange] = useState<LineRange>();
  const search = useLogSearch(model);
  const rows = useMemo(() => createRowMap(model, folded), [model, folded]);
  return {
    rows,
    folded,
    range,
    setRange,
    ...search,
    toggle: (section) =>
      setFolded((before) => {
        const next = new Set(before);
        if (!next.delete(section)) next.add(section);
        return next;
      }),
    setAllFolded: (fold) => setFolded(new Set(fold ? model.sections.keys() : [])),
    reveal(line) {
      const section = model.lines[line]?.section;
      if (section === undefined || !folded.has(section)) return;
      setFolded((before) => new Set([...before].filter((entry) => entry !== section)));
    },
  };
}

type Search = Pick<
  LogView,
  'searching' | 'query' | 'matches' | 'match' | 'setQuery' | 'openSearch' | 'closeSearch' | 'step'
>;

function useLogSearch(model: LogModel): Search {
  const [searching, setSearching] = useState(false);
  const [query, setQuery] = useState('');
  const [match, setMatch] = useState(-1);
  const sought = useDeferredValue(searching ? query : '');
  const matches = useMemo(() => searchLog(model, sought), [model, sought]);
  return {
    searching,
    query,
    matches,
    match: match < matches.length ? match : -1,
    setQuery(next) {
      setQuery(next);
      setMatch(-1);
    },
    openSearch: () => setSearching(true),
    closeSearch: () => setSearching(false),
    step(step) {
      const next = stepMatch(matches, match, step);
      setMatch(next);
      return matches[next];
    },
  };
}
