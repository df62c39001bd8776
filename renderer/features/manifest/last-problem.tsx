import { useStore } from 'zustand';
import { ProblemBar } from '../../ui/problem-bar';
import type { ManifestStore } from './store';

/** The last action's failure, until it is put away. */
export function LastProblem({ store }: { readonly store: ManifestStore }) {
  const problem = useStore(store, (state) => state.problem);
  return <ProblemBar problem={problem} onDismiss={() => store.getState().dismissProblem()} />;
}
