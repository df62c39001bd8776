import { useRef, type ReactNode } from 'react';
import { useColumnsLayout, type ColumnsLayout, type Side } from './columns-layout';
import { Icon } from './icon';
import './layout.css';
import { Splitter } from './splitter';

interface Props {
  /** Names the place: its widths are kept under this. */
  readonly id: string;
  readonly left: ReactNode;
  readonly middle: ReactNode;
  readonly right?: ReactNode;
}

/** The bones of every place: a list of what there is, the thing itself, and what is known about it. */
export function Columns({ id, left, middle, right }: Props) {
  const { layout, setHidden, resize, reset } = useColumnsLayout(id);
  const leftColumn = useRef<HTMLDivElement>(null);
  const rightColumn = useRef<HTMLDivElement>(null);
  const splitter = (side: Side) => (
    <Splitter
      side={side}
      width={layout[side]}
      measure={() => (side === 'left' ? leftColumn : rightColumn).current?.offsetWidth ?? 0}
      onResize={(pixels) => resize(side, pixels)}
      onHide={() => setHidden(side, true)}
      onReset={() => reset(side)}
    />
  );
  const show = (side: Side) => (
    <button
      type="button"
      className="column-show"
      title={side === 'left' ? 'Show the list (Ctrl B)' : 'Show the details (Ctrl Alt B)'}
      aria-label={side === 'left' ? 'Show the list' : 'Show the details'}
      onClick={() => setHidden(side, false)}
    >
      <Icon name={side === 'left' ? 'chevron-right' : 'chevron-left'} size={12} />
    </button>
  );
  const hidesLeft = layout.hidden.includes('left');
  const hidesRight = layout.hidden.includes('right');
  return (
    <div className="columns" style={{ gridTemplateColumns: tracks(layout, right !== undefined) }}>
      {hidesLeft ? (
        show('left')
      ) : (
        <>
          <div className="column" ref={leftColumn}>
            {left}
          </div>
          {splitter('left')}
        </>
      )}
      <div className="column">{middle}</div>
      {right !== undefined &&
        (hidesRight ? (
          show('right')
        ) : (
          <>
            {splitter('right')}
            <div className="column" ref={rightColumn}>
              {right}
            </div>
          </>
        ))}
    </div>
  );
}

/** Widths that nobody chose give way in a narrow window; chosen ones leave the middle a third. */
function tracks(layout: ColumnsLayout, hasRight: boolean): string {
  const left = layout.left === undefined ? 'min(272px, 21vw)' : `min(${layout.left}px, 34vw)`;
  const right = layout.right === undefined ? 'min(336px, 27vw)' : `min(${layout.right}px, 34vw)`;
  return [
    layout.hidden.includes('left') ? '16px' : `${left} 1px`,
    'minmax(0, 1fr)',
    !hasRight ? '' : layout.hidden.includes('right') ? '16px' : `1px ${right}`,
  ].join(' ');
}
