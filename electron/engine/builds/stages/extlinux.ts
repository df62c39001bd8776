import { deviceOf, locate } from './paths';
import { object } from './schemas';
import { defineStage } from './stage';

interface Options {
  directory: string;
}

const BOOT_CODE = '/usr/lib/EXTLINUX/mbr.bin';

/** The part of the MBR before the disk's signature and the partition table. */
const BOOT_CODE_SIZE = 440;

/** Installs extlinux into a folder of a mounted ext4 file system, and its boot code into the disk's MBR. */
export const extlinux = defineStage<Options>({
  type: 'org.ostree-studio.extlinux',
  summary: 'Install the boot loader extlinux',
  options: object({ directory: { type: 'string', pattern: '^mount://[^/]+/' } }, ['directory']),
  devices: ['disk'],
  tools: ['extlinux', BOOT_CODE],
  // it asks the file system where its second stage lies (FIBMAP)
  capabilities: ['CAP_SYS_RAWIO'],
  async run(context) {
    await context.run('extlinux', ['--install', locate(context.options.directory, context)]);
    const argv = [`if=${BOOT_CODE}`, `of=${deviceOf(context, 'disk')}`, `bs=${BOOT_CODE_SIZE}`, 'count=1'];
    await context.run('dd', [...argv, 'conv=notrunc,fsync', 'status=none']);
  },
});
