/**
 * Jobs on disk: `jobs/<id>/job.json` (replaced atomically) and `log.jsonl` (appended). Several processes may share the
 * folder: an id belongs to who makes its folder, and a job to the process that `owner.json` names.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { Job, LogRecord } from '../../../shared/builds/types';
import { byAge } from '../../../shared/builds/queue';
import { processStart } from './process-start';

const Owner = z.object({ pid: z.number().int(), started: z.string() });

export interface JobStore {
  /** Makes the next free id, owned by this process. */
  create(): Promise<string>;
  folder(id: string): string;
  save(job: Job): Promise<void>;
  /** Every readable job, oldest first. */
  list(): Promise<Job[]>;
  load(id: string): Promise<Job>;
  /** True if a living process (this one included) works on it. */
  isOwned(id: string): Promise<boolean>;
  isOurs(id: string): boolean;
  append(id: string, records: readonly LogRecord[]): void;
  /** Log records from number `from` on. */
  log(id: string, from: number): Promise<LogRecord[]>;
  remove(id: string): Promise<void>;
}

const ID = /^[1-9][0-9]{0,8}$/;

async function ids(root: string): Promise<number[]> {
  const names = await readdir(root).catch(() => []);
  return names.filter((name) => ID.test(name)).map(Number);
}

async function parseFile<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined; // absent, or damaged by a power cut: not shown
  }
}

function recordOf(line: string): LogRecord[] {
  try {
    return [LogRecord.parse(JSON.parse(line))];
  } catch {
    return []; // the empty last line, or one that was cut off
  }
}

/** Makes the folder of the next free id, with this process as its owner. */
async function claim(root: string): Promise<string> {
  await mkdir(root, { recursive: true });
  for (let next = Math.max(0, ...(await ids(root))) + 1; ; next += 1) {
    try {
      await mkdir(path.join(root, String(next)));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw thrown;
    }
    const owner = { pid: process.pid, started: processStart(process.pid) ?? '' };
    await writeFile(path.join(root, String(next), 'owner.json'), JSON.stringify(owner));
    return String(next);
  }
}

export function openJobStore(root: string): JobStore {
  const ours = new Set<string>();
  const folder = (id: string): string => {
    if (!ID.test(id)) throw new StudioError('not-found', `There is no job '${id}'.`);
    return path.join(root, id);
  };
  const read = (id: string): Promise<Job | undefined> => parseFile(path.join(folder(id), 'job.json'), Job);
  let saving: Promise<void> = Promise.resolve();
  const store: JobStore = {
    folder,
    async create() {
      const id = await claim(root);
      ours.add(id);
      return id;
    },
    save(job) {
      const file = path.join(folder(job.id), 'job.json');
      saving = saving.then(async () => {
        if (!existsSync(path.dirname(file))) return; // removed meanwhile
        await writeFile(`${file}.new`, JSON.stringify(job));
        await rename(`${file}.new`, file);
      });
      return saving;
    },
    async list() {
      const jobs = await Promise.all((await ids(root)).map((id) => read(String(id))));
      return jobs.flatMap((job) => job ?? []).sort(byAge);
    },
    async load(id) {
      const job = await read(id);
      if (!job) throw new StudioError('not-found', `There is no job '${id}'.`);
      return job;
    },
    isOurs: (id) => ours.has(id),
    async isOwned(id) {
      const owner = await parseFile(path.join(folder(id), 'owner.json'), Owner);
      return owner !== undefined && processStart(owner.pid) === owner.started;
    },
    append(id, records) {
      const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      if (lines) appendFileSync(path.join(folder(id), 'log.jsonl'), lines);
    },
    async log(id, from) {
      const text = await readFile(path.join(folder(id), 'log.jsonl'), 'utf8').catch(() => '');
      return text.split('\n').slice(from).flatMap(recordOf);
    },
    async remove(id) {
      await rm(folder(id), { recursive: true, force: true });
      ours.delete(id);
    },
  };
  return store;
}
