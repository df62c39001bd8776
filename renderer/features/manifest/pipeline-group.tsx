import { useId, useState } from 'react';
import type { PipelineOutline, SolvedPackage } from '../../../shared/manifest/types';
import { shortChecksum } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { useCopy } from '../../ui/use-copy';
import { count, packageWords } from './resolved-words';

interface Props {
  readonly pipeline: PipelineOutline;
  readonly packages: readonly SolvedPackage[];
}

/** A pipeline and its stages. */
export function PipelineGroup({ pipeline, packages }: Props) {
  const [open, setOpen] = useState(true);
  const id = useId();
  return (
    <section className="pipeline" aria-label={pipeline.name}>
      <button
        type="button"
        className="pipeline-head"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} />
        <span className="pipeline-name compose-ellipsis" title={pipeline.name}>
          {pipeline.name}
        </span>
        {pipeline.build !== undefined && (
          <span className="compose-dim compose-ellipsis">{`built in ${pipeline.build}`}</span>
        )}
        <span className="item-end">
          {[packageWords(packages), count(pipeline.stages.length, 'stage')].filter(Boolean).join(' · ')}
        </span>
      </button>
      {open && (
        <ol id={id} aria-label={`Stages of ${pipeline.name}`}>
          {pipeline.stages.map((stage, index) => (
            <StageRow key={`${index} ${stage.id}`} number={index + 1} type={stage.type} id={stage.id} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StageRow({ number, type, id }: { number: number; type: string; id: string }) {
  const copy = useCopy();
  const dot = type.lastIndexOf('.');
  return (
    <li className="item stage-row">
      <span className="stage-number">{number}</span>
      <span className="item-title mono" title={type}>
        <span className="compose-dim">{type.slice(0, dot + 1)}</span>
        {type.slice(dot + 1)}
      </span>
      <span className="item-end">
        <button
          type="button"
          className="copyable mono"
          title={`Stage id ${id}\nClick to copy`}
          onClick={() => copy(id, 'Stage id copied')}
        >
          {shortChecksum(id)}
        </button>
      </span>
    </li>
  );
}
