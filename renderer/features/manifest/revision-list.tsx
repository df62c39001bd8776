import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { GitRevision } from '../../../shared/manifest/types';
import { nextIndex } from '../../ui/list-keys';
import { RelativeTime } from '../../ui/relative-time';

interface Props {
  readonly revisions: readonly GitRevision[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** Commits of a file, newest first. Arrow keys move. */
export function RevisionList({ revisions, chosen, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = list.current?.children[chosen];
    if (row instanceof HTMLElement) row.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current]');
    row?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = nextIndex(event.key, chosen, revisions.length, 8);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
    const row = list.current?.children[next];
    if (row instanceof HTMLElement) row.focus();
  };
  return (
    <div className="sheet-list" role="group" aria-label="Commits" ref={list} onKeyDown={onKeyDown}>
      {revisions.map(({ commit, author, timestamp, subject }, index) => (
        <button
          key={commit}
          type="button"
          className="revision"
          aria-current={index === chosen || undefined}
          tabIndex={index === chosen ? 0 : -1}
          onClick={() => onChoose(index)}
        >
          <span className="compose-ellipsis" title={subject}>
            {subject}
          </span>
          <span className="revision-facts">
            <span className="compose-ellipsis" title={author}>
              {author}
            </span>
            <RelativeTime time={timestamp * 1000} />
            <span className="mono">{commit.slice(0, 7)}</span>
          </span>
        </button>
      ))}
    </div>
  );
}
