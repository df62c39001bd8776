import { object } from './schemas';
import { defineStage } from './stage';

export const ostreeInitFs = defineStage<object>({
  type: 'org.osbuild.ostree.init-fs',
  summary: 'Create an empty OSTree sysroot',
  options: object({}),
  tools: ['ostree'],
  async run(context) {
    await context.run('ostree', ['admin', 'init-fs', '--modern', context.tree, `--sysroot=${context.tree}`]);
  },
});
