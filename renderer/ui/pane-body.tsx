import type { ReactNode, Ref } from 'react';
import './layout.css';

interface Props {
  readonly pad?: boolean;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLDivElement>;
}

/** The part of a pane that scrolls. */
export function PaneBody({ pad, children, ref }: Props) {
  return (
    <div className="pane-body" data-pad={pad || undefined} ref={ref}>
      {children}
    </div>
  );
}
