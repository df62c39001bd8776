import type { Resolved, SolvedPackage } from '../../../shared/manifest/types';
import { formatBytes, formatDuration } from '../../ui/format';

/** `7 pipelines · 31 stages · 171 packages · 0.4 s`. */
export function resolvedWords(resolved: Resolved): string {
  const stages = resolved.pipelines.reduce((sum, pipeline) => sum + pipeline.stages.length, 0);
  const packages = Object.values(resolved.packages).reduce((sum, list) => sum + list.length, 0);
  return [
    count(resolved.pipelines.length, 'pipeline'),
    count(stages, 'stage'),
    ...(packages > 0 ? [count(packages, 'package')] : []),
    formatDuration(Math.max(0.1, resolved.tookMs / 1000)),
  ].join(' · ');
}

/** `171 packages, 315 MB` as they are installed; nothing where there are none. */
export function packageWords(packages: readonly SolvedPackage[]): string {
  if (packages.length === 0) return '';
  const bytes = packages.reduce((sum, entry) => sum + (entry.installSize ?? 0), 0);
  return bytes > 0 ? `${count(packages.length, 'package')}, ${formatBytes(bytes)}` : count(packages.length, 'package');
}

/** `1 stage`, `2 stages`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
