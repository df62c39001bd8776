/** The manifest that each build keeps in its job's folder, and the newest one of a target. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseTargetName } from '../../../shared/manifest/target-name';
import { Manifest } from '../../../shared/manifest/types';
import type { Job } from '../../../shared/builds/types';
import { openJobStore } from '../builds/job-store';

const FILE = 'manifest.json';

export interface LastBuilt {
  job: string;
  /** Epoch milliseconds. */
  builtAt: number;
  manifest: Manifest;
}

/** Keeps what a job runs in its folder, whole or not at all. */
export async function keepManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = path.join(folder, FILE);
  await writeFile(`${file}.new`, JSON.stringify(manifest));
  await rename(`${file}.new`, file);
}

function builds({ request }: Job, target: string): boolean {
  if (request.kind !== 'target' && request.kind !== 'image-of-commit') return false;
  try {
    return parseTargetName(request.target).target === target;
  } catch {
    return false; // the job of another version
  }
}

async function read(file: string): Promise<Manifest | undefined> {
  try {
    return Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined; // a job of before manifests were kept, or a damaged disk
  }
}

/** The newest finished build of a workspace's target whose manifest is there; null if there is none. */
export async function lastBuilt(jobs: string, workspace: string, target: string): Promise<LastBuilt | null> {
  const store = openJobStore(jobs);
  const done = (await store.list()).flatMap((job) =>
    job.status.kind === 'done' && job.workspace === workspace && builds(job, target)
      ? [{ id: job.id, builtAt: job.status.endedAt }]
      : [],
  );
  done.sort((a, b) => b.builtAt - a.builtAt);
  for (const { id, builtAt } of done) {
    const manifest = await read(path.join(store.folder(id), FILE));
    if (manifest) return { job: id, builtAt, manifest };
  }
  return null;
}
