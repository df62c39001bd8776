import type { ReactNode } from 'react';
import './list.css';

/** The label above rows that belong together. */
export function Group({ label, end }: { readonly label: string; readonly end?: ReactNode }) {
  return (
    <div className="group">
      <span className="group-label" title={label}>
        {label}
      </span>
      {end !== undefined && <span className="group-end">{end}</span>}
    </div>
  );
}
