/**
 * Parsing the metadata of a large repository leaves hundreds of megabytes of garbage that a thread keeps for itself. So it
 * is done in a thread of its own that ends afterwards; what stays is the table's bytes.
 */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { fromWire, StudioError, toWire, type WireError } from '../../../shared/errors';
import { PrimaryParser } from './metadata/primary';
import type { MetadataFile } from './metadata/repomd';
import { RepositoryCache, type OpenRepository } from './metadata/repository-cache';
import { tableBytes } from './metadata/table-file';

/** Makes the bytes of a repository's table. @throws StudioError as `RepositoryCache.read` and `PrimaryParser` do */
export type ParsePrimary = (
  repository: OpenRepository,
  file: MetadataFile,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array>;

/** What a parsing thread is given. */
export interface ParseTask {
  readonly kind: 'parse';
  readonly folder: string;
  readonly repository: OpenRepository;
  readonly file: MetadataFile;
}
export type ParseAnswer = { readonly bytes: Uint8Array } | { readonly error: WireError };

/** Small repositories are parsed sooner than a thread is started. */
const SMALL = 512 * 1024;
const MAX_HEAP_MB = 1024;
const YOUNG_MB = 32;

export async function parsePrimary(
  cache: RepositoryCache,
  repository: OpenRepository,
  file: MetadataFile,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const parser = new PrimaryParser();
  for await (const text of cache.read(repository, file, signal)) {
    parser.write(text);
    await setImmediate(); // other questions are answered in between
  }
  return tableBytes(parser.end());
}

/** What the thread does. Never throws. */
export async function answerParse({ folder, repository, file }: ParseTask): Promise<ParseAnswer> {
  try {
    return { bytes: new Uint8Array(await parsePrimary(new RepositoryCache(folder), repository, file, undefined)) };
  } catch (thrown) {
    return { error: toWire(thrown) };
  }
}

/** Parses large repositories in a thread of the script, small ones in this one. */
export function parseInThread(script: string, folder: string): ParsePrimary {
  return (repository, file, signal) => {
    if ((file.size ?? Infinity) < SMALL) return parsePrimary(new RepositoryCache(folder), repository, file, signal);
    return new Promise((resolve, reject) => {
      const task: ParseTask = { kind: 'parse', folder, repository, file };
      const worker = new Worker(script, {
        workerData: task,
        resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
      });
      const cancel = (): void => {
        reject(new StudioError('cancelled', 'Reading the repository was cancelled.'));
        void worker.terminate();
      };
      if (signal?.aborted) cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      worker.on('message', (answer: ParseAnswer) => {
        if ('error' in answer) reject(fromWire(answer.error));
        else resolve(answer.bytes);
        void worker.terminate();
      });
      worker.on('error', (cause) =>
        reject(
          new StudioError('invalid-input', `The repository is too large to be read: ${cause.message}.`, { cause }),
        ),
      );
      worker.on('exit', () => {
        signal?.removeEventListener('abort', cancel);
        reject(new StudioError('internal', 'Reading the repository ended too early.'));
      });
    });
  };
}
