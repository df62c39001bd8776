import { Button } from '../../ui/button';
import { formatBytes } from '../../ui/format';
import type { StorePartWords } from './store-panel-words';

interface Props {
  readonly part: StorePartWords;
  readonly isBusy: boolean;
  readonly isOff: boolean;
  readonly onClean: () => void;
}

/** One part: how much it is, and what it costs to clean it. */
export function StorePanelPart({ part, isBusy, isOff, onClean }: Props) {
  return (
    <section className="store-part" aria-label={part.name}>
      <div>
        <h3>{part.name}</h3>
        <p>{part.about}</p>
        <p className="builds-dim">{part.size === 0 ? 'There is nothing to clean.' : part.cost}</p>
      </div>
      <div className="store-part-end">
        <b>{formatBytes(part.size)}</b>
        {part.count !== undefined && <span className="builds-dim">{part.count}</span>}
      </div>
      <Button title={part.cost} disabled={isOff || part.size === 0} onClick={onClean}>
        {isBusy ? 'Cleaning' : 'Clean'}
      </Button>
    </section>
  );
}
