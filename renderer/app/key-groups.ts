/** The keyboard, as its help lists it: the commands' keys, and those that belong to one place. */
import type { Command } from './commands';

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly { readonly title: string; readonly shortcuts: readonly string[] }[];
}

const TITLES: Readonly<Record<string, string>> = {
  go: 'Getting round',
  build: 'Building',
  view: 'The window',
  file: 'The workspace',
  text: 'Writing a manifest',
  manifest: 'The workspace',
  workspace: 'The workspace',
};

const IN_PLACES: KeyGroup = {
  title: 'Within a place',
  keys: [
    { title: 'Search packages', shortcuts: ['Ctrl F'] },
    { title: 'Pick the chosen package, or take it back', shortcuts: ['Space'] },
    { title: 'Move in a list', shortcuts: ['Up', 'Down', 'PageUp', 'PageDown'] },
    { title: 'Empty a filter, close what floats', shortcuts: ['Escape'] },
    {
      title: 'Copy from, paste into, search in a console',
      shortcuts: ['Ctrl Shift C', 'Ctrl Shift V', 'Ctrl Shift F'],
    },
  ],
};

export function keyGroups(commands: readonly Command[]): readonly KeyGroup[] {
  const groups = new Map<string, KeyGroup['keys'][number][]>();
  for (const { id, title, shortcuts } of commands) {
    if (shortcuts.length === 0) continue;
    const group = TITLES[id.split('.')[0] ?? ''] ?? 'The window';
    groups.set(group, [...(groups.get(group) ?? []), { title, shortcuts }]);
  }
  return [...[...groups].map(([title, keys]) => ({ title, keys })), IN_PLACES];
}
