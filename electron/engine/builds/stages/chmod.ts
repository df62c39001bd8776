import { locate } from './paths';
import { boolean, object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  items?: Record<string, { mode: string; recursive?: boolean }>;
}

export const chmod = defineStage<Options>({
  type: 'org.osbuild.chmod',
  summary: "Change files' modes",
  options: object({
    items: {
      type: 'object',
      additionalProperties: false,
      patternProperties: {
        '^\\/(?!\\.\\.)((?!\\/\\.\\.\\/).)+$': object({ mode: string, recursive: boolean }, ['mode']),
      },
    },
  }),
  tools: ['chmod'],
  async run(context) {
    for (const [path, { mode, recursive }] of Object.entries(context.options.items ?? {}))
      await context.run('chmod', [mode, ...(recursive ? ['--recursive'] : []), '--', locate(path, context)]);
  },
});
