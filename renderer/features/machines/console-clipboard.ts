/** Copy and paste of the console. */

/** The part of xterm's Terminal that is used here. */
interface Selectable {
  hasSelection(): boolean;
  getSelection(): string;
  clearSelection(): void;
  paste(text: string): void;
  focus(): void;
}

/** Copies what is selected, if anything is. */
export async function copySelection(terminal: Selectable): Promise<void> {
  if (!terminal.hasSelection()) return;
  await navigator.clipboard.writeText(terminal.getSelection());
}

/** Pastes as typed text; xterm wraps it in brackets where the guest asked for that (`ESC[?2004h`). */
export async function pasteClipboard(terminal: Selectable): Promise<void> {
  const text = await navigator.clipboard.readText();
  if (text !== '') terminal.paste(text);
  terminal.focus();
}
