import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import type { BuildsStore } from './store';

/** Says that jobs were removed, as long as that can be undone. */
export function UndoBar({ store }: { store: BuildsStore }) {
  const removing = useStore(store, (state) => state.removing);
  const [first] = removing;
  if (!first) return null;
  const words = removing.length === 1 ? `Job ${first.id} removed` : `${removing.length} jobs removed`;
  return (
    <div className="builds-undo" role="status">
      <span
        className="builds-ellipsis"
        title={removing
          .slice(0, 10)
          .map((job) => `${job.id}: ${job.title}`)
          .join('\n')}
      >
        {words}
      </span>
      <Button onClick={() => store.getState().undoRemove()}>Undo</Button>
    </div>
  );
}
