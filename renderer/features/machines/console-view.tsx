import '@xterm/xterm/css/xterm.css';
import { useState, type MouseEvent } from 'react';
import type { Machine } from '../../../shared/machines/types';
import { Button } from '../../ui/button';
import { ConsoleSearch } from './console-search';
import { copySelection, pasteClipboard } from './console-clipboard';
import { ConsoleMenu } from './console-menu';
import { isRunning } from './machine-words';
import { useTerminal, type OpenTerminal, type TerminalControls } from './use-terminal';

interface Props {
  readonly machine: Machine;
  readonly openTerminal: OpenTerminal;
}

/** The serial console of a machine. */
export function ConsoleView({ machine, openTerminal }: Props) {
  const [searching, setSearching] = useState(false);
  const [menu, setMenu] = useState<{ x: number; y: number }>();

  const keys = (event: KeyboardEvent, controls: TerminalControls) => {
    if (event.type !== 'keydown' || !event.ctrlKey || !event.shiftKey) return true;
    const key = event.key.toLowerCase();
    if (key === 'c') void copySelection(controls.terminal);
    else if (key === 'v') void pasteClipboard(controls.terminal);
    else if (key === 'f') setSearching(true);
    else return true;
    event.preventDefault();
    return false;
  };
  const { host, connection, controls, reconnect } = useTerminal(machine.id, openTerminal, keys);
  const running = isRunning(machine);

  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    setMenu({ x: event.clientX, y: event.clientY });
  };
  const closeSearch = () => {
    setSearching(false);
    controls?.search.clearDecorations();
    controls?.terminal.focus();
  };
  return (
    <div className="console">
      {searching && controls && <ConsoleSearch search={controls.search} onClose={closeSearch} />}
      <div
        className="console-host"
        ref={host}
        aria-label={`Serial console of ${machine.name}`}
        onContextMenu={openMenu}
      />
      {connection.kind === 'ended' && (
        <div className="console-ended" role="status">
          <span>
            {running
              ? `The console is not connected: ${connection.reason}`
              : 'The machine is stopped; this is what it said.'}
          </span>
          {running && <Button onClick={reconnect}>Connect again</Button>}
        </div>
      )}
      {menu && controls && (
        <ConsoleMenu
          at={menu}
          controls={controls}
          shell={machine.state.kind === 'shell'}
          onSearch={() => setSearching(true)}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );
}
