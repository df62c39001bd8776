import { deviceOf } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  volid: string;
  label?: string;
  'fat-size'?: 12 | 16 | 32;
  geometry?: { heads: number; 'sectors-per-track': number };
}

/** mkfs.fat(8)'s arguments. */
export function mkfsFatArgs(options: Options, device: string): string[] {
  const { volid, label, 'fat-size': size, geometry } = options;
  return [
    ...['-I', '-i', volid],
    ...(label ? ['-n', label] : []),
    ...(size === undefined ? [] : ['-F', String(size)]),
    ...(geometry ? ['-g', `${geometry.heads}/${geometry['sectors-per-track']}`] : []),
    device,
  ];
}

const integer = { type: 'integer' };

export const mkfsFat = defineStage<Options>({
  type: 'org.osbuild.mkfs.fat',
  summary: 'Make a FAT file system',
  options: object(
    {
      volid: string,
      label: { type: 'string', maxLength: 11 },
      'fat-size': { type: 'number', enum: [12, 16, 32] },
      geometry: object({ heads: integer, 'sectors-per-track': integer }, ['heads', 'sectors-per-track']),
    },
    ['volid'],
  ),
  devices: ['device'],
  tools: ['mkfs.fat'],
  async run(context) {
    await context.run('mkfs.fat', mkfsFatArgs(context.options, deviceOf(context, 'device')));
  },
});
