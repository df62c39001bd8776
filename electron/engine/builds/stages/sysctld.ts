import { writeText } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  filename: string;
  config: { key: string; value?: string }[];
}

export const sysctld = defineStage<Options>({
  type: 'org.osbuild.sysctld',
  summary: 'Write a file of sysctl.d',
  options: object(
    {
      filename: { type: 'string', pattern: '^[\\w.-]{1,250}\\.conf$' },
      config: {
        type: 'array',
        minItems: 1,
        items: {
          anyOf: [
            object({ key: string, value: string }, ['key', 'value']),
            object({ key: { type: 'string', pattern: '^-.+$' } }, ['key']),
          ],
        },
      },
    },
    ['filename', 'config'],
  ),
  tools: [],
  async run(context) {
    const folder = `${context.tree}/usr/lib/sysctl.d`;
    await context.run('mkdir', ['-p', folder], { quiet: true });
    const lines = context.options.config.map(({ key, value }) => (value === undefined ? key : `${key} = ${value}`));
    await writeText(context, `${folder}/${context.options.filename}`, lines.map((line) => `${line}\n`).join(''));
  },
});
