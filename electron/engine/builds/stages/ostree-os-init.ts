import { string } from './schemas';
import { defineStage } from './stage';

export const ostreeOsInit = defineStage<{ osname: string }>({
  type: 'org.osbuild.ostree.os-init',
  summary: 'Create the state folder of an operating system in the sysroot',
  options: { type: 'object', properties: { osname: string }, required: ['osname'] },
  tools: ['ostree'],
  async run(context) {
    await context.run('ostree', ['admin', 'os-init', context.options.osname, `--sysroot=${context.tree}`]);
  },
});
