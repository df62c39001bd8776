/** Jobs on the workspace's OSTree repository. */
import path from 'node:path';
import type { BuildRequestInput, PullTrust } from '../../../shared/builds/types';
import { StudioError } from '../../../shared/errors';
import { text, type Command, type CommandContext, type Values } from '../command';
import { followJob } from '../follow-job';
import { bytes, short } from '../output';

const REPO = { repo: { type: 'string' } } as const;

const repoOf = (values: Values): { repo?: string } => {
  const repo = text(values, 'repo');
  return repo === undefined ? {} : { repo };
};

/** A depth: how many parents. @throws StudioError `invalid-input` */
function depthOf(values: Values, otherwise: number): number {
  const given = text(values, 'depth');
  if (given === undefined) return otherwise;
  if (!/^(?:-1|\d{1,6})$/.test(given))
    throw new StudioError('invalid-input', `'${given}' is not a depth.`, {
      hint: 'It is a number of parents, or --depth=-1 for all of them.',
    });
  return Number(given);
}

async function follow(context: CommandContext, request: BuildRequestInput): Promise<undefined> {
  await context.workspace();
  const { id } = await context.client.call('builds.enqueue', request);
  const job = await followJob(context, id);
  for (const artifact of job.artifacts) {
    if (artifact.kind === 'commit') context.output.line(`  ${artifact.ref} is ${artifact.checksum}`);
    if (artifact.kind === 'delta')
      context.output.line(
        `  ${artifact.from ? short(artifact.from) : 'nothing'} to ${short(artifact.to)}: ${bytes(artifact.size)}${artifact.path ? ` in ${artifact.path}` : ''}`,
      );
  }
  context.output.value(job);
  return undefined;
}

function trustOf(values: Values): PullTrust {
  const keyring = text(values, 'keyring');
  if (keyring !== undefined) return { kind: 'gpg', keyring: path.resolve(keyring) };
  if (values['no-gpg-verify'] === true) return { kind: 'none' };
  throw new StudioError('invalid-input', 'Who vouches for the commits?', {
    hint: 'Say --keyring FILE for the keys that must have signed them, or --no-gpg-verify to trust the source.',
  });
}

export const pull: Command = {
  name: 'pull',
  usage: 'pull URL [REF…] --keyring FILE|--no-gpg-verify [--depth N] [--repo DIR]',
  summary: 'Pull refs of a remote repository (all without REF); an interrupted pull goes on',
  options: { ...REPO, keyring: { type: 'string' }, 'no-gpg-verify': { type: 'boolean' }, depth: { type: 'string' } },
  async run(context) {
    const [url = '', ...refs] = context.words;
    const { values } = context;
    const depth = depthOf(values, 0);
    return follow(context, { kind: 'pull', url, refs, trust: trustOf(values), depth, ...repoOf(values) });
  },
};

export const delta: Command = {
  name: 'delta',
  usage: 'delta TO [--from REV] [--file FILE] [--repo DIR]',
  summary: 'Make a static delta to a ref or commit, from nothing or from REV; with --file for use offline',
  options: { ...REPO, from: { type: 'string' }, file: { type: 'string' } },
  async run(context) {
    const [to = ''] = context.words;
    const file = text(context.values, 'file');
    const from = text(context.values, 'from') ?? null;
    const more = file === undefined ? {} : { file: path.resolve(file) };
    return follow(context, { kind: 'delta', to, from, ...more, ...repoOf(context.values) });
  },
};

export const prune: Command = {
  name: 'prune',
  usage: 'prune [--depth N] [--dry-run] [--repo DIR]',
  summary: 'Remove what no ref reaches, or not within N parents',
  options: { ...REPO, depth: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  run: (context) =>
    follow(context, {
      kind: 'prune',
      keepDepth: depthOf(context.values, -1),
      dryRun: context.values['dry-run'] === true,
      ...repoOf(context.values),
    }),
};

export const fsck: Command = {
  name: 'fsck',
  usage: 'fsck [--repo DIR]',
  summary: 'Check every object of the repository against its checksum',
  options: REPO,
  run: (context) => follow(context, { kind: 'check', ...repoOf(context.values) }),
};
