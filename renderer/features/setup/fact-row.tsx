import type { ReactNode } from 'react';
import { CommandLine } from '../../ui/command-line';
import { StateDot } from '../../ui/state-dot';
import type { Tone } from '../../ui/tone';

interface Props {
  readonly tone: Tone;
  /** The state as a word. */
  readonly state: string;
  readonly title: string;
  /** What it is for. */
  readonly purpose?: string;
  /** What was found. */
  readonly value?: string | undefined;
  /** What is wrong, or why it is so. */
  readonly note?: string | undefined;
  /** What mends it. */
  readonly command?: string | undefined;
  readonly action?: ReactNode;
}

/** One thing that the studio needs, or has. */
export function FactRow({ tone, state, title, purpose, value, note, command, action }: Props) {
  return (
    <li className="fact" aria-label={title}>
      <div className="fact-line">
        <StateDot tone={tone} label={state} />
        <span className="fact-title">{title}</span>
        <span className="fact-purpose" title={purpose}>
          {purpose}
        </span>
        <span className="fact-value" title={value}>
          {value ?? state}
        </span>
        {action}
      </div>
      {note !== undefined && <p className="fact-note">{note}</p>}
      {command !== undefined && (
        <div className="fact-command">
          <CommandLine command={command} />
        </div>
      )}
    </li>
  );
}
