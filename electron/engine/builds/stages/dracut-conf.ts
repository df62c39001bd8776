import { writeText } from './paths';
import { boolean, object, string, strings } from './schemas';
import { defineStage } from './stage';

type Config = Record<string, string | string[] | boolean>;

interface Options {
  filename: string;
  config: Config;
}

const LISTS = [
  'dracutmodules',
  'add_dracutmodules',
  'omit_dracutmodules',
  'drivers',
  'add_drivers',
  'omit_drivers',
  'force_drivers',
  'filesystems',
  'install_items',
  'remove_items',
];

/** The text of a file of dracut.conf(5). */
export function dracutConf(config: Config): string {
  const lines = Object.entries(config).map(([name, value]) => {
    if (typeof value === 'boolean') return `${name}="${value ? 'yes' : 'no'}"`;
    return Array.isArray(value) ? `${name}+=" ${value.join(' ')} "` : `${name}="${value}"`;
  });
  return lines.map((line) => `${line}\n`).join('');
}

export const dracutConfig = defineStage<Options>({
  type: 'org.osbuild.dracut.conf',
  summary: 'Configure dracut',
  options: object(
    {
      filename: { type: 'string', pattern: '^[\\w.-]{1,250}\\.conf$' },
      config: {
        ...object({
          compress: string,
          ...Object.fromEntries(LISTS.map((name) => [name, strings])),
          early_microcode: boolean,
          reproducible: boolean,
        }),
        minProperties: 1,
      },
    },
    ['filename', 'config'],
  ),
  tools: [],
  async run(context) {
    const folder = `${context.tree}/usr/lib/dracut/dracut.conf.d`;
    await context.run('mkdir', ['-p', folder], { quiet: true });
    await writeText(context, `${folder}/${context.options.filename}`, dracutConf(context.options.config));
  },
});
