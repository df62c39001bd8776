import type { ReactNode } from 'react';
import './layout.css';

/** A column's whole height: a head, and a body that scrolls. `flat` lies on the window's own ground. */
export function Pane({ flat, children }: { readonly flat?: boolean; readonly children: ReactNode }) {
  return (
    <div className="pane" data-flat={flat || undefined}>
      {children}
    </div>
  );
}
