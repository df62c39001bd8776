/** What can be done at a place of the text. */
import { selectAll } from '@codemirror/commands';
import type { EditorView } from '@codemirror/view';
import type { MenuItem } from '../../ui/menu';
import type { ManifestStore } from './store';

/** `offset`: where the menu was asked for; the cursor's place if that is not in the text. */
export function textMenu(store: ManifestStore, view: EditorView, offset: number | undefined): MenuItem[] {
  const { goToDefinition, findUses, showSearch } = store.getState();
  const { from, to } = view.state.selection.main;
  const selected = view.state.sliceDoc(from, to);
  const copy = () => void navigator.clipboard.writeText(selected);
  const replace = (text: string) => {
    view.dispatch(view.state.replaceSelection(text), { userEvent: 'input.paste', scrollIntoView: true });
    view.focus();
  };
  const oneLine = selected !== '' && !selected.includes('\n');
  return [
    { label: 'Go to definition', shortcut: 'F12', onSelect: () => goToDefinition(offset) },
    { label: 'Find uses', shortcut: 'Shift F12', onSelect: () => findUses(offset) },
    { label: 'Search all files for the selection', disabled: !oneLine, onSelect: () => showSearch(selected) },
    {
      label: 'Cut',
      shortcut: 'Ctrl X',
      separated: true,
      disabled: selected === '',
      onSelect: () => {
        copy();
        replace('');
      },
    },
    { label: 'Copy', shortcut: 'Ctrl C', disabled: selected === '', onSelect: copy },
    { label: 'Paste', shortcut: 'Ctrl V', onSelect: () => void navigator.clipboard.readText().then(replace) },
    { label: 'Select all', shortcut: 'Ctrl A', onSelect: () => selectAll(view) },
  ];
}
