import { locate } from './paths';
import { boolean, object } from './schemas';
import { defineStage } from './stage';

interface Options {
  paths: { from: string; to: string; remove_destination?: boolean }[];
}

const place = (...schemes: string[]): unknown => ({
  oneOf: schemes.map((pattern) => ({ type: 'string', pattern })),
});

/** A slash at the end of `from` means the folder's contents. */
export const copy = defineStage<Options>({
  type: 'org.osbuild.copy',
  summary: 'Copy files and folders',
  options: object(
    {
      paths: {
        type: 'array',
        minItems: 1,
        items: object(
          {
            from: place('^input://[^/]+/', '^mount://[^/]+/', '^tree:///'),
            to: place('^mount://[^/]+/', '^tree:///'),
            remove_destination: boolean,
          },
          ['from', 'to'],
        ),
      },
    },
    ['paths'],
  ),
  inputs: { type: 'object' },
  tools: ['cp'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    for (const { from, to, remove_destination: remove } of context.options.paths) {
      const options = ['-a', '--reflink=auto', ...(remove ? ['--remove-destination'] : [])];
      await context.run('cp', [...options, '--', locate(from, context), locate(to, context)]);
    }
  },
});
