import type { ReactNode } from 'react';
import './feedback.css';
import type { Tone } from './tone';

/** A word about a state. */
export function Tag({
  tone,
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <span className="tag" data-tone={tone} title={title}>
      {children}
    </span>
  );
}
