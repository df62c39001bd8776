import { deviceOf } from './paths';
import { boolean, object, string } from './schemas';
import { defineStage } from './stage';

interface Partition {
  bootable?: boolean;
  name?: string;
  size?: number;
  start?: number;
  type?: string;
  uuid?: string;
  attrs?: number[];
}

interface Options {
  uuid: string;
  label: 'mbr' | 'dos' | 'gpt';
  partitions?: Partition[];
}

/** sfdisk(8)'s script of a partition table; sizes in sectors. */
export function sfdiskScript(options: Options): string {
  const label = options.label === 'mbr' ? 'dos' : options.label;
  const lines = (options.partitions ?? []).map((partition) => {
    const { start, size, type, name, uuid, attrs } = partition;
    const values = { start, size, type, name, uuid, attrs: attrs?.length ? attrs.join(',') : undefined };
    const fields = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key}="${value}"`]));
    return [...fields, ...(partition.bootable && label === 'dos' ? ['bootable'] : [])].join(', ');
  });
  return [`label: ${label}`, `label-id: ${options.uuid}`, ...lines].map((line) => `${line}\n`).join('');
}

export const sfdisk = defineStage<Options>({
  type: 'org.osbuild.sfdisk',
  summary: 'Partition a disk',
  options: object(
    {
      uuid: string,
      label: { type: 'string', enum: ['mbr', 'dos', 'gpt'] },
      partitions: {
        type: 'array',
        items: object({
          bootable: boolean,
          name: string,
          partnum: { type: 'integer' },
          size: { type: 'integer' },
          start: { type: 'integer' },
          type: string,
          uuid: string,
          attrs: {
            type: 'array',
            uniqueItems: true,
            maxItems: 64,
            items: { type: 'integer', minimum: 0, maximum: 63 },
          },
        }),
      },
    },
    ['uuid', 'label'],
  ),
  devices: ['device'],
  tools: ['sfdisk'],
  async run(context) {
    const device = deviceOf(context, 'device');
    const stdin = sfdiskScript(context.options);
    for (const line of stdin.trim().split('\n')) context.log(line);
    await context.run('sfdisk', ['--quiet', '--no-tell-kernel', device], { stdin });
  },
});
