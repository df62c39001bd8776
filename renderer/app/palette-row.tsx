import { Icon } from '../ui/icon';
import { Kbd } from '../ui/kbd';
import type { PaletteItem } from './palette-items';

interface Props {
  readonly id: string;
  readonly item: PaletteItem;
  /** Pixels from the list's top. */
  readonly top: number;
  readonly selected: boolean;
  readonly onRun: () => void;
}

export function PaletteRow({ id, item, top, selected, onRun }: Props) {
  return (
    <div
      id={id}
      className="palette-row"
      role="option"
      aria-selected={selected}
      title={[item.title, item.more].filter(Boolean).join('\n')}
      style={{ transform: `translateY(${top}px)` }}
      // The input keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <Icon name={item.icon} size={14} />
      <span className="palette-title">{item.title}</span>
      <span className="palette-more">{item.more}</span>
      {item.shortcut !== undefined && <Kbd keys={item.shortcut} />}
      <span className="palette-kind">{item.kind}</span>
    </div>
  );
}
