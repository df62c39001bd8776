import type { MouseEvent } from 'react';
import type { Target } from '../../../shared/manifest/types';
import { Icon } from '../../ui/icon';
import { MiddleText } from './target-name';
import { shortName } from './target-rows';

interface Props {
  readonly target: Target;
  /** Shows the whole name: no heading says a part of it. */
  readonly whole: boolean;
  readonly selected: boolean;
  readonly favourite: boolean;
  readonly onSelect: () => void;
  readonly onFavourite: (favourite: boolean) => void;
  /** Where the menu was asked for, in pixels of the window. */
  readonly onMenu: (at: { x: number; y: number }) => void;
}

/** A target by what its heading does not say, the formats it is built in, and its star. */
export function TargetItem({ target, whole, selected, favourite, onSelect, onFavourite, onMenu }: Props) {
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    // The menu key has no place of its own.
    onMenu(
      event.clientX === 0 && event.clientY === 0 ? { x: left, y: bottom } : { x: event.clientX, y: event.clientY },
    );
  };
  const star = favourite ? 'Take it off the favourites (F)' : 'Add to the favourites (F)';
  return (
    <div className="target-row" data-favourite={favourite || undefined} onContextMenu={openMenu}>
      <button
        type="button"
        className="item"
        data-selected={selected || undefined}
        aria-current={selected || undefined}
        aria-label={target.name}
        title={`${target.name}\n${target.formats.join(', ')} from ${target.manifest}`}
        onClick={onSelect}
      >
        <MiddleText text={whole ? target.name : shortName(target)} />
        {!whole && <span className="item-end">{target.formats.join(' ')}</span>}
      </button>
      <button
        type="button"
        className="target-star"
        tabIndex={selected ? 0 : -1}
        aria-pressed={favourite}
        aria-label={`Favourite ${target.name}`}
        title={star}
        onClick={() => onFavourite(!favourite)}
      >
        <Icon name="star" size={13} />
      </button>
    </div>
  );
}
