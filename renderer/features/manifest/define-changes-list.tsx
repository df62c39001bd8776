import { defineChanges, type DefineChange } from './define-changes';
import { shownText } from './define-catalog';
import type { Defines } from '../../../shared/manifest/types';

interface Props {
  readonly before: Defines;
  readonly after: Defines;
}

const SIGNS: Readonly<Record<DefineChange['kind'], { sign: string; words: string }>> = {
  added: { sign: '+', words: 'is set' },
  changed: { sign: '~', words: 'changes' },
  removed: { sign: '−', words: 'goes back to the manifest’s own' },
  same: { sign: '', words: 'stays' },
};

/** What applying other defines would change, name by name. */
export function DefineChangesList({ before, after }: Props) {
  const changes = defineChanges(before, after);
  if (changes.every(({ kind }) => kind === 'same'))
    return <p className="compose-dim">{changes.length === 0 ? 'There are no defines.' : 'Nothing would change.'}</p>;
  return (
    <ul className="define-changes" aria-label="What would change">
      {changes.map((change) => (
        <li key={change.name} data-kind={change.kind} aria-label={`${change.name} ${SIGNS[change.kind].words}`}>
          <span className="define-change-sign mono" title={SIGNS[change.kind].words}>
            {SIGNS[change.kind].sign}
          </span>
          <span className="define-change-name mono compose-ellipsis" title={change.name}>
            {change.name}
          </span>
          <span className="define-change-values mono">
            {'before' in change && change.kind !== 'same' && <del>{textOf(change.name, change.before)}</del>}
            {'after' in change && <ins>{textOf(change.name, change.after)}</ins>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function textOf(name: string, value: unknown): string {
  const text = shownText(name, value);
  return text === '' ? '""' : text;
}
