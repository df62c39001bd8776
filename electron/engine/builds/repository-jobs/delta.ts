/** A static delta: what a machine on one commit has to fetch to reach another. https://ostreedev.github.io/ostree/formats/ */
import { stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BuildRequest } from '../../../../shared/builds/types';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';
import { moveImage } from '../target-build-place';
import { commitOf, existingRepository, type RepositoryJob } from './repository-job';

type DeltaRequest = Extract<BuildRequest, { kind: 'delta' }>;

/** Checksums in the names of deltas: base64 without padding, `_` for `/`. */
const inName = (checksum: string): string =>
  Buffer.from(checksum, 'hex').toString('base64').replaceAll('/', '_').replace(/=+$/, '');

/** Folder of a delta in a repository. */
export function deltaFolder(repo: string, from: string | null, to: string): string {
  const first = inName(from ?? to);
  const rest = from === null ? '' : `-${inName(to)}`;
  return path.join(repo, 'deltas', first.slice(0, 2), `${first.slice(2)}${rest}`);
}

/** Arguments of `ostree static-delta generate`; with `file` one that needs nothing else. */
export function deltaArgs(repo: string, from: string | null, to: string, file?: string): string[] {
  return [
    ...['static-delta', 'generate', `--repo=${repo}`],
    from === null ? '--empty' : `--from=${from}`,
    `--to=${to}`,
    ...(file === undefined ? [] : ['--inline', '--min-fallback-size=0', `--filename=${file}`]),
  ];
}

/** `run`, `du`: bytes of a file, or of a folder's files. */
async function sizeOf(target: string, signal: AbortSignal): Promise<number> {
  const { stdout } = await run('du', ['--summarize', '--apparent-size', '--block-size=1', '--', target], { signal });
  return Number.parseInt(stdout, 10);
}

/** @throws StudioError `not-found` for a commit or ref, `conflict` for a file that is there, `tool-failed`, `cancelled` */
export async function runDelta(job: RepositoryJob<DeltaRequest>): Promise<void> {
  const { run: jobRun, request, folder, emit } = job;
  const { signal } = jobRun;
  const repo = existingRepository(job);
  jobRun.plan([{ name: 'delta', kind: 'step', stages: [] }]);
  await jobRun.step('delta', async () => {
    const to = await commitOf(repo, request.to, signal);
    const from = request.from === null ? null : await commitOf(repo, request.from, signal);
    if (from === to) throw new StudioError('invalid-input', 'A delta from a commit to itself has nothing in it.');
    const { file } = request;
    if (file !== undefined && (await stat(file).catch(() => undefined)))
      throw new StudioError('conflict', `The file ${file} is there already.`, { hint: 'Choose another name.' });
    const output = path.join(folder, 'output', 'delta');
    await mkdir(path.dirname(output), { recursive: true });
    const argv = deltaArgs(repo, from, to, file === undefined ? undefined : output);
    jobRun.onWorker({ kind: 'command', phase: 'delta', text: ['ostree', ...argv].join(' ') });
    await run('ostree', argv, { signal, onLine: (line) => jobRun.log('delta', line) });
    if (file !== undefined) await moveImage(output, file);
    // Machines find deltas through the summary, where a repository has one.
    else if (existsSync(path.join(repo, 'summary')))
      await run('ostree', ['summary', '--update', `--repo=${repo}`], { signal });
    const size = await sizeOf(file ?? deltaFolder(repo, from, to), signal);
    jobRun.addArtifact({ kind: 'delta', repo, from, to, size, ...(file === undefined ? {} : { path: file }) });
    emit('history.changed', { repo });
  });
}
