import { inputOf } from './paths';
import { pullCommits } from './ostree-pull';
import { anyInput, object, string, strings } from './schemas';
import { defineStage, type StageContext } from './stage';

interface Options {
  osname: string;
  ref?: string;
  remote?: string;
  mounts?: string[];
  kernel_opts?: string[];
  rootfs?: { label?: string; uuid?: string };
}

/** Pulls what the input has, if there is one, and gives the ref to deploy. */
async function refToDeploy(context: StageContext<Options>): Promise<string> {
  const { ref = '', remote } = context.options;
  const prefix = remote === undefined ? '' : `${remote}:`;
  if (!context.inputs.commits) return `${prefix}${ref}`;
  const last = await pullCommits(context, inputOf(context, 'commits'), `${context.tree}/ostree/repo`, remote);
  return `${prefix}${last ?? ref}`;
}

export const ostreeDeploy = defineStage<Options>({
  type: 'org.osbuild.ostree.deploy',
  summary: 'Deploy a commit in the sysroot',
  options: object(
    {
      osname: string,
      ref: string,
      remote: string,
      mounts: strings,
      kernel_opts: strings,
      rootfs: {
        type: 'object',
        properties: { label: string, uuid: string },
        oneOf: [{ required: ['uuid'] }, { required: ['label'] }],
      },
    },
    ['osname'],
  ),
  inputs: object({ commits: anyInput }),
  tools: ['ostree'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { osname, mounts = [], kernel_opts: kernelOptions = [], rootfs } = context.options;
    const { tree } = context;
    const ref = await refToDeploy(context);
    const root =
      rootfs?.uuid !== undefined
        ? [`root=UUID=${rootfs.uuid}`]
        : rootfs?.label !== undefined
          ? [`root=LABEL=${rootfs.label}`]
          : [];
    const kargs = [...kernelOptions, ...root].map((option) => `--karg-append=${option}`);
    // Mounted on themselves, they look like the partitions that they will be.
    const binds = mounts.map((path) => [`${tree}${path}`, `${tree}${path}`] as const);
    await context.run('ostree', ['admin', 'deploy', ref, ...kargs, `--sysroot=${tree}`, `--os=${osname}`], { binds });
  },
});
