import { inputOf } from './paths';
import { anyInput, object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  repo: string;
  remote?: string;
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
    const source = inputOf(context, 'commits');
    const target = `${context.tree}/${repo.replace(/^\//, '')}`;
    const as = remote === undefined ? [] : [`--remote=${remote}`];
    for (const [commit, { ref }] of source.refs)
      await context.run('ostree', [
        'pull-local',
        '--disable-fsync',
        `${source.path}/repo`,
        ref ?? commit,
        ...as,
        `--repo=${target}`,
      ]);
  },
});
