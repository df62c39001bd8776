import { writeText } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Entry {
  type: string;
  path: string;
  mode?: string;
  user?: string;
  group?: string;
  age?: string;
  argument?: string;
}

interface Options {
  filename: string;
  config: Entry[];
}

/** One line of tmpfiles.d(5): gaps are `-`, nothing follows the last value. */
export function tmpfilesLine(entry: Entry): string {
  const fields = [entry.type, entry.path, entry.mode, entry.user, entry.group, entry.age, entry.argument];
  while (fields.at(-1) === undefined) fields.pop();
  return fields.map((field) => field ?? '-').join(' ');
}

export const tmpfilesd = defineStage<Options>({
  type: 'org.osbuild.tmpfilesd',
  summary: 'Write a file of tmpfiles.d',
  options: object(
    {
      filename: { type: 'string', pattern: '^[\\w.-]{1,250}\\.conf$' },
      config: {
        type: 'array',
        minItems: 1,
        items: object(
          {
            type: {
              type: 'string',
              pattern: '^([fwpLcbaA]\\+?|[dDevqQCxXrRzZtThH]){1}((!?-?)|(-?!?)){0,1}$',
            },
            path: string,
            mode: { type: 'string', pattern: '^~?[0-7]{4}$' },
            user: string,
            group: string,
            age: string,
            argument: string,
          },
          ['type', 'path'],
        ),
      },
    },
    ['filename', 'config'],
  ),
  tools: [],
  async run(context) {
    const folder = `${context.tree}/usr/lib/tmpfiles.d`;
    await context.run('mkdir', ['-p', folder], { quiet: true });
    const text = context.options.config.map((entry) => `${tmpfilesLine(entry)}\n`).join('');
    await writeText(context, `${folder}/${context.options.filename}`, text);
  },
});
