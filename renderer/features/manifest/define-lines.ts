/** Lines for a shell: what a person types to build the same elsewhere, and what such a line says. */
import { formatTargetName } from '../../../shared/manifest/target-name';
import type { Defines, Target } from '../../../shared/manifest/types';
import { definesLine } from './define-fields';

export type LineKind = 'make' | 'studio' | 'mpp';

export const LINES: readonly { readonly id: LineKind; readonly label: string; readonly shortcut?: string }[] = [
  { id: 'make', label: 'make line', shortcut: 'Ctrl Alt C' },
  { id: 'studio', label: 'studio line' },
  { id: 'mpp', label: 'osbuild-mpp arguments' },
];

/** The line that builds a target with these defines. */
export function lineOf(kind: LineKind, target: Target, defines: Defines): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const words = Object.entries(defines).map(([name, value]) => `-D ${quote(`${name}=${JSON.stringify(value)}`)}`);
  const format = target.formats[0];
  const name = target.layout === 'images' && format ? formatTargetName(target.name, format) : target.name;
  if (kind === 'make') return ['make', name, ...(words.length > 0 ? [definesLine(defines)] : [])].join(' ');
  if (kind === 'studio') return ['ostree-studio', 'build', name, ...words].join(' ');
  return words.join(' ');
}
