import { readText, rewriteText, writeText } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  keymap: string;
  font?: string;
  'x11-keymap'?: { layouts: string[] };
}

/** https://www.x.org/releases/current/doc/man/man5/xorg.conf.5.xhtml, InputClass */
export function keyboardConf(layouts: readonly string[]): string {
  return [
    'Section "InputClass"',
    '        Identifier "system-keyboard"',
    '        MatchIsKeyboard "on"',
    `        Option "XkbLayout" "${layouts.join(',')}"`,
    'EndSection',
    '',
  ].join('\n');
}

export const keymap = defineStage<Options>({
  type: 'org.osbuild.keymap',
  summary: 'Set the keyboard of the console and of X11',
  options: object(
    {
      keymap: string,
      'x11-keymap': object({ layouts: { type: 'array', minItems: 1, items: { type: 'string', minLength: 2 } } }, [
        'layouts',
      ]),
      font: string,
    },
    ['keymap'],
  ),
  tools: ['systemd-firstboot'],
  async run(context) {
    const { options, tree } = context;
    const console = `${tree}/etc/vconsole.conf`;
    // A package's default would be taken for somebody's choice.
    await context.run('rm', ['-f', '--', console], { quiet: true });
    await context.run('systemd-firstboot', [`--root=${tree}`, `--keymap=${options.keymap}`]);
    if (options.font)
      await rewriteText(context, console, `${(await readText(context, console)) ?? ''}FONT=${options.font}\n`);
    const layouts = options['x11-keymap']?.layouts;
    if (!layouts) return;
    const folder = `${tree}/etc/X11/xorg.conf.d`;
    await context.run('mkdir', ['-p', '--', folder], { quiet: true });
    await writeText(context, `${folder}/00-keyboard.conf`, keyboardConf(layouts));
  },
});
