import { locate } from './paths';
import { object, PATH_FROM_ROOT, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  repo: string;
  ref: string;
  key: string;
}

/** Signs with the secret keys in a file of the tree, one in base64 on each line: ostree-sign(1). */
export const ostreeSign = defineStage<Options>({
  type: 'org.osbuild.ostree.sign',
  summary: 'Sign a commit',
  options: object({ repo: string, ref: string, key: PATH_FROM_ROOT }, ['repo', 'ref', 'key']),
  tools: ['ostree'],
  async run(context) {
    const { repo, ref, key } = context.options;
    await context.run('ostree', [
      'sign',
      ref,
      `--repo=${locate(repo, context)}`,
      `--keys-file=${locate(key, context)}`,
    ]);
  },
});
