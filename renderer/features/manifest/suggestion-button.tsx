import { useStore } from 'zustand';
import type { Problem } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import type { ManifestStore } from './store';

/** Gives a mistyped define the name that was meant. */
export function SuggestionButton({ store, problem }: { readonly store: ManifestStore; readonly problem: Problem }) {
  const { define, suggestion } = problem;
  const isSet = useStore(store, (state) => define !== undefined && Object.hasOwn(state.defines, define));
  if (define === undefined || suggestion === undefined || !isSet) return null;
  return (
    <Button
      title={`Rename ${define} to ${suggestion}`}
      onClick={() => void store.getState().renameDefine(define, suggestion)}
    >
      {`Rename to ${suggestion}`}
    </Button>
  );
}
