import { Fragment, type ReactNode } from 'react';
import './list.css';

interface Props {
  readonly rows: readonly { readonly label: string; readonly value: ReactNode }[];
}

/** Labels and their values. */
export function KeyValue({ rows }: Props) {
  return (
    <dl className="key-value">
      {rows.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd title={typeof value === 'string' ? value : undefined}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
