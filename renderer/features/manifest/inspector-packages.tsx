import { useMemo, useState } from 'react';
import type { SolvedPackage } from '../../../shared/manifest/types';
import { formatBytes } from '../../ui/format';
import { SearchInput } from '../../ui/search-input';
import { VirtualList } from '../../ui/virtual-list';
import { packageWords } from './resolved-words';

const ROW = 24;
/** Rows in sight at most. */
const VISIBLE = 10;

/** The packages that a stage installs, to be searched. */
export function InspectorPackages({ packages }: { readonly packages: readonly SolvedPackage[] }) {
  const [query, setQuery] = useState('');
  const [selected, setSelected] = useState(-1);
  const sorted = useMemo(() => [...packages].sort((a, b) => (a.name < b.name ? -1 : 1)), [packages]);
  const found = useMemo(() => sorted.filter(({ name }) => name.includes(query.trim().toLowerCase())), [sorted, query]);
  return (
    <div className="inspector-packages">
      <span className="compose-dim">{packageWords(packages)}</span>
      <SearchInput
        value={query}
        onChange={(text) => {
          setQuery(text);
          setSelected(-1);
        }}
        label="Search the packages of this stage"
        placeholder="Search packages"
        end={query === '' ? undefined : found.length}
      />
      <div style={{ height: Math.max(1, Math.min(VISIBLE, found.length)) * ROW }}>
        {found.length === 0 ? (
          <span className="compose-dim">No package has this in its name.</span>
        ) : (
          <VirtualList
            count={found.length}
            rowHeight={ROW}
            label="Packages of the stage"
            selected={selected}
            onSelect={setSelected}
            rowKey={(index) => found[index]?.checksum ?? String(index)}
            render={(index) => {
              const entry = found[index];
              return entry && <PackageLine entry={entry} />;
            }}
          />
        )}
      </div>
    </div>
  );
}

function PackageLine({ entry }: { entry: SolvedPackage }) {
  const version = `${entry.epoch > 0 ? `${entry.epoch}:` : ''}${entry.version}-${entry.release}`;
  return (
    <div className="inspector-package" title={`${entry.name}-${version}.${entry.arch}\nfrom ${entry.repo}`}>
      <span className="mono compose-ellipsis">{entry.name}</span>
      <span className="inspector-package-version mono compose-ellipsis">{version}</span>
      <span className="inspector-package-size">
        {entry.installSize === undefined ? '' : formatBytes(entry.installSize)}
      </span>
    </div>
  );
}
