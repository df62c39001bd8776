import path from 'node:path';
import { locate, writeText } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  filename: string;
  macros: { _install_langs?: string[]; _dbpath?: string };
}

/** https://rpm-software-management.github.io/rpm/manual/macros.html */
export const rpmMacros = defineStage<Options>({
  type: 'org.osbuild.rpm.macros',
  summary: 'Define macros of RPM',
  options: object(
    {
      filename: string,
      macros: {
        ...object({
          _install_langs: { type: 'array', minItems: 1, uniqueItems: true, items: string },
          _dbpath: string,
        }),
        minProperties: 1,
      },
    },
    ['macros', 'filename'],
  ),
  tools: [],
  async run(context) {
    const file = locate(context.options.filename, context);
    const lines = Object.entries(context.options.macros).map(
      ([name, value]: [string, string | string[]]) => `%${name} ${Array.isArray(value) ? value.join(':') : value}\n`,
    );
    await context.run('mkdir', ['-p', '--', path.posix.dirname(file)], { quiet: true });
    await writeText(context, file, lines.join(''));
  },
});
