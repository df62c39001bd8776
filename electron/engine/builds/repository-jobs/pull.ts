/**
 * Pulls refs of a remote repository into the person's. They are pulled into a repository of the studio's own first, whose
 * parent is the person's (`core.parent`): an interrupted pull goes on there, and nothing moves before all is known.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BuildRequest } from '../../../../shared/builds/types';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';
import { runInTerminal } from '../../run-in-terminal';
import { ensureRepository, headOf } from '../ostree-repo';
import { lockRef } from '../ref-lock';
import { lineOf, refsOf, repositoryOf, type RepositoryJob } from './repository-job';

type PullRequest = Extract<BuildRequest, { kind: 'pull' }>;

const REMOTE = 'origin';
/** As libostree checks them. https://ostreedev.github.io/ostree/reference/ostree-Core-repository-independent-functions.html */
const REF = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;
const PROGRESS = /Receiving (metadata )?objects: \d+% \((\d+)\/(\d+)\)/;

/** @throws StudioError `invalid-input` */
export function checkPull({ url, refs }: Pick<PullRequest, 'url' | 'refs'>): void {
  if (!/^(?:https?:\/\/[^/\s]|file:\/\/\/)\S*$/.test(url))
    throw new StudioError('invalid-input', `'${url}' is not the address of a repository.`, {
      hint: 'An address begins with http://, https:// or file:///.',
      detail: { field: 'url' },
    });
  const wrong = refs.find((ref) => !REF.test(ref));
  if (wrong !== undefined)
    throw new StudioError('invalid-input', `'${wrong}' is not the name of a ref.`, {
      hint: 'A ref is written like fedora/stable/x86_64/iot.',
      detail: { field: 'refs' },
    });
}

/** Arguments of `ostree pull`, see ostree-pull(1). */
export function pullArgs(staging: string, request: Pick<PullRequest, 'refs' | 'depth'>): string[] {
  return ['pull', `--repo=${staging}`, '--mirror', `--depth=${request.depth}`, REMOTE, ...request.refs];
}

/** Objects that were received and that are known of, from a line of progress; undefined for another line. */
export function pullProgress(line: string): { done: number; total: number } | undefined {
  const match = PROGRESS.exec(line);
  return match ? { done: Number(match[2]), total: Number(match[3]) } : undefined;
}

/** Where an interrupted pull of the same refs goes on. */
function stagingOf(job: RepositoryJob<PullRequest>, repo: string): string {
  const { url, refs, trust } = job.request;
  const key = createHash('sha256').update(JSON.stringify([repo, url, [...refs].sort(), trust]));
  return path.join(job.paths.cache, 'pulls', key.digest('hex').slice(0, 32));
}

async function openStaging(staging: string, repo: string, request: PullRequest, signal: AbortSignal): Promise<void> {
  if (!existsSync(path.join(staging, 'config'))) {
    await mkdir(staging, { recursive: true });
    await run('ostree', ['init', `--repo=${staging}`, '--mode=archive'], { signal });
    await run('ostree', ['config', `--repo=${staging}`, 'set', 'core.parent', repo], { signal });
  }
  await run('ostree', ['remote', 'delete', '--if-exists', `--repo=${staging}`, REMOTE], { signal });
  const trust =
    request.trust.kind === 'gpg'
      ? [`--gpg-import=${request.trust.keyring}`, '--set=gpg-verify=true']
      : ['--no-gpg-verify'];
  await run('ostree', ['remote', 'add', `--repo=${staging}`, ...trust, REMOTE, request.url], { signal });
}

function explained(thrown: unknown, request: PullRequest): unknown {
  if (!(thrown instanceof StudioError) || thrown.code !== 'tool-failed') return thrown;
  const text = [thrown.message, ...(thrown.detail?.tail ?? [])].join('\n');
  const told = (code: 'invalid-input' | 'not-found' | 'tool-failed', message: string, hint: string): StudioError =>
    new StudioError(code, message, { hint, ...(thrown.detail ? { detail: thrown.detail } : {}), cause: thrown });
  if (/GPG|signature|public key/i.test(text))
    return told(
      'tool-failed',
      `What ${request.url} has is not signed by a key of the key ring.`,
      'Take the key ring of whoever made it, or say that you trust the source without signatures.',
    );
  if (/does not have a summary|No such (?:file|branch)|refspec.*not found|No such metadata|HTTP 404/i.test(text))
    return request.refs.length === 0
      ? told(
          'invalid-input',
          `${request.url} does not list its refs.`,
          'Name the refs to pull, or run `ostree summary --update` where the repository is.',
        )
      : told(
          'not-found',
          `${request.url} has no ref ${request.refs.join(', ')}.`,
          'Look at its refs/heads, or its summary.',
        );
  return thrown;
}

async function receive(job: RepositoryJob<PullRequest>, staging: string, argv: readonly string[]): Promise<void> {
  const { run: jobRun, request } = job;
  jobRun.onWorker({ kind: 'command', phase: 'pull', text: ['ostree', ...argv].join(' ') });
  const onLine = (line: string, progress: boolean): void => {
    const found = pullProgress(line);
    if (found) jobRun.onWorker({ kind: 'items', phase: 'pull', ...found });
    else if (!progress) jobRun.log('pull', line);
  };
  try {
    await runInTerminal('ostree', argv, { signal: jobRun.signal, onLine });
  } catch (thrown) {
    throw explained(thrown, request);
  }
}

/** What becomes of a ref: it is new here, moves on, or stays, since what is here is the same or newer. */
async function fateOf(
  job: RepositoryJob<PullRequest>,
  staging: string,
  repo: string,
  ref: string,
): Promise<'take' | 'stay'> {
  const { signal } = job.run;
  const [here, there] = [await headOf(repo, ref, signal), await headOf(staging, ref, signal)];
  if (here === undefined || there === undefined) return 'take';
  if (here === there) return 'stay';
  const follows = async (): Promise<boolean> => (await lineOf(staging, there, signal)).includes(here);
  if (await follows()) return 'take';
  // Only commits: whether the one follows the other is to be known, not their trees.
  await receive(job, staging, [...pullArgs(staging, { refs: [ref], depth: -1 }), '--commit-metadata-only']);
  if (await follows()) return 'take';
  if ((await lineOf(repo, here, signal)).includes(there)) return 'stay';
  throw new StudioError(
    'conflict',
    `The ref ${ref} is at ${here.slice(0, 8)} here, and ${there.slice(0, 8)} of ${job.request.url} does not follow it.`,
    {
      hint: 'Pull into another repository, or give the ref here another name first; nothing was changed.',
      detail: { names: [ref] },
    },
  );
}

async function takeOver(job: RepositoryJob<PullRequest>, staging: string, repo: string): Promise<void> {
  const { run: jobRun, request, emit } = job;
  const { signal } = jobRun;
  for (const ref of await refsOf(staging, signal)) {
    const release = await lockRef(repo, ref, jobRun.job().id, {
      signal,
      onWait: (other) => jobRun.label(`Waiting for job ${other}, which writes ${ref}`),
    });
    try {
      const parent = await headOf(repo, ref, signal);
      if ((await fateOf(job, staging, repo, ref)) === 'stay') {
        jobRun.log('take over', `${ref} stays at ${parent?.slice(0, 8) ?? 'nothing'}: there is nothing newer`, 'info');
        continue;
      }
      const argv = ['pull-local', `--repo=${repo}`, `--depth=${request.depth}`, staging, ref];
      jobRun.onWorker({ kind: 'command', phase: 'take over', text: ['ostree', ...argv].join(' ') });
      await run('ostree', argv, { signal, onLine: (line) => jobRun.log('take over', line) });
      const checksum = await headOf(repo, ref, signal);
      if (checksum === undefined) throw new StudioError('internal', `${ref} is not there after it was pulled.`);
      jobRun.log('take over', `${ref} is now ${checksum}`, 'info');
      jobRun.addArtifact({ kind: 'commit', repo, ref, checksum, ...(parent ? { parent } : {}) });
      emit('history.changed', { repo });
    } finally {
      await release();
    }
  }
}

/**
 * Pulls; a ref moves only once all of its commit is here, and only forward.
 *
 * @throws StudioError `invalid-input`, `not-found`, `conflict`, `tool-failed`, `cancelled`
 */
export async function runPull(job: RepositoryJob<PullRequest>): Promise<void> {
  const { run: jobRun, request } = job;
  checkPull(request);
  const repo = repositoryOf(job);
  const staging = stagingOf(job, repo);
  jobRun.plan(['pull', 'take over'].map((name) => ({ name, kind: 'step', stages: [] })));
  if (request.trust.kind === 'none') jobRun.log('pull', 'No signatures are asked for: the source is trusted.', 'info');
  await jobRun.step('pull', async () => {
    await ensureRepository(repo, jobRun.signal);
    await openStaging(staging, repo, request, jobRun.signal);
    await receive(job, staging, pullArgs(staging, request));
  });
  await jobRun.step('take over', () => takeOver(job, staging, repo));
  await rm(staging, { recursive: true, force: true });
}
