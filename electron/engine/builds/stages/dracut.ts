import { boolean, object, string, strings } from './schemas';
import { defineStage } from './stage';

interface Options {
  kernel: string[];
  compress?: string;
  modules?: string[];
  add_modules?: string[];
  omit_modules?: string[];
  drivers?: string[];
  add_drivers?: string[];
  omit_drivers?: string[];
  force_drivers?: string[];
  filesystems?: string[];
  install?: string[];
  /** What is copied, and where to. */
  include?: Record<string, string>[];
  remove?: string[];
  early_microcode?: boolean;
  reproducible?: boolean;
  extra?: string[];
}

const LISTS = {
  modules: '--modules',
  add_modules: '--add',
  omit_modules: '--omit',
  drivers: '--drivers',
  add_drivers: '--add-drivers',
  omit_drivers: '--omit-drivers',
  force_drivers: '--force-drivers',
  filesystems: '--filesystems',
  install: '--install',
} as const;

/** dracut's arguments but for the kernel: https://github.com/dracutdevs/dracut/wiki */
export function dracutArgs(options: Omit<Options, 'kernel'>): string[] {
  const lists = Object.entries(LISTS).flatMap(([name, flag]) => {
    const values = options[name as keyof typeof LISTS];
    return values && values.length > 0 ? [flag, values.join(' ')] : [];
  });
  return [
    '--no-hostonly',
    '--force',
    ...(options.compress === undefined ? [] : ['--compress', options.compress]),
    options.early_microcode ? '--early-microcode' : '--no-early-microcode',
    options.reproducible ? '--reproducible' : '--no-reproducible',
    ...lists,
    ...(options.include ?? []).flatMap((pairs) =>
      Object.entries(pairs).flatMap(([from, to]) => ['--include', from, to]),
    ),
    ...(options.remove ?? []).flatMap((path) => ['--remove', path]),
    ...(options.extra ?? []),
  ];
}

/** Makes the initramfs of each kernel with the tree's own dracut; it lands where dracut's default is, in /boot. */
export const dracut = defineStage<Options>({
  type: 'org.osbuild.dracut',
  summary: 'Make the initramfs',
  options: object(
    {
      kernel: strings,
      compress: string,
      ...Object.fromEntries(Object.keys(LISTS).map((name) => [name, strings])),
      early_microcode: boolean,
      reproducible: boolean,
      extra: strings,
      include: { type: 'array', items: { type: 'object' } },
      remove: strings,
    },
    ['kernel'],
  ),
  tools: [],
  async run(context) {
    const folders = ['boot', 'proc', 'sys', 'dev', 'run', 'tmp', 'var/tmp'].map((name) => `${context.tree}/${name}`);
    await context.run('mkdir', ['-p', ...folders], { quiet: true });
    for (const kernel of context.options.kernel)
      await context.run('dracut', [...dracutArgs(context.options), '--kver', kernel], { root: 'tree' });
  },
});
