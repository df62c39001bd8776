import { locate } from './paths';
import { boolean, object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  paths: { target: string; link_name: string; symbolic?: boolean }[];
}

/** A symbolic link's target is written as it is given; a hard link's is a location. */
export const ln = defineStage<Options>({
  type: 'org.osbuild.ln',
  summary: 'Create links',
  options: object(
    {
      paths: {
        type: 'array',
        minItems: 1,
        items: object(
          {
            target: string,
            link_name: {
              oneOf: [
                { type: 'string', pattern: '^mount://[^/]+/' },
                { type: 'string', pattern: '^tree://' },
              ],
            },
            symbolic: boolean,
          },
          ['target', 'link_name'],
        ),
      },
    },
    ['paths'],
  ),
  tools: ['ln'],
  async run(context) {
    for (const { target, link_name: name, symbolic } of context.options.paths) {
      const link = locate(name, context);
      if (symbolic) await context.run('ln', ['-s', '-T', '--', target, link]);
      else await context.run('ln', ['-T', '--', locate(target, context), link]);
    }
  },
});
