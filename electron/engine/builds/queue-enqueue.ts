/** Puts requests into the queue: all or none, and what waits already not twice. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { NO_PROGRESS } from '../../../shared/builds/progress';
import { sameWaiting } from '../../../shared/builds/queue';
import type { BuildRequest, Job } from '../../../shared/builds/types';
import type { Workspace } from '../../../shared/manifest/types';
import { parseJson } from '../parse-json';
import { replaceFile } from '../workspace/replace-file';
import { commandOf } from './command';
import { isRunning, ownIdentity, ProcessIdentity } from './executor/processes';
import { syncFolder, type JobStore } from './job-store';
import type { JobQueue } from './queue';

export interface Asked {
  readonly request: BuildRequest;
  readonly workspace: Pick<Workspace, 'path' | 'ostreeRepo'>;
  /** The job whose request this repeats. */
  readonly repeats?: string;
}

export interface Enqueued {
  readonly id: string;
  /** It waits already. */
  readonly existing: boolean;
}

function titleOf(request: BuildRequest): string {
  switch (request.kind) {
    case 'starter-repository':
      return 'Starter repository';
    case 'target':
      return request.target;
    case 'image-of-commit':
      return `${request.target} of ${request.commit.slice(0, 8)}`;
    case 'pull':
      return `Pull ${request.refs.join(', ') || 'all refs'} from ${request.url}`;
    case 'delta':
      return `Delta ${request.from?.slice(0, 8) ?? 'from nothing'} to ${request.to.slice(0, 8)}`;
    case 'prune':
      return request.dryRun ? 'Prune, dry run' : 'Prune';
    case 'check':
      return 'Check of the repository';
  }
}

/** The repository that a request is about, absolute. */
function repoOf({ request, workspace }: Asked): string | undefined {
  if (request.kind === 'starter-repository') return undefined;
  const named = request.kind === 'target' || request.kind === 'image-of-commit' ? request.ostreeRepo : request.repo;
  return path.resolve(workspace.path, named ?? workspace.ostreeRepo);
}

function jobOf(id: string, asked: Asked, more: Pick<Job, 'priority'> & { group?: string }): Job {
  const { request, workspace, repeats } = asked;
  const repo = repoOf(asked);
  return {
    ...{ id, title: titleOf(request), request, workspace: workspace.path, createdAt: Date.now() },
    ...{ status: { kind: 'waiting' }, progress: NO_PROGRESS, artifacts: [], command: commandOf(request) },
    ...(repo === undefined ? {} : { repo }),
    ...(repeats === undefined ? {} : { repeats }),
    ...{ facts: { tools: [] }, elsewhere: false, ...more },
  };
}

/** Written before the jobs of a group, removed when all are there: who finds it knows that they are not all there. */
const Intent = z.object({ owner: ProcessIdentity, ids: z.array(z.string()) });

const intentsOf = (data: string): string => path.join(data, 'queue', 'groups');

async function saveAll(store: JobStore, jobs: readonly Job[]): Promise<void> {
  const AT_ONCE = 16;
  for (let at = 0; at < jobs.length; at += AT_ONCE)
    await Promise.all(jobs.slice(at, at + AT_ONCE).map((job) => store.save(job)));
}

async function saveGroup({ store, data }: JobQueue, jobs: readonly Job[]): Promise<void> {
  const [first] = jobs;
  if (!first || jobs.length === 1) return saveAll(store, jobs);
  const folder = intentsOf(data);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${first.id}.json`);
  const intent: z.infer<typeof Intent> = { owner: ownIdentity(), ids: jobs.map(({ id }) => id) };
  await replaceFile(file, JSON.stringify(intent));
  try {
    await saveAll(store, jobs);
  } catch (thrown) {
    for (const { id } of jobs) await store.remove(id);
    throw thrown;
  } finally {
    await rm(file, { force: true });
    await syncFolder(folder).catch(() => undefined); // a full disk must not hide what went wrong
  }
}

/** Removes the jobs of groups whose studio died before all of them were written. */
export async function removeHalfGroups(store: JobStore, data: string): Promise<void> {
  const folder = intentsOf(data);
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const intent = Intent.safeParse(parseJson(await readFile(file, 'utf8').catch(() => '')));
    if (intent.success && isRunning(intent.data.owner)) continue;
    for (const id of intent.data?.ids ?? []) await store.remove(id);
    await rm(file, { force: true });
  }
}

/** On disk when the promise is fulfilled. @returns the answers in the order of the requests */
export function enqueueAll(
  queue: JobQueue,
  asked: readonly Asked[],
  { priority, grouped }: { priority: number; grouped: boolean },
): Promise<Enqueued[]> {
  const { store, folder } = queue;
  return folder.exclusively(async () => {
    await queue.read();
    const there = asked.map(({ request, workspace }) => sameWaiting(queue.jobs, request, workspace.path));
    const fresh = asked.filter((_each, index) => there[index] === undefined);
    const ids = await store.claim(fresh.length);
    const group = grouped && ids[0] !== undefined ? { group: ids[0] } : {};
    const jobs = fresh.map((each, index) => jobOf(ids[index] ?? '', each, { priority, ...group }));
    await saveGroup(queue, jobs);
    for (const id of ids) await folder.tell(id);
    queue.take(jobs);
    const left = [...ids];
    return there.map((same) => (same ? { id: same.id, existing: true } : { id: left.shift() ?? '', existing: false }));
  });
}
