import { useStore } from 'zustand';
import { isRunning } from './check-actions';
import type { ManifestStore } from './store';

/** What the tab of the checks says beside its name: how far they are, or how many failed. */
export function useCheckBadge(store: ManifestStore): string | undefined {
  const run = useStore(store, (state) => state.checkRun);
  const failed = useStore(
    store,
    ({ checks }) => [...checks.values()].filter((result) => result.kind === 'failed' || !result.check.ok).length,
  );
  if (run && isRunning(run)) return `${run.begun - run.running.length}/${run.targets.length}`;
  return failed > 0 ? `${failed} failed` : undefined;
}
