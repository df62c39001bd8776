import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import type { ManifestStore } from './store';

/** The last action's failure, until it is put away. */
export function ProblemBar({ store }: { readonly store: ManifestStore }) {
  const problem = useStore(store, (state) => state.problem);
  if (!problem) return null;
  return (
    <div className="compose-problem">
      <ErrorNotice error={problem} />
      <Button variant="ghost" icon="close" title="Dismiss" onClick={() => store.getState().dismissProblem()} />
    </div>
  );
}
