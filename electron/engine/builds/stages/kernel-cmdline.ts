import { StudioError } from '../../../../shared/errors';
import { writeText } from './paths';
import { object, string, UUID_PATTERN, VFAT_ID_PATTERN } from './schemas';
import { defineStage } from './stage';

interface Options {
  root_fs_uuid?: string;
  kernel_opts?: string;
  kernel_cmdline_size?: number;
}

/** What the kernel takes on x86_64 and aarch64. */
const LONGEST = 2048;

export const kernelCmdline = defineStage<Options>({
  type: 'org.osbuild.kernel-cmdline',
  summary: 'Write /etc/kernel/cmdline',
  options: object({
    root_fs_uuid: { type: 'string', oneOf: [{ pattern: UUID_PATTERN }, { pattern: VFAT_ID_PATTERN }] },
    kernel_opts: string,
    kernel_cmdline_size: { type: 'integer', minimum: 256, maximum: 4096 },
  }),
  tools: [],
  async run(context) {
    const { root_fs_uuid: uuid, kernel_opts: options, kernel_cmdline_size: longest = LONGEST } = context.options;
    const line = [uuid === undefined ? '' : `root=UUID=${uuid}`, options ?? ''].filter(Boolean).join(' ');
    if (line.length > longest)
      throw new StudioError(
        'invalid-input',
        `The kernel's command line has ${line.length} characters; ${longest} fit.`,
      );
    await context.run('mkdir', ['-p', `${context.tree}/etc/kernel`], { quiet: true });
    await writeText(context, `${context.tree}/etc/kernel/cmdline`, line);
  },
});
