import { object, PATH_FROM_ROOT } from './schemas';
import { defineStage } from './stage';

/** A copied sysroot lacks what a copy does not carry over (fs-verity, the immutable flag): ostree sets it again. */
export const ostreePostCopy = defineStage<{ sysroot?: string }>({
  type: 'org.osbuild.ostree.post-copy',
  summary: 'Mend a sysroot that was copied',
  options: object({ sysroot: PATH_FROM_ROOT }),
  tools: ['ostree'],
  async run(context) {
    const inner = (context.options.sysroot ?? '').replace(/^\/+/, '');
    await context.run('ostree', ['admin', 'post-copy', `--sysroot=/run/osbuild/mounts/${inner}`]);
  },
});
