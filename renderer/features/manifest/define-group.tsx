import { useState, type ReactNode } from 'react';
import { Icon } from '../../ui/icon';

interface Props {
  readonly name: string;
  readonly count: number;
  /** How many of them are set. */
  readonly set: number;
  readonly folded: boolean;
  readonly onFold: () => void;
  readonly children: ReactNode;
}

/** Fields that belong together, behind a heading that folds them. */
export function DefineGroup({ name, count, set, folded, onFold, children }: Props) {
  return (
    <div className="define-group" role="group" aria-label={name}>
      <button type="button" className="define-group-head" aria-expanded={!folded} onClick={onFold}>
        <Icon name={folded ? 'chevron-right' : 'chevron-down'} size={10} />
        {name}
        <span className="define-group-count">{set > 0 ? `${set} of ${count} set` : count}</span>
      </button>
      {!folded && children}
    </div>
  );
}

const KEY = 'defines.folded';

/** Which groups are folded, kept from one start to the next. */
export function useFoldedGroups(): { has: (name: string) => boolean; toggle: (name: string) => void } {
  const [folded, setFolded] = useState<readonly string[]>(() => (localStorage.getItem(KEY) ?? '').split('\n'));
  return {
    has: (name) => folded.includes(name),
    toggle(name) {
      const next = folded.includes(name) ? folded.filter((other) => other !== name) : [...folded, name];
      setFolded(next);
      localStorage.setItem(KEY, next.join('\n'));
    },
  };
}
