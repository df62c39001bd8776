import { exists, locate } from './paths';
import { boolean, number, object, PATH_PATTERN } from './schemas';
import { defineStage } from './stage';

interface Options {
  paths?: { path: string; mode?: number; parents?: boolean; exist_ok?: boolean }[];
}

/** `mode` is that of the last folder only; one that exists is an error unless `exist_ok`. */
export const mkdir = defineStage<Options>({
  type: 'org.osbuild.mkdir',
  summary: 'Create folders',
  options: object({
    paths: {
      type: 'array',
      items: object(
        {
          path: {
            anyOf: [
              { type: 'string', pattern: PATH_PATTERN },
              { type: 'string', pattern: '^mount://.+' },
              { type: 'string', pattern: '^tree://.+' },
            ],
          },
          mode: number,
          parents: boolean,
          exist_ok: boolean,
        },
        ['path'],
      ),
    },
  }),
  tools: ['mkdir'],
  async run(context) {
    for (const { path, mode, parents, exist_ok: existOk } of context.options.paths ?? []) {
      const target = locate(path, context).replace(/\/\.$/, '');
      if (existOk && (await exists(context, target))) continue;
      const options = mode === undefined ? [] : [`--mode=${mode.toString(8)}`];
      const slash = target.lastIndexOf('/');
      if (parents) await context.run('mkdir', ['-p', '--', target.slice(0, slash)], { quiet: true });
      await context.run('mkdir', [...options, '--', target]);
    }
  },
});
