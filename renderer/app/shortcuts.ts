/** Keys as people read them (`Ctrl Shift P`) and as the window hears them. */

interface Keys {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = { Left: 'arrowleft', Right: 'arrowright', Comma: ',' };

/** True if the event is exactly these keys. */
export function matchesKeys(shortcut: string, event: Keys): boolean {
  const words = shortcut.split(' ');
  const last = words[words.length - 1] ?? '';
  const key = NAMES[last] ?? last.toLowerCase();
  return (
    event.key.toLowerCase() === key &&
    (event.ctrlKey || event.metaKey) === words.includes('Ctrl') &&
    event.altKey === words.includes('Alt') &&
    event.shiftKey === words.includes('Shift')
  );
}

/** A terminal's keys belong to the guest: only those that no shell knows are taken from it. It has a search of its own. */
export function worksInTerminal(shortcut: string): boolean {
  if (shortcut === 'Ctrl Shift F') return false;
  return /^Ctrl \d$/.test(shortcut) || shortcut.startsWith('Ctrl Shift') || shortcut.startsWith('Ctrl Alt');
}
