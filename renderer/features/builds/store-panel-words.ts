/** The parts of what is kept on disk, in words. */
import type { StorePart, StoreState } from '../../../shared/builds/types';
import { formatBytes } from '../../ui/format';

export interface StorePartWords {
  readonly id: StorePart;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly count?: string;
  /** What it is. */
  readonly about: string;
  /** What happens after it was cleaned. */
  readonly cost: string;
}

export function storeParts(disk: StoreState): readonly StorePartWords[] {
  const { objects, sources, cache, osbuild } = disk;
  return [
    {
      id: 'objects',
      name: 'Trees of stages',
      size: objects.size,
      count: `${objects.count} ${objects.count === 1 ? 'tree' : 'trees'}`,
      about: 'A build goes on from the last stage that is here.',
      cost: 'The next build runs all its stages again.',
    },
    {
      id: 'sources',
      name: 'Downloads',
      size: sources.size,
      count: `${sources.count} ${sources.count === 1 ? 'file' : 'files'}`,
      about: 'Packages and files, by checksum.',
      cost: `What the next build needs of them is downloaded again: up to ${formatBytes(sources.size)}.`,
    },
    {
      id: 'cache',
      name: 'Answers and lists',
      size: cache.size,
      about: 'Package lists and what the solver found.',
      cost: 'Lists are read from the servers again; the next resolve takes longer.',
    },
    ...(osbuild === undefined
      ? []
      : [
          {
            id: 'osbuild' as const,
            name: 'Cache of osbuild',
            size: osbuild.size,
            about: 'Checkpoints and downloads of the engine osbuild.',
            cost: 'The next build with osbuild downloads and runs everything again.',
          },
        ]),
  ];
}
