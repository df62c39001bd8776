import { writeText } from './paths';
import { object } from './schemas';
import { defineStage } from './stage';

interface Options {
  filename: string;
  commands: { command: 'blacklist' | 'install'; modulename: string; cmdline?: string }[];
}

const text = { type: 'string', minLength: 1 };
const named = (name: string): object => ({ type: 'string', enum: [name] });

/** modprobe.d(5) */
export const modprobe = defineStage<Options>({
  type: 'org.osbuild.modprobe',
  summary: 'Configure kernel modules (modprobe)',
  options: object(
    {
      filename: { type: 'string', pattern: '^[\\w.-]{1,250}\\.conf$' },
      commands: {
        type: 'array',
        items: {
          anyOf: [
            object({ command: named('blacklist'), modulename: text }, ['command', 'modulename']),
            object({ command: named('install'), modulename: text, cmdline: text }, [
              'command',
              'modulename',
              'cmdline',
            ]),
          ],
        },
      },
    },
    ['commands', 'filename'],
  ),
  tools: [],
  async run(context) {
    const folder = `${context.tree}/usr/lib/modprobe.d`;
    const { filename, commands } = context.options;
    await context.run('mkdir', ['-p', '--', folder], { quiet: true });
    const lines = commands.map(({ command, modulename, cmdline }) => [command, modulename, cmdline]);
    const text = lines.map((words) => `${words.filter(Boolean).join(' ')}\n`).join('');
    await writeText(context, `${folder}/${filename}`, text);
  },
});
