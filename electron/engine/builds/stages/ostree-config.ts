import { boolean, object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  repo: string;
  config?: {
    sysroot?: {
      bootloader?: string;
      bootprefix?: boolean;
      readonly?: boolean;
      'bls-append-except-default'?: string;
    };
  };
}

const NAMES = ['bootloader', 'bootprefix', 'readonly', 'bls-append-except-default'];

export const ostreeConfig = defineStage<Options>({
  type: 'org.osbuild.ostree.config',
  summary: "Set options of the sysroot's repository",
  options: object(
    {
      repo: string,
      config: object({
        sysroot: object({
          bootloader: { type: 'string', enum: ['none', 'auto', 'grub2', 'syslinux', 'uboot', 'zipl', 'aboot'] },
          bootprefix: boolean,
          readonly: boolean,
          'bls-append-except-default': string,
        }),
      }),
    },
    ['repo'],
  ),
  tools: ['ostree'],
  async run(context) {
    const repo = `${context.tree}/${context.options.repo.replace(/^\//, '')}`;
    const settings: Readonly<Record<string, unknown>> = context.options.config?.sysroot ?? {};
    // Always in this order, which is that of the lines in the file.
    for (const [name, value] of NAMES.flatMap((key) => (key in settings ? [[key, settings[key]] as const] : [])))
      await context.run('ostree', ['config', 'set', `sysroot.${name}`, String(value), `--repo=${repo}`]);
  },
});
