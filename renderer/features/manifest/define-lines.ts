/** Lines for a shell that build the chosen target with its defines. */
import { cliLine, defineArgs, makeLine } from '../../../shared/manifest/make-line';
import type { Defines, Target } from '../../../shared/manifest/types';

export type LineKind = 'make' | 'studio' | 'mpp';

export const LINES: readonly { readonly id: LineKind; readonly label: string; readonly shortcut?: string }[] = [
  { id: 'make', label: 'make line', shortcut: 'Ctrl Alt C' },
  { id: 'studio', label: 'studio line' },
  { id: 'mpp', label: 'osbuild-mpp arguments' },
];

/** The line, quoted for a shell. A manifest without the layout of names has no format in it. */
export function lineOf(kind: LineKind, target: Target, defines: Defines): string {
  const format = target.layout === 'images' ? target.formats[0] : undefined;
  switch (kind) {
    case 'make':
      return makeLine({ target: target.name, format, defines });
    case 'studio':
      return cliLine({ target: target.name, format, defines });
    case 'mpp':
      return defineArgs(defines).join(' ');
  }
}
