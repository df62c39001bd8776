import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { Icon } from '../../ui/icon';
import { Tag } from '../../ui/tag';
import type { PipelineNode } from './picture-graph';
import { count } from './resolved-words';

export type PictureNodeType = Node<{ readonly pipeline: PipelineNode; readonly chosen: boolean }, 'pipeline'>;

/** A pipeline's box: its name, how much is in it, and what is taken out of it. */
export function PictureNode({ data: { pipeline, chosen } }: NodeProps<PictureNodeType>) {
  const words = [
    count(pipeline.stages, 'stage'),
    ...(pipeline.packages > 0 ? [count(pipeline.packages, 'package')] : []),
  ].join(' · ');
  return (
    <div className="picture-node" data-chosen={chosen || undefined} title={`${pipeline.name}\n${words}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="picture-node-head">
        <span className="picture-node-name">{pipeline.name}</span>
        {pipeline.problems > 0 && (
          <span className="picture-node-bad" title={count(pipeline.problems, 'problem')}>
            <Icon name="warning" size={13} />
          </span>
        )}
      </div>
      <div className="picture-node-foot">
        <span className="compose-ellipsis">{words}</span>
        {pipeline.exports.map((format) => (
          <Tag key={format} tone="ok" title={`The ${format} format is taken from here`}>
            {format}
          </Tag>
        ))}
        {pipeline.runner !== undefined && pipeline.exports.length === 0 && (
          <Tag title={`Runner ${pipeline.runner}`}>runner</Tag>
        )}
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
