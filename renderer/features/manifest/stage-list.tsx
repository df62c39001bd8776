import { useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { Resolved } from '../../../shared/manifest/types';
import { Menu } from '../../ui/menu';
import { VirtualList } from '../../ui/virtual-list';
import type { OpenFile } from './origin-link';
import { PipelineGroup } from './pipeline-group';
import type { StageEdits } from './stage-edits';
import { stageMenu } from './stage-menu';
import { useStageDrag } from './stage-drag';
import { StageRowView } from './stage-row-view';
import { placeOf, type PictureRow, type StageRow } from './stage-rows';
import { useStageClipboard, type CopyStage } from './stage-clipboard';

interface Props {
  readonly resolved: Resolved;
  readonly rows: readonly PictureRow[];
  readonly chosen: string | undefined;
  readonly folded: ReadonlySet<string>;
  readonly edits: StageEdits;
  readonly onChoose: (key: string) => void;
  readonly onInspect: (key: string) => void;
  readonly onFold: (pipeline: string) => void;
  readonly onOpenFile: OpenFile;
}

const ROW_HEIGHT = 26;

/** Stages as rows below the names of their pipelines: chosen with arrows, moved by drag or with Alt. */
export function StageList(props: Props) {
  const { resolved, rows, chosen, folded, edits, onChoose, onInspect, onFold, onOpenFile } = props;
  const [menu, setMenu] = useState<{ row: StageRow; x: number; y: number }>();
  const copy = useStageClipboard();
  const selected = rows.findIndex((row) => row.key === chosen && row.kind !== 'pipeline');
  const drag = useStageDrag(edits);
  const choose = (index: number) => {
    const row = nearestStage(rows, index, index < selected ? -1 : 1);
    if (row) onChoose(row.key);
  };
  const openPlace = (row: StageRow) => {
    const place = placeOf(row);
    if (place) onOpenFile(place.file, place.line, place.column);
  };
  const renderRow = (row: PictureRow | undefined, isSelected: boolean) => {
    if (!row) return null;
    if (row.kind === 'pipeline') return <PipelineGroup {...{ row, resolved, folded, onFold }} />;
    const onContextMenu = (event: MouseEvent) => {
      event.preventDefault();
      onChoose(row.key);
      setMenu({ row, x: event.clientX, y: event.clientY });
    };
    return (
      <div {...drag(row)} onContextMenu={onContextMenu}>
        <StageRowView row={row} selected={isSelected} onOpenFile={onOpenFile} />
      </div>
    );
  };
  return (
    <>
      <VirtualList
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        label="Stages"
        selected={selected}
        onSelect={choose}
        onActivate={(index) => onInspect(rows[index]?.key ?? '')}
        onKeyDown={(event) => stageKeys(event, rows[selected], edits, { open: openPlace, copy })}
        rowKey={(index) => rows[index]?.key ?? String(index)}
        render={(index, isSelected) => renderRow(rows[index], isSelected)}
      />
      {menu && (
        <Menu
          at={menu}
          onClose={() => setMenu(undefined)}
          items={stageMenu(menu.row, edits, {
            open: () => openPlace(menu.row),
            inspect: () => onInspect(menu.row.key),
            copy,
          })}
        />
      )}
    </>
  );
}

interface Ways {
  readonly open: (row: StageRow) => void;
  readonly copy: CopyStage;
}

function stageKeys(event: KeyboardEvent, row: PictureRow | undefined, edits: StageEdits, { open, copy }: Ways): void {
  if (!row || row.kind === 'pipeline') return;
  if (event.altKey && event.key === 'ArrowUp') void edits.moveBy(row, -1);
  else if (event.altKey && event.key === 'ArrowDown') void edits.moveBy(row, 1);
  else if (event.key === 'F12') open(row);
  else if (event.key === 'Delete') void edits.remove(row);
  else if ((event.ctrlKey || event.metaKey) && event.key === 'c') copy(row.stage, 'yaml');
  else return;
  event.preventDefault();
}

/** The row itself, or the nearest stage further on; headings are passed over. */
function nearestStage(rows: readonly PictureRow[], index: number, step: 1 | -1): StageRow | undefined {
  for (const direction of [step, -step])
    for (let at = index; at >= 0 && at < rows.length; at += direction) {
      const row = rows[at];
      if (row && row.kind !== 'pipeline') return row;
    }
  return undefined;
}
