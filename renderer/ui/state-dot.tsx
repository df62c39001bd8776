import './feedback.css';
import type { Tone } from './tone';

/** A state as a dot; `label` is the word for those who do not see colours. */
export function StateDot({ tone, label }: { readonly tone: Tone; readonly label: string }) {
  return <i className="dot" data-tone={tone} role="img" aria-label={label} title={label} />;
}
