import { useMemo, useState, type Ref } from 'react';
import { Icon } from '../../ui/icon';
import { VirtualList } from '../../ui/virtual-list';
import { fileName } from './document';
import { foundRows, matchParts, type FoundRow } from './found-rows';
import type { OpenFile } from './origin-link';
import type { Found } from './search-actions';

interface Props {
  readonly found: Found;
  readonly label: string;
  readonly onOpenFile: OpenFile;
  readonly ref?: Ref<HTMLDivElement>;
}

/** Matches under their files. Up and Down show each place; Enter goes there; a file's row folds. */
export function FoundList({ found, label, onOpenFile, ref }: Props) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => foundRows(found.matches, folded), [found, folded]);
  const [chosen, setChosen] = useState(-1);
  const selected = Math.min(chosen, rows.length - 1);
  const fold = (path: string) =>
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const activate = (index: number) => {
    const row = rows[index];
    if (row?.kind === 'file') fold(row.path);
    else if (row) onOpenFile(row.match.file, row.match.line, row.match.column);
  };
  return (
    <VirtualList
      ref={ref ?? null}
      count={rows.length}
      rowHeight={24}
      label={label}
      selected={selected}
      onSelect={setChosen}
      onActivate={activate}
      onKeyDown={(event) => {
        const row = rows[selected];
        const folds = event.key === 'ArrowLeft' ? false : event.key === 'ArrowRight' ? true : undefined;
        if (row?.kind === 'file' && folds !== undefined && row.folded === folds) fold(row.path);
      }}
      render={(index, isChosen) => {
        const row = rows[index];
        return row && <Row row={row} isChosen={isChosen} onClick={() => activate(index)} />;
      }}
    />
  );
}

function Row({ row, isChosen, onClick }: { row: FoundRow; isChosen: boolean; onClick: () => void }) {
  if (row.kind === 'file') {
    const folder = row.path.slice(0, -fileName(row.path).length - 1);
    return (
      <div className="found-file" data-selected={isChosen || undefined} title={row.path} onClick={onClick}>
        <Icon name={row.folded ? 'chevron-right' : 'chevron-down'} size={12} />
        <span className="file-name">{fileName(row.path)}</span>
        <span className="file-folder compose-ellipsis">{folder}</span>
        <span className="found-count">{row.count}</span>
      </div>
    );
  }
  const [before, match, after] = matchParts(row.match);
  return (
    <div
      className="found-match"
      data-selected={isChosen || undefined}
      title={`Line ${row.match.line}: ${row.match.text.trim()}`}
      onClick={onClick}
    >
      <span className="found-line">{row.match.line}</span>
      <span className="found-text">
        {before}
        <mark>{match}</mark>
        {after}
      </span>
    </div>
  );
}
