import type { Resolved } from '../../../shared/manifest/types';
import { Icon } from '../../ui/icon';
import { count, packageWords } from './resolved-words';
import type { PipelineRow } from './stage-rows';

interface Props {
  readonly row: PipelineRow;
  readonly resolved: Resolved;
  /** Names of the pipelines whose stages are folded. */
  readonly folded: ReadonlySet<string>;
  readonly onFold: (pipeline: string) => void;
}

/** The line above a pipeline's stages: a click folds them. */
export function PipelineGroup({ row: { outline }, resolved, folded, onFold }: Props) {
  const isOpen = !folded.has(outline.name);
  const packages = packageWords(resolved.packages[outline.name] ?? []);
  return (
    <button
      type="button"
      className="pipeline-head"
      tabIndex={-1}
      aria-expanded={isOpen}
      onClick={(event) => {
        event.stopPropagation();
        onFold(outline.name);
      }}
    >
      <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
      <span className="pipeline-name compose-ellipsis" title={outline.name}>
        {outline.name}
      </span>
      {outline.build !== undefined && (
        <span className="compose-dim compose-ellipsis">{`built in ${outline.build}`}</span>
      )}
      <span className="item-end">{[packages, count(outline.stages.length, 'stage')].filter(Boolean).join(' · ')}</span>
    </button>
  );
}
