import type { OutlineEntry } from './outline';

interface Props {
  readonly entry: OutlineEntry;
  /** Without the indentation that shows what belongs to what. */
  readonly flat: boolean;
  readonly isChosen: boolean;
  readonly onClick: () => void;
}

/** A pipeline, a stage or a key, with its line. */
export function OutlineRow({ entry, flat, isChosen, onClick }: Props) {
  return (
    <div
      className="outline-row"
      data-depth={flat ? 0 : entry.depth}
      data-selected={isChosen || undefined}
      onClick={onClick}
    >
      <span className="compose-ellipsis" data-kind={entry.kind}>
        {entry.name}
      </span>
      <span className="compose-dim">{entry.line}</span>
    </div>
  );
}
