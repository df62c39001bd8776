import { memo } from 'react';
import { shortChecksum } from '../../ui/format';
import { Tag } from '../../ui/tag';
import { OriginLink, type OpenFile } from './origin-link';
import { placeOf, type StageRow } from './stage-rows';
import { stageSummary } from './stage-summary';
import { StageTypeName } from './stage-type-name';

interface Props {
  readonly row: StageRow;
  readonly selected: boolean;
  readonly onOpenFile: OpenFile;
}

/** A stage in one line: its number, its type, what it does, where it is written, and its id. */
export const StageRowView = memo(function StageRowView({ row, selected, onOpenFile }: Props) {
  const place = placeOf(row);
  const summary = stageSummary(row.stage);
  const condition =
    row.kind === 'stage' ? row.origin?.reasons.filter((reason) => reason.kind === 'if').at(-1) : undefined;
  return (
    <div className="stage-row" data-selected={selected || undefined} data-off={row.kind === 'disabled' || undefined}>
      <span className="stage-number">{row.kind === 'stage' ? row.index + 1 : '–'}</span>
      <StageTypeName type={row.type} />
      <span className="stage-summary compose-ellipsis" title={summary}>
        {summary}
      </span>
      {row.kind === 'disabled' && <Tag title="It is in the file, but switched off">off</Tag>}
      {condition?.kind === 'if' && (
        <Tag title={`It is here because of mpp-if: ${condition.code}`}>
          {condition.branch === 'then' ? 'if' : 'else'}
        </Tag>
      )}
      <span className="stage-origin">
        <OriginLink file={place?.file} line={place?.line} column={place?.column} onOpenFile={onOpenFile} />
      </span>
      {row.kind === 'stage' && (
        <span className="stage-id mono" title={`Stage id ${row.id}`}>
          {shortChecksum(row.id)}
        </span>
      )}
    </div>
  );
});
