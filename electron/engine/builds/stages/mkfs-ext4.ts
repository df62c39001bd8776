import { deviceOf } from './paths';
import { boolean, object, string, strings } from './schemas';
import { defineStage, type StageContext } from './stage';

interface Options {
  uuid: string;
  label?: string;
  lazy_init?: boolean;
  metadata_csum_seed?: boolean;
  orphan_file?: boolean;
  verity?: boolean;
  features?: string[];
}

/** mkfs.ext4(8)'s arguments. Features that are `false` are switched off. */
export function mkfsArgs(options: Options, device: string): string[] {
  const { lazy_init: lazy } = options;
  const known = {
    metadata_csum_seed: options.metadata_csum_seed,
    orphan_file: options.orphan_file,
    verity: options.verity,
  };
  const switched = Object.entries(known).flatMap(([name, on]) => (on === undefined ? [] : [`${on ? '' : '^'}${name}`]));
  const features = [...switched, ...(options.features ?? [])];
  return [
    '-U',
    options.uuid,
    ...(options.label === undefined ? [] : ['-L', options.label]),
    ...(lazy === undefined ? [] : ['-E', `lazy_itable_init=${Number(lazy)},lazy_journal_init=${Number(lazy)}`]),
    ...(features.length > 0 ? ['-O', features.join(',')] : []),
    device,
  ];
}

const PROPERTIES = {
  uuid: string,
  label: { type: 'string', maxLength: 16 },
  lazy_init: boolean,
  metadata_csum_seed: boolean,
  orphan_file: boolean,
  verity: boolean,
};

async function run(context: StageContext<Options>): Promise<void> {
  await context.run('mkfs.ext4', ['-q', ...mkfsArgs(context.options, deviceOf(context, 'device'))]);
}

export const mkfsExt4 = defineStage<Options>({
  type: 'org.osbuild.mkfs.ext4',
  summary: 'Make an ext4 file system',
  options: object(PROPERTIES, ['uuid']),
  devices: ['device'],
  tools: ['mkfs.ext4'],
  run,
});

/** osbuild's stage with `features` added: boot loaders do not read all that today's default has. */
export const mkfsExt4Features = defineStage<Options>({
  type: 'org.ostree-studio.mkfs.ext4',
  summary: 'Make an ext4 file system with chosen features',
  options: object({ ...PROPERTIES, features: strings }, ['uuid']),
  devices: ['device'],
  tools: ['mkfs.ext4'],
  run,
});
