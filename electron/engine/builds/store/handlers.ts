/** What the person sees of the store, and the buttons that empty it. All of it belongs to the person: no privilege. */
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { assertNever, StudioError } from '../../../../shared/errors';
import type { StorePart, StoreState } from '../../../../shared/builds/types';
import type { NounHandlers } from '../../../../shared/contract';
import { quoteWord } from '../../../../shared/manifest/shell-words';
import type { StudioPaths } from '../../context';
import { sourceFiles } from '../executor/sources';
import { namesInUse } from './in-use';
import { listObjects } from './objects';
import { freeAt, makeRoom, removeObjects } from './room';
import { setStoreLimit, storeLimit } from './settings';

/** What was touched in the last minute may be in use: it stays. */
const RECENT_MS = 60_000;

interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly changed: number;
}

/** All files below a folder; what goes away meanwhile is not there. */
async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry): Promise<FoundFile[]> => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(place);
      const stats = await lstat(place).catch(() => undefined);
      return stats ? [{ path: place, size: stats.blocks * 512, changed: stats.mtimeMs }] : [];
    }),
  );
  return found.flat();
}

const sizeOf = (files: readonly { size: number }[]): number => files.reduce((sum, { size }) => sum + size, 0);

async function removeFiles(files: readonly FoundFile[]): Promise<number> {
  const removed = await Promise.all(
    files.map((file) =>
      rm(file.path, { force: true }).then(
        () => file.size,
        () => 0,
      ),
    ),
  );
  return removed.reduce((sum, size) => sum + size, 0);
}

async function cleanSources(store: string): Promise<number> {
  const inUse = await namesInUse(store);
  const files = await filesBelow(sourceFiles(store));
  return removeFiles(files.filter((file) => !inUse.has(path.basename(file.path))));
}

async function cleanCache(cache: string): Promise<number> {
  const before = Date.now() - RECENT_MS;
  return removeFiles((await filesBelow(cache)).filter((file) => file.changed < before));
}

/** The store of the engine osbuild; what it holds is root's where osbuild ran as root. */
const osbuildStore = ({ data }: StudioPaths): string => path.join(data, 'osbuild');

async function cleanOsbuild(paths: StudioPaths): Promise<number> {
  const folder = osbuildStore(paths);
  if ((await namesInUse(paths.store)).has(folder))
    throw new StudioError('conflict', 'A running job uses the cache of osbuild.', {
      hint: 'Clean it when it has ended.',
    });
  const size = sizeOf(await filesBelow(folder));
  await rm(folder, { recursive: true, force: true }).catch((thrown: unknown) => {
    throw new StudioError('missing-tool', 'The cache of osbuild belongs to root, so only root may remove it.', {
      hint: 'Run the command in a terminal.',
      detail: { command: `sudo rm -r ${quoteWord(folder)}`, names: ['sudo'] },
      cause: thrown,
    });
  });
  return size;
}

async function stateOf(paths: StudioPaths): Promise<StoreState> {
  const { store, cache } = paths;
  const [objects, sources, cached, limit, free, ofOsbuild] = await Promise.all([
    listObjects(store),
    filesBelow(sourceFiles(store)),
    filesBelow(cache),
    storeLimit(store),
    freeAt(store).catch(() => freeAt(paths.data)),
    filesBelow(osbuildStore(paths)),
  ]);
  return {
    ...{ path: store, free },
    objects: { count: objects.filter(({ key }) => !key.startsWith('.')).length, size: sizeOf(objects), limit },
    sources: { count: sources.length, size: sizeOf(sources) },
    cache: { size: sizeOf(cached) },
    ...(ofOsbuild.length === 0 ? {} : { osbuild: { size: sizeOf(ofOsbuild) } }),
  };
}

function clean(part: StorePart, paths: StudioPaths): Promise<number> {
  switch (part) {
    case 'objects':
      return removeObjects(paths.store);
    case 'sources':
      return cleanSources(paths.store);
    case 'cache':
      return cleanCache(paths.cache);
    case 'osbuild':
      return cleanOsbuild(paths);
    default:
      return assertNever(part);
  }
}

type StoreHandlers = Pick<NounHandlers<'builds'>, 'builds.store' | 'builds.cleanStore' | 'builds.setStoreLimit'>;

export function storeHandlers(paths: StudioPaths): StoreHandlers {
  return {
    'builds.store': () => stateOf(paths),
    async 'builds.cleanStore'({ parts }) {
      let freed = 0;
      for (const part of new Set(parts)) freed += await clean(part, paths);
      return { freed };
    },
    async 'builds.setStoreLimit'({ bytes }) {
      await setStoreLimit(paths.store, bytes);
      await makeRoom(paths.store, 0);
      return stateOf(paths);
    },
  };
}
