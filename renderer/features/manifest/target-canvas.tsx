import { Icon } from '../../ui/icon';
import type { FixedRows } from '../../ui/use-fixed-rows';
import type { ManifestStore } from './store';
import { TargetItem } from './target-item';
import type { TargetRow } from './target-rows';

interface Props {
  readonly store: ManifestStore;
  readonly rows: readonly TargetRow[];
  readonly view: FixedRows;
  readonly chosen: TargetRow | undefined;
  readonly favourites: ReadonlySet<string>;
  readonly onSelect: (row: TargetRow) => void;
  readonly onFold: (group: string) => void;
  readonly onMenu: (name: string, at: { x: number; y: number }) => void;
}

/** Pixels. */
export const ROW_HEIGHT = 28;

/** Those rows of the list that are in sight. */
export function TargetCanvas({ store, rows, view, chosen, favourites, onSelect, onFold, onMenu }: Props) {
  return (
    <ul className="targets-canvas" aria-label="Targets" style={{ height: view.height }}>
      {rows.slice(view.first, view.end).map((row, index) => {
        const style = { top: (view.first + index) * ROW_HEIGHT, height: ROW_HEIGHT };
        return row.kind === 'group' ? (
          <li key={row.key} role="presentation" style={style}>
            <TargetGroup name={row.name} count={row.count} folded={row.folded} onFold={() => onFold(row.name)} />
          </li>
        ) : (
          <li key={row.key} aria-label={row.target.name} style={style}>
            <TargetItem
              target={row.target}
              whole={row.whole}
              selected={row === chosen}
              favourite={favourites.has(row.target.name)}
              onSelect={() => onSelect(row)}
              onFavourite={(favourite) => void store.getState().setFavourite(row.target.name, favourite)}
              onMenu={(place) => onMenu(row.target.name, place)}
            />
          </li>
        );
      })}
    </ul>
  );
}

interface GroupProps {
  readonly name: string;
  readonly count: number;
  readonly folded: boolean;
  readonly onFold: () => void;
}

function TargetGroup({ name, count, folded, onFold }: GroupProps) {
  return (
    <button type="button" className="targets-group" aria-expanded={!folded} title={name} onClick={onFold}>
      <Icon name={folded ? 'chevron-right' : 'chevron-down'} size={10} />
      <span className="compose-ellipsis">{name}</span>
      <span className="targets-count">{count}</span>
    </button>
  );
}
