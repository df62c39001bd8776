/**
 * Jobs on disk: `jobs/<id>/job.json` (replaced atomically, through to the disk) and `log.jsonl` (appended). Several
 * processes share the folder: an id belongs to who makes its folder, and a running job to the process that
 * `owner.json` names.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { Job, LogRecord } from '../../../shared/builds/types';
import { byAge } from '../../../shared/builds/queue';
import { parseJson } from '../parse-json';
import { replaceFile } from '../workspace/replace-file';
import { isRunning, ownIdentity, ProcessIdentity } from './executor/processes';

export interface JobStore {
  /** Makes the folders of the next free ids. */
  claim(count: number): Promise<string[]>;
  folder(id: string): string;
  /** On disk when the promise is fulfilled; nothing where the job was removed meanwhile. */
  save(job: Job): Promise<void>;
  /** Every readable job, oldest first. */
  list(): Promise<Job[]>;
  /** Undefined if it is gone, or not there yet. */
  find(id: string): Promise<Job | undefined>;
  load(id: string): Promise<Job>;
  /** Makes this process the one that runs the job. */
  own(id: string): Promise<void>;
  /** True if a living process (this one included) runs it. */
  isOwned(id: string): Promise<boolean>;
  append(id: string, records: readonly LogRecord[]): void;
  /** Log records from number `from` on. */
  log(id: string, from: number): Promise<LogRecord[]>;
  remove(id: string): Promise<void>;
}

const ID = /^[1-9][0-9]{0,8}$/;

export const isJobId = (text: string): boolean => ID.test(text);

async function ids(root: string): Promise<number[]> {
  const names = await readdir(root).catch(() => []);
  return names.filter(isJobId).map(Number);
}

function recordOf(line: string): LogRecord[] {
  const record = LogRecord.safeParse(parseJson(line));
  return record.success ? [record.data] : []; // the empty last line, or one that was cut off
}

/** Makes names in a folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function claimIds(root: string, count: number): Promise<string[]> {
  await mkdir(root, { recursive: true });
  const claimed: string[] = [];
  for (let next = Math.max(0, ...(await ids(root))) + 1; claimed.length < count; next += 1) {
    try {
      await mkdir(path.join(root, String(next)));
      claimed.push(String(next));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
  }
  await syncFolder(root);
  return claimed;
}

async function saveJob(folder: string, job: Job): Promise<void> {
  try {
    await replaceFile(path.join(folder, 'job.json'), JSON.stringify(job));
    await syncFolder(folder);
  } catch (thrown) {
    if (existsSync(folder)) throw thrown;
  }
}

export function openJobStore(root: string): JobStore {
  const folder = (id: string): string => {
    if (!isJobId(id)) throw new StudioError('not-found', `There is no job '${id}'.`);
    return path.join(root, id);
  };
  /** Who saves a job waits for who saves it already, so that the last one wins. */
  const saving = new Map<string, Promise<void>>();
  const find = async (id: string): Promise<Job | undefined> => {
    const text = await readFile(path.join(folder(id), 'job.json'), 'utf8').catch(() => '');
    return Job.safeParse(parseJson(text)).data; // absent, or damaged: not shown
  };
  return {
    folder,
    find,
    claim: (count) => claimIds(root, count),
    save(job) {
      const { id } = job;
      const saved = (saving.get(id) ?? Promise.resolve()).catch(() => undefined).then(() => saveJob(folder(id), job));
      saving.set(id, saved);
      const forget = (): void => {
        if (saving.get(id) === saved) saving.delete(id);
      };
      saved.then(forget, forget);
      return saved;
    },
    async list() {
      const jobs = await Promise.all((await ids(root)).map((id) => find(String(id))));
      return jobs.flatMap((job) => job ?? []).sort(byAge);
    },
    async load(id) {
      const job = await find(id);
      if (!job) throw new StudioError('not-found', `There is no job '${id}'.`);
      return job;
    },
    own: (id) => replaceFile(path.join(folder(id), 'owner.json'), JSON.stringify(ownIdentity())),
    async isOwned(id) {
      const text = await readFile(path.join(folder(id), 'owner.json'), 'utf8').catch(() => '');
      const owner = ProcessIdentity.safeParse(parseJson(text));
      return owner.success && isRunning(owner.data);
    },
    append(id, records) {
      const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      if (lines) appendFileSync(path.join(folder(id), 'log.jsonl'), lines);
    },
    async log(id, from) {
      const text = await readFile(path.join(folder(id), 'log.jsonl'), 'utf8').catch(() => '');
      return text.split('\n').slice(from).flatMap(recordOf);
    },
    remove: (id) => rm(folder(id), { recursive: true, force: true }),
  };
}
