import type { StoreState } from '../../../shared/builds/types';
import { formatBytes } from '../../ui/format';
import { storeParts } from './store-panel-words';

/** All that is kept as one bar, with what is free on the disk as its rest. */
export function StorePanelBar({ disk }: { readonly disk: StoreState }) {
  const all = [...storeParts(disk), { id: 'free', name: 'Free', size: disk.free }];
  const total = all.reduce((sum, { size }) => sum + size, 0) || 1;
  const words = all.map(({ name, size }) => `${name}: ${formatBytes(size)}`);
  return (
    <div>
      <div className="store-bar" role="img" aria-label={words.join(', ')}>
        {all.map(({ id, size }, at) => (
          <i key={id} data-part={id} style={{ flexGrow: size / total }} title={words[at]} />
        ))}
      </div>
      <ul className="store-legend">
        {all.map(({ id, name, size }) => (
          <li key={id}>
            <i data-part={id} />
            {name} <b>{formatBytes(size)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
