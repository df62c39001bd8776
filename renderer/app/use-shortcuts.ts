import { useEffect } from 'react';
import type { Command } from './commands';
import { matchesKeys, worksInTerminal } from './shortcuts';

/** Runs the commands' keys, before an editor or a console hears them. */
export function useShortcuts(commands: readonly Command[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event, commands);
      if (!command) return;
      event.preventDefault();
      event.stopPropagation();
      command.run();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [commands]);
}

/** The command that these keys mean here; undefined where they mean something else. */
export function commandOf(event: KeyboardEvent, commands: readonly Command[]): Command | undefined {
  const inTerminal = event.target instanceof Element && event.target.closest('.xterm') !== null;
  const found = commands.find(({ shortcuts }) =>
    shortcuts.some((keys) => matchesKeys(keys, event) && (!inTerminal || worksInTerminal(keys))),
  );
  // A dialog is answered first; the palette is closed by the keys that opened it.
  if (found?.id !== 'view.palette' && document.querySelector('[aria-modal="true"]')) return undefined;
  return found?.enabled() ? found : undefined;
}
