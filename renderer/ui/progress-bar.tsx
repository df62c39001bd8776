import './feedback.css';
import type { Tone } from './tone';

/** `fraction` from 0 to 1. */
export function ProgressBar({ fraction, tone = 'run' }: { readonly fraction: number; readonly tone?: Tone }) {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      className="progress"
      data-tone={tone}
      role="progressbar"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
