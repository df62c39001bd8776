import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import type { BuildsStore } from './store';

/** Says that a job was removed, as long as that can be undone. */
export function UndoBar({ store }: { store: BuildsStore }) {
  const removing = useStore(store, (state) => state.removing);
  if (!removing) return null;
  return (
    <div className="builds-undo" role="status">
      <span className="builds-ellipsis" title={removing.title}>{`Job ${removing.id} removed`}</span>
      <Button onClick={() => store.getState().undoRemove()}>Undo</Button>
    </div>
  );
}
