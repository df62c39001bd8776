/**
 * Target names as the Makefile of the CentOS Automotive sample images has them:
 * `DISTRO-TARGET-IMAGE-TYPE[@SUFFIX].ARCH.FORMAT`, for example `starter-qemu-minimal-ostree.x86_64.qcow2`. A manifest
 * that stands by itself is named by its path in the folder: `images/edge.mpp.yml.qcow2`.
 */
import { StudioError } from '../errors';
import { FORMATS } from './formats';
import type { Format, Target } from './types';

export interface TargetName {
  /** Without suffix and format: `starter-qemu-minimal-ostree.x86_64`. */
  target: string;
  /** Tells variants of one target apart; only the file's name has it. */
  suffix: string | undefined;
  format: Format;
}

const MANIFEST = /\.mpp\.(?:ya?ml|json)$/;
/** Neither absolute, nor with a part that leads elsewhere. */
const IN_FOLDER = /^(?!(?:.*\/)?\.{0,2}(?:\/|$))[^\0\\]+$/;

/** True for a target that is a manifest of its own, named by its path. */
function isManifest(target: string): boolean {
  return MANIFEST.test(target) && IN_FOLDER.test(target);
}

/** @throws StudioError `invalid-input` with an example. */
export function parseTargetName(text: string): TargetName {
  // The longest ending wins: `.tar.gz` before `.gz`, `.oci.tar` before `.tar`.
  const format = [...FORMATS].sort((a, b) => b.length - a.length).find((each) => text.endsWith(`.${each}`));
  const name = format === undefined ? '' : text.slice(0, -format.length - 1);
  if (format !== undefined && isManifest(name)) return { target: name, suffix: undefined, format };
  const match = /^([A-Za-z0-9_+-]+)(?:@([A-Za-z0-9_+-]+))?\.([A-Za-z0-9_]+)$/.exec(name);
  if (!match || format === undefined)
    throw new StudioError('invalid-input', `'${text}' names no target.`, {
      hint: `A target is written like starter-qemu-minimal-ostree.x86_64.qcow2; it ends in ${FORMATS.map((each) => `.${each}`).join(', ')}.`,
    });
  return { target: `${match[1]}.${match[3]}`, suffix: match[2], format };
}

/** The name of a target in a format, with an optional suffix, which a manifest of its own does not have. */
export function formatTargetName(target: string, format: Format, suffix?: string): string {
  if (isManifest(target)) return `${target}.${format}`;
  const dot = target.lastIndexOf('.');
  return `${target.slice(0, dot)}${suffix ? `@${suffix}` : ''}${target.slice(dot)}.${format}`;
}

/** Where the result of a target is in the output folder. */
export function outputName(target: string, format: Format, suffix?: string): string {
  if (!isManifest(target)) return formatTargetName(target, format, suffix);
  return `${target.replace(MANIFEST, '')}${suffix ? `@${suffix}` : ''}.${format}`;
}

/** `DISTRO-TARGET-IMAGE-TYPE.ARCH` of a target's parts. */
export function targetName(parts: Pick<Target, 'distro' | 'target' | 'image' | 'type' | 'arch'>): string {
  return `${parts.distro}-${parts.target}-${parts.image}-${parts.type}.${parts.arch}`;
}

/** The targets whose name is nearest to what was typed, best first. */
export function nearestNames(text: string, known: readonly string[], most = 3): string[] {
  const scored = known.map((name) => ({ name, distance: editDistance(text.toLowerCase(), name.toLowerCase()) }));
  return scored
    .filter(({ name, distance }) => distance <= Math.max(2, Math.ceil(name.length / 3)))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Levenshtein distance, with a swap of neighbours as one step. */
export function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_none, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (before[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (before[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (older[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    older = before;
    before = row;
  }
  return before[b.length] ?? 0;
}
