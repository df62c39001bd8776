/** Names of packages: name, epoch, version, release, architecture. */
import { compareEvr, type Evr, type Order } from './vercmp';

export interface Nevra {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
}

/** `[epoch:]version-release`; an epoch of 0 is not written. */
export function formatEvr({ epoch, version, release }: Evr): string {
  return `${epoch > 0 ? `${epoch}:` : ''}${version}${release === undefined ? '' : `-${release}`}`;
}

/** `name-[epoch:]version-release.arch`. */
export function formatNevra(nevra: Nevra): string {
  return `${nevra.name}-${formatEvr(nevra)}.${nevra.arch}`;
}

/** Reads `[epoch:]version[-release]`; undefined if it is none. */
export function parseEvr(text: string): Evr | undefined {
  const match = /^(?:(\d{1,10}):)?([^-:\s]+)(?:-([^-:\s]+))?$/.exec(text);
  if (!match) return undefined;
  const [, epoch, version = '', release] = match;
  return { epoch: Number(epoch ?? 0), version, ...(release === undefined ? {} : { release }) };
}

/**
 * Reads `name-[epoch:]version-release.arch`, also with the epoch before the name (`1:bash-…`, as dnf prints it) or
 * with `.rpm` at the end; undefined if it is none of these.
 */
export function parseNevra(text: string): Nevra | undefined {
  const match = /^(?:(\d{1,10}):)?([^\s:/]+)-(?:(\d{1,10}):)?([^-:\s/]+)-([^-:\s/]+)\.([A-Za-z0-9_]+)$/.exec(
    text.replace(/\.rpm$/, ''),
  );
  if (!match) return undefined;
  const [, before, name = '', within, version = '', release = '', arch = ''] = match;
  return { name, epoch: Number(within ?? before ?? 0), version, release, arch };
}

/** By name, then version, then architecture. */
export function compareNevra(a: Nevra, b: Nevra): Order {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const byVersion = compareEvr(a, b);
  if (byVersion !== 0) return byVersion;
  return a.arch === b.arch ? 0 : a.arch < b.arch ? -1 : 1;
}
