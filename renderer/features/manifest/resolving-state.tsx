import { useStore } from 'zustand';
import type { Problem } from '../../../shared/manifest/types';
import { Spinner } from '../../ui/spinner';
import { StateDot } from '../../ui/state-dot';
import { Tag } from '../../ui/tag';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly problems: readonly Problem[];
}

/** Whether the target resolves, as a dot and a word. */
export function ResolvingState({ store, problems }: Props) {
  const kind = useStore(store, (state) => state.resolving.kind);
  const hasManifest = useStore(store, (state) => state.resolved?.manifest !== undefined);
  if (kind === 'idle') return null;
  if (kind === 'resolving') return <Spinner label="Resolving" />;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (kind === 'failed' || errors > 0 || !hasManifest) {
    return <Tag tone="bad">{errors > 1 ? `${errors} errors` : errors === 1 ? '1 error' : 'failed'}</Tag>;
  }
  return <StateDot tone={problems.length > 0 ? 'warn' : 'ok'} label={problems.length > 0 ? 'warnings' : 'resolves'} />;
}
