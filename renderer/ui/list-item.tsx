import type { ReactNode } from 'react';
import './list.css';

interface Props {
  readonly selected?: boolean;
  /** A dot or an icon. */
  readonly leading?: ReactNode;
  readonly title: ReactNode;
  /** A number with its unit, a word. */
  readonly end?: ReactNode;
  /** The whole of what may be cut off; the title where that is text. */
  readonly tooltip?: string;
  readonly onClick?: () => void;
}

/** One row of a list: name left, number right. */
export function ListItem({ selected = false, leading, title, end, tooltip, onClick }: Props) {
  const content = (
    <>
      {leading !== undefined && <span className="item-leading">{leading}</span>}
      <span className="item-title">{title}</span>
      {end !== undefined && end !== '' && <span className="item-end">{end}</span>}
    </>
  );
  const whole = tooltip ?? (typeof title === 'string' ? title : undefined);
  if (!onClick) {
    return (
      <div className="item" title={whole}>
        {content}
      </div>
    );
  }
  return (
    <button
      type="button"
      className="item"
      data-selected={selected || undefined}
      aria-current={selected || undefined}
      title={whole}
      onClick={onClick}
    >
      {content}
    </button>
  );
}
