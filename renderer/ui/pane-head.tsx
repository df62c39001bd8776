import type { ReactNode } from 'react';
import './layout.css';

/** The 40 pixels at a pane's top: its name, and at the end what can be done. */
export function PaneHead({ end, children }: { readonly end?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="pane-head">
      {children}
      {end !== undefined && <div className="pane-end">{end}</div>}
    </div>
  );
}
