import type { SearchAddon } from '@xterm/addon-search';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button';

interface Props {
  readonly search: SearchAddon;
  readonly onClose: () => void;
}

/** Searches the scroll-back; Enter goes up, as what was said last is nearest. */
export function ConsoleSearch({ search, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [found, setFound] = useState({ index: -1, count: 0 });
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const results = search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setFound({ index: resultIndex, count: resultCount }),
    );
    return () => results.dispose();
  }, [search]);

  const step = (back: boolean, words = query) => {
    const options = { decorations: DECORATIONS };
    if (back) search.findPrevious(words, options);
    else search.findNext(words, options);
  };
  return (
    <div className="console-search" role="search">
      <input
        ref={input}
        aria-label="Search in the console"
        placeholder="Search in the console"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          step(true, event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(!event.shiftKey);
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
        }}
      />
      <span className="console-search-count" aria-live="polite">
        {query === '' ? '' : found.count === 0 ? 'none' : `${found.index + 1} of ${found.count}`}
      </span>
      <Button
        variant="ghost"
        icon="chevron-up"
        disabled={found.count === 0}
        onClick={() => step(true)}
        title="Earlier (Enter)"
      />
      <Button
        variant="ghost"
        icon="chevron-down"
        disabled={found.count === 0}
        onClick={() => step(false)}
        title="Later (Shift Enter)"
      />
      <Button variant="ghost" icon="close" onClick={onClose} title="Close (Escape)" />
    </div>
  );
}

// xterm wants colours as #rrggbb here, not custom properties.
const DECORATIONS = {
  matchBackground: '#7a6428',
  activeMatchBackground: '#e0ab3e',
  matchOverviewRuler: '#7a6428',
  activeMatchColorOverviewRuler: '#e0ab3e',
};
