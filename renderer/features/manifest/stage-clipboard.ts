import { stringify } from 'yaml';
import type { Stage } from '../../../shared/manifest/types';
import { useCopy } from '../../ui/use-copy';

export type CopyStage = (stage: Stage, as: 'yaml' | 'json') => void;

/** Copies a stage as it stands in a manifest's list of stages, or as osbuild reads it. */
export function useStageClipboard(): CopyStage {
  const copy = useCopy();
  return (stage, as) => {
    if (as === 'json') copy(JSON.stringify(stage, null, 2), 'Stage copied as JSON');
    else
      copy(stringify([stage], { lineWidth: 0, version: '1.1', aliasDuplicateObjects: false }), 'Stage copied as YAML');
  };
}
