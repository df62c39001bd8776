/**
 * What studios on one data folder tell one another, in `<data>/queue/`: the settings of the queue, who runs it, and
 * what changed. `news/<job id>` is touched after each change of that job, `news/queue` after one of the settings.
 */
import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { QueueState } from '../../../shared/builds/types';
import { parseJson } from '../parse-json';
import { replaceFile } from '../workspace/replace-file';
import { createMutex } from './queue-lock';

export const QueueSettings = QueueState.pick({ paused: true, limit: true });
export type QueueSettings = z.infer<typeof QueueSettings>;

const USUAL: QueueSettings = { paused: false, limit: 'auto' };
/** How often is looked where no event came; also how soon a killed runner is noticed. */
const LOOK_MS = 1000;
const SETTLE_MS = 40;
/** File systems count time more coarsely than the clock: news that is so fresh may be followed by more of the same time. */
const FRESH_MS = 100;
/** News that old is known to everybody. */
const OLD_MS = 60_000;
/** Not a job's id. */
export const SETTINGS_NEWS = 'queue';

export interface QueueFolder {
  /** The lock of who starts jobs. */
  readonly runner: string;
  /** Nobody else changes waiting jobs or the settings meanwhile. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  settings(): Promise<QueueSettings>;
  saveSettings(settings: QueueSettings): Promise<void>;
  /** Tells the others that something of this name changed. */
  tell(name: string): Promise<void>;
  /** Names of what changed since the last call. */
  news(): Promise<string[]>;
  /** Forgets news that everybody knows. */
  forgetOldNews(): Promise<void>;
  /** Asks who starts jobs to leave that to this process; read by `wanted`. */
  want(): Promise<void>;
  wanted(): Promise<number | undefined>;
  forgetWanted(): Promise<void>;
  /** Calls back soon after news, and every second, until the result is called. */
  watch(onLook: () => void): Promise<() => void>;
}

/** Calls back once, a moment after the first of several events. */
function settled(call: () => void): { soon: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    soon: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        call();
      }, SETTLE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

async function watchFolder(folder: string, onLook: () => void): Promise<() => void> {
  await mkdir(folder, { recursive: true });
  const { soon, stop } = settled(onLook);
  const timer = setInterval(onLook, LOOK_MS);
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, soon);
    watcher.on('error', () => watcher?.close()); // the timer goes on
  } catch {
    // The system's limit of what may be watched is reached: the timer is enough.
  }
  return () => {
    stop();
    clearInterval(timer);
    watcher?.close();
  };
}

/** Finds out which files of a folder were written since the last time it was asked. */
function newsReader(folder: string): () => Promise<string[]> {
  const seen = new Map<string, number>();
  return async () => {
    const names = await readdir(folder).catch(() => []);
    const times = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(path.join(folder, name)).catch(() => undefined))?.mtimeMs })),
    );
    const now = Date.now();
    return times.flatMap(({ name, at }) => {
      if (at === undefined || seen.get(name) === at) return [];
      seen.set(name, Math.abs(now - at) < FRESH_MS ? -1 : at);
      return [name];
    });
  };
}

export function openQueueFolder(data: string): QueueFolder {
  const root = path.join(data, 'queue');
  const news = path.join(root, 'news');
  const file = path.join(root, 'settings.json');
  const wantedFile = path.join(root, 'wanted.json');
  const write = async (place: string, value: unknown): Promise<void> => {
    await mkdir(root, { recursive: true });
    await replaceFile(place, JSON.stringify(value));
  };
  return {
    runner: path.join(root, 'runner'),
    exclusively: createMutex(path.join(root, 'lock')),
    async settings() {
      const parsed = QueueSettings.safeParse(parseJson(await readFile(file, 'utf8').catch(() => '')));
      return parsed.success ? parsed.data : USUAL;
    },
    saveSettings: (settings) => write(file, settings),
    async tell(name) {
      await mkdir(news, { recursive: true });
      await writeFile(path.join(news, name), '.');
    },
    news: newsReader(news),
    async forgetOldNews() {
      const before = Date.now() - OLD_MS;
      for (const name of await readdir(news).catch(() => [])) {
        const found = await stat(path.join(news, name)).catch(() => undefined);
        if (found && found.mtimeMs < before) await rm(path.join(news, name), { force: true });
      }
    },
    want: () => write(wantedFile, { pid: process.pid }),
    async wanted() {
      const text = await readFile(wantedFile, 'utf8').catch(() => '');
      return z.object({ pid: z.number().int() }).safeParse(parseJson(text)).data?.pid;
    },
    forgetWanted: () => rm(wantedFile, { force: true }),
    watch: (onLook) => watchFolder(news, onLook),
  };
}
