import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Target } from '../../../shared/manifest/types';
import { Icon } from '../../ui/icon';
import { Menu, type MenuItem } from '../../ui/menu';
import type { ManifestStore } from './store';
import { facetCounts, FACETS, withFacet, type Facet } from './target-facets';

const NONE: readonly Target[] = [];
const NAMES: Readonly<Record<Facet, string>> = { distro: 'Distro', target: 'Target', type: 'Type', arch: 'Arch' };

/** One chip for each part of the names that differs: it lists the part's values, with how many targets each has. */
export function TargetFacets({ store }: { readonly store: ManifestStore }) {
  const targets = useStore(store, (state) => state.workspace?.targets ?? NONE);
  const filter = useStore(store, (state) => state.filter);
  const facets = useStore(store, (state) => state.facets);
  const [open, setOpen] = useState<{ facet: Facet; at: { x: number; y: number } }>();
  const useful = useMemo(
    () => FACETS.filter((facet) => new Set(targets.flatMap((target) => target[facet] || [])).size > 1),
    [targets],
  );
  if (useful.length === 0) return null;
  const { setFacets } = store.getState();
  const items = (facet: Facet): MenuItem[] => [
    { label: `Any ${NAMES[facet].toLowerCase()}`, onSelect: () => setFacets(withFacet(facets, facet, undefined)) },
    ...facetCounts(targets, filter, facets, facet).map(({ value, count }, index) => ({
      label: value,
      shortcut: count.toLocaleString('en'),
      separated: index === 0,
      disabled: count === 0 && facets[facet] !== value,
      onSelect: () => setFacets(withFacet(facets, facet, value)),
    })),
  ];
  return (
    <div className="target-facets" role="group" aria-label="Parts of the name">
      {useful.map((facet) => {
        const value = facets[facet];
        return (
          <span key={facet} className="target-facet" data-chosen={value !== undefined || undefined}>
            <button
              type="button"
              className="target-facet-name"
              aria-haspopup="menu"
              aria-expanded={open?.facet === facet}
              title={value === undefined ? `Only one ${NAMES[facet].toLowerCase()}` : `${NAMES[facet]}: ${value}`}
              onClick={({ currentTarget }) => {
                const { left, bottom } = currentTarget.getBoundingClientRect();
                setOpen({ facet, at: { x: left, y: bottom + 4 } });
              }}
            >
              <span className="compose-ellipsis">{value ?? NAMES[facet]}</span>
              {value === undefined && <Icon name="chevron-down" size={10} />}
            </button>
            {value !== undefined && (
              <button
                type="button"
                className="target-facet-clear"
                aria-label={`Any ${NAMES[facet].toLowerCase()}`}
                title={`Any ${NAMES[facet].toLowerCase()}`}
                onClick={() => setFacets(withFacet(facets, facet, undefined))}
              >
                <Icon name="close" size={10} />
              </button>
            )}
          </span>
        );
      })}
      {open && <Menu at={open.at} items={items(open.facet)} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
