import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  /** What it means, or what is wrong with it. */
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

/** A row of a form: the name left, the control right, what it means below. */
export function NewJobField({ label, note, children }: Props) {
  return (
    <div className="job-field">
      <span className="job-field-label">{label}</span>
      <div className="job-field-control">
        {children}
        {note !== undefined && <p className="job-field-note">{note}</p>}
      </div>
    </div>
  );
}
