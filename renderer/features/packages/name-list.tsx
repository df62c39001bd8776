import { useState } from 'react';
import { Button } from '../../ui/button';
import { Group } from '../../ui/group';

interface Props {
  readonly label: string;
  readonly names: readonly string[];
  /** Leads to the package of that name; undefined where the names are no packages' names. */
  readonly onShow: ((name: string) => void) | undefined;
}

const FIRST = 12;

/** Names in mono, the first of them until more are asked for. */
export function NameList({ label, names, onShow }: Props) {
  const [all, setAll] = useState(false);
  if (names.length === 0) return null;
  const shown = all ? names : names.slice(0, FIRST);
  return (
    <section aria-label={label}>
      <Group label={label} end={names.length} />
      <ul className="names">
        {shown.map((name) => (
          <li key={name} className="mono packages-ellipsis" title={name}>
            {onShow ? (
              <button type="button" className="packages-link mono" onClick={() => onShow(name)}>
                {name}
              </button>
            ) : (
              name
            )}
          </li>
        ))}
      </ul>
      {shown.length < names.length && (
        <div className="names-more">
          <Button variant="ghost" onClick={() => setAll(true)}>{`Show ${names.length - shown.length} more`}</Button>
        </div>
      )}
    </section>
  );
}
