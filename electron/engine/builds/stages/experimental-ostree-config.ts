import { locate } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  repo: string;
  config?: { integrity?: { composefs?: string } };
}

export const experimentalOstreeConfig = defineStage<Options>({
  type: 'org.osbuild.experimental.ostree.config',
  summary: 'Set experimental options of a repository',
  options: object(
    {
      repo: string,
      config: object({ integrity: object({ composefs: { type: 'string', enum: ['true', 'false', 'maybe'] } }) }),
    },
    ['repo'],
  ),
  tools: ['ostree'],
  async run(context) {
    const { repo, config } = context.options;
    const composefs = config?.integrity?.composefs;
    if (composefs === undefined) return;
    const argv = ['config', 'set', 'ex-integrity.composefs', composefs, `--repo=${locate(repo, context)}`];
    await context.run('ostree', argv);
  },
});
