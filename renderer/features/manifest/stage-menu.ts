import type { MenuItem } from '../../ui/menu';
import type { CopyStage } from './stage-clipboard';
import type { StageEdits } from './stage-edits';
import type { StageRow } from './stage-rows';

interface Ways {
  readonly open: () => void;
  readonly inspect: () => void;
  readonly copy: CopyStage;
}

/** What can be done with a stage. */
export function stageMenu(row: StageRow, edits: StageEdits, { open, inspect, copy }: Ways): readonly MenuItem[] {
  return [
    { label: 'Show', shortcut: 'Enter', onSelect: inspect },
    { label: 'Go to the text', shortcut: 'F12', onSelect: open },
    { label: 'Copy as YAML', shortcut: 'Ctrl C', onSelect: () => copy(row.stage, 'yaml') },
    { label: 'Copy as JSON', onSelect: () => copy(row.stage, 'json') },
    {
      label: row.kind === 'disabled' ? 'Switch on' : 'Switch off',
      separated: true,
      onSelect: () => void edits.toggle(row),
    },
    { label: 'Duplicate', onSelect: () => void edits.duplicate(row) },
    { label: 'Move up', shortcut: 'Alt ↑', onSelect: () => void edits.moveBy(row, -1) },
    { label: 'Move down', shortcut: 'Alt ↓', onSelect: () => void edits.moveBy(row, 1) },
    { label: 'Remove', shortcut: 'Del', danger: true, separated: true, onSelect: () => void edits.remove(row) },
  ];
}
