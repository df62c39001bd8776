import { locate } from './paths';
import { number, object, string } from './schemas';
import { defineStage, type StageContext } from './stage';

type PartitionTable = 'gpt' | 'dos';

interface Options {
  filename: string;
  platform: string;
  location?: number;
  core: { type: 'mkimage'; partlabel: PartitionTable; filesystem: string; binary?: string };
  prefix: { type: string; partlabel?: PartitionTable; number?: number; path: string };
  'sector-size'?: number;
}

const MKIMAGE = 'grub2-mkimage';
/** boot.img is code up to here; behind it are the disk's signature and partitions. */
const BOOT_CODE_BYTES = 440;
/** Where boot.img has the sector of the core (GRUB_BOOT_MACHINE_KERNEL_SECTOR). */
const CORE_SECTOR_AT = 0x5c;
/** Where the core's first sector has the sector of its rest (0x200 - GRUB_BOOT_MACHINE_LIST_SIZE). */
const REST_SECTOR_AT = 500;

/** grub-mkimage(1)'s arguments for a core that can read one partition table and one file system. */
export function mkimageArgs(options: Options, output: string): string[] {
  const { platform, prefix, core } = options;
  const table = core.partlabel === 'gpt' ? 'part_gpt' : 'part_msdos';
  const fileSystem = core.filesystem === 'ext4' ? 'ext2' : core.filesystem;
  const place =
    prefix.number === undefined
      ? prefix.path
      : `(,${prefix.partlabel === 'gpt' ? 'gpt' : 'msdos'}${prefix.number + 1})/${prefix.path.replace(/^\/+/, '')}`;
  return [
    ...['--verbose', '--directory', `/usr/lib/grub/${platform}`, '--prefix', place],
    ...['--format', core.filesystem === 'iso9660' ? 'i386-pc-eltorito' : platform],
    ...['--compression', 'auto', '--output', output],
    ...(platform === 'i386-pc' ? ['biosdisk'] : []),
    table,
    fileSystem,
  ];
}

/** A sector's number as GRUB's first stages read it: 64 bits, the lowest byte first. */
function sectorBytes(sector: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(sector));
  return bytes;
}

async function patch(context: StageContext<Options>, file: string, at: number, bytes: Uint8Array): Promise<void> {
  const argv = [`of=${file}`, 'bs=1', `seek=${at}`, 'conv=notrunc', 'status=none'];
  await context.run('dd', argv, { stdin: bytes, quiet: true });
}

/** Writes the core into a disk image at a sector and, for a BIOS, the first stage that loads it. */
async function writeCore(context: StageContext<Options>, core: string, image: string, sector: number): Promise<void> {
  const { platform, 'sector-size': size = 512 } = context.options;
  const into = [`of=${image}`, 'conv=notrunc', 'status=none'];
  await context.run('dd', [`if=${core}`, ...into, 'bs=1M', 'oflag=seek_bytes', `seek=${sector * size}`]);
  if (platform !== 'i386-pc') return;
  if (sector * size > 512) await patch(context, image, sector * size + REST_SECTOR_AT, sectorBytes(sector + 1));
  const boot = `/usr/lib/grub/${platform}/boot.img`;
  await context.run('dd', [`if=${boot}`, ...into, `bs=${BOOT_CODE_BYTES}`, 'count=1']);
  await patch(context, image, CORE_SECTOR_AT, sectorBytes(sector));
}

const table = { enum: ['gpt', 'dos'] };
const path = { type: 'string', pattern: '/.*' };

export const grub2Inst = defineStage<Options>({
  type: 'org.osbuild.grub2.inst',
  summary: 'Install GRUB for BIOS or Open Firmware into a disk image',
  options: object(
    {
      ...{ filename: string, platform: string, location: { type: 'integer' }, 'sector-size': number },
      core: {
        oneOf: [
          object(
            {
              ...{ type: { enum: ['mkimage'] }, partlabel: table, binary: string },
              filesystem: { enum: ['ext4', 'xfs', 'btrfs', 'iso9660'] },
            },
            ['type', 'partlabel', 'filesystem'],
          ),
        ],
      },
      prefix: {
        oneOf: [
          object({ type: { enum: ['partition'] }, partlabel: table, number, path }, [
            'type',
            'partlabel',
            'number',
            'path',
          ]),
          object({ type: { enum: ['path'] }, path }, ['type', 'path']),
        ],
      },
    },
    ['filename', 'platform', 'core', 'prefix'],
  ),
  tools: [],
  toolsFor: ({ core }) => [core.binary ?? MKIMAGE],
  async run(context) {
    const { filename, location, core } = context.options;
    const image = locate(filename, context);
    const made = `${context.tree}/.studio-core.img`;
    await context.run(core.binary ?? MKIMAGE, mkimageArgs(context.options, made));
    // Without a place the core is the file.
    if (location) await writeCore(context, made, image, location);
    else await context.run('cp', ['--', made, image], { quiet: true });
    await context.run('rm', ['-f', '--', made], { quiet: true });
  },
});
