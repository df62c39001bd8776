/** The terminal's colours and type, read from the design tokens of the theme that is set. */
import type { ITheme } from '@xterm/xterm';

const ANSI_NAMES = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const;

/** xterm's theme from the custom properties of an element. */
export function terminalTheme(element: Element): ITheme {
  const styles = getComputedStyle(element);
  const token = (name: string) => styles.getPropertyValue(name).trim();
  const theme: ITheme = {
    background: token('--term-bg'),
    foreground: token('--term-fg'),
    cursor: token('--term-fg'),
    cursorAccent: token('--term-bg'),
    selectionBackground: token('--term-selection'),
    scrollbarSliderBackground: token('--line-1'),
    scrollbarSliderHoverBackground: token('--line-2'),
    scrollbarSliderActiveBackground: token('--line-2'),
    overviewRulerBorder: token('--term-bg'),
  };
  ANSI_NAMES.forEach((name, index) => {
    const colour = token(`--ansi-${index}`);
    if (colour !== '') theme[name] = colour;
  });
  return Object.fromEntries(Object.entries(theme).filter(([, value]) => value !== ''));
}

/** Calls back when the theme of the document changes. Returns the function that ends it. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', changed);
  };
}
