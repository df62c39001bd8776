import { Menu } from '../../ui/menu';
import { copySelection, pasteClipboard } from './console-clipboard';
import type { TerminalControls } from './use-terminal';

interface Props {
  readonly at: { readonly x: number; readonly y: number };
  readonly controls: TerminalControls;
  /** True if a shell prompt is there: then the guest can be told the window's size. */
  readonly shell: boolean;
  readonly onSearch: () => void;
  readonly onClose: () => void;
}

/** The console's context menu. */
export function ConsoleMenu({ at, controls, shell, onSearch, onClose }: Props) {
  const { terminal, send } = controls;
  return (
    <Menu
      at={at}
      onClose={onClose}
      items={[
        {
          label: 'Copy',
          shortcut: 'Ctrl+Shift+C',
          disabled: !terminal.hasSelection(),
          onSelect: () => void copySelection(terminal),
        },
        { label: 'Paste', shortcut: 'Ctrl+Shift+V', onSelect: () => void pasteClipboard(terminal) },
        { label: 'Select all', onSelect: () => terminal.selectAll() },
        { label: 'Search', shortcut: 'Ctrl+Shift+F', onSelect: onSearch },
        {
          label: `Tell the guest this size (${terminal.cols} × ${terminal.rows})`,
          disabled: !shell,
          // A serial line does not carry the window's size: the shell has to be told.
          onSelect: () => send(` stty cols ${terminal.cols} rows ${terminal.rows}\r`),
        },
        { label: 'Clear scroll-back', onSelect: () => terminal.clear() },
      ]}
    />
  );
}
