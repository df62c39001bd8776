import type { Target } from '../../../shared/manifest/types';

interface Props {
  readonly target: Target;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

/** A target by what its heading does not say: image and type, and the formats it is built in. */
export function TargetItem({ target, selected, onSelect }: Props) {
  return (
    <button
      type="button"
      className="item"
      data-selected={selected || undefined}
      aria-current={selected || undefined}
      aria-label={target.name}
      title={`${target.name}\n${target.formats.join(', ')} from ${target.manifest}`}
      onClick={onSelect}
    >
      <span className="item-title">{`${target.image}-${target.type}`}</span>
      <span className="item-end">{target.formats.join(' ')}</span>
    </button>
  );
}
