/** One xterm in the document, joined to a machine's serial console for as long as it is shown. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { connectTerminal, type TerminalSession } from './terminal-session';
import { onThemeChange, terminalTheme } from './terminal-theme';

export type OpenTerminal = (machineId: string) => Promise<MessagePort>;
export type Connection = { kind: 'connecting' } | { kind: 'open' } | { kind: 'ended'; reason: string };

export interface TerminalControls {
  readonly terminal: Terminal;
  readonly search: SearchAddon;
  /** Sends text as if typed. */
  send(text: string): void;
}

export interface UsedTerminal {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly connection: Connection;
  /** Undefined until the terminal is in the document. */
  readonly controls: TerminalControls | undefined;
  reconnect(): void;
}

const SCROLL_BACK = 10_000;

/** `keys` may take a key before the terminal does: it returns false for those that it took. */
export function useTerminal(
  machineId: string,
  openTerminal: OpenTerminal,
  keys: (event: KeyboardEvent, controls: TerminalControls) => boolean,
): UsedTerminal {
  const host = useRef<HTMLDivElement>(null);
  const [connection, setConnection] = useState<Connection>({ kind: 'connecting' });
  const [controls, setControls] = useState<TerminalControls>();
  const [turn, setTurn] = useState(0);
  const latestKeys = useRef(keys);
  useEffect(() => {
    latestKeys.current = keys;
  }, [keys]);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = createTerminal(element);
    let session: TerminalSession | undefined;
    let gone = false;
    const mine: TerminalControls = { ...made, send: (text) => session?.send(text) };
    made.terminal.attachCustomKeyEventHandler((event) => latestKeys.current(event, mine));
    setControls(mine);
    setConnection({ kind: 'connecting' });
    openTerminal(machineId).then(
      (port) => {
        if (gone) {
          port.close();
          return;
        }
        session = connectTerminal(made.terminal, port, (reason) => setConnection({ kind: 'ended', reason }));
        setConnection({ kind: 'open' });
        made.terminal.focus();
      },
      (thrown: unknown) => {
        if (!gone) setConnection({ kind: 'ended', reason: thrown instanceof Error ? thrown.message : String(thrown) });
      },
    );
    return () => {
      gone = true;
      session?.close();
      made.dispose();
      setControls(undefined);
    };
  }, [machineId, openTerminal, turn]);

  return { host, connection, controls, reconnect: () => setTurn((before) => before + 1) };
}

function createTerminal(element: HTMLElement): { terminal: Terminal; search: SearchAddon; dispose: () => void } {
  const styles = getComputedStyle(element);
  const terminal = new Terminal({
    scrollback: SCROLL_BACK,
    allowProposedApi: true,
    fontFamily: styles.getPropertyValue('--font-mono').trim() || 'monospace',
    fontSize: 12,
    lineHeight: 1.15,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    // Guests choose colours for a black screen; this keeps them readable in the light theme too.
    minimumContrastRatio: 4.5,
    theme: terminalTheme(element),
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.open(element);
  fit.fit();
  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0 && element.clientHeight > 0) fit.fit();
  });
  observer.observe(element);
  const endTheme = onThemeChange(() => {
    terminal.options.theme = terminalTheme(element);
  });
  return {
    terminal,
    search,
    dispose() {
      endTheme();
      observer.disconnect();
      terminal.dispose();
    },
  };
}
