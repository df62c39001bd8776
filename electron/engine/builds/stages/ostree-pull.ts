import { inputOf } from './paths';
import { anyInput, object, string } from './schemas';
import { defineStage, type StageContext, type StageInput } from './stage';

interface Options {
  repo: string;
  remote?: string;
}

/**
 * Pulls an input's commits into a repository of the tree, and sets the refs that the manifest names.
 *
 * @returns the last one's ref, or its checksum
 */
export async function pullCommits(
  context: StageContext<unknown>,
  source: StageInput,
  repo: string,
  remote: string | undefined,
): Promise<string | undefined> {
  const as = remote === undefined ? [] : [`--remote=${remote}`];
  let last: string | undefined;
  for (const [commit, { ref }] of source.refs) {
    const from = `${source.path}/repo`;
    await context.run('ostree', ['pull-local', '--disable-fsync', from, commit, ...as, `--repo=${repo}`]);
    const name = ref === undefined || remote === undefined ? ref : `${remote}:${ref}`;
    if (name !== undefined)
      await context.run('ostree', ['refs', '--force', `--create=${name}`, commit, `--repo=${repo}`]);
    last = ref ?? commit;
  }
  return last;
}

export const ostreePull = defineStage<Options>({
  type: 'org.osbuild.ostree.pull',
  summary: 'Pull commits into a repository of the tree',
  options: object({ repo: string, remote: string }, ['repo']),
  inputs: object({ commits: anyInput }, ['commits']),
  tools: ['ostree'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { repo, remote } = context.options;
    const target = `${context.tree}/${repo.replace(/^\//, '')}`;
    await pullCommits(context, inputOf(context, 'commits'), target, remote);
  },
});
