import { locate } from './paths';
import { boolean, object } from './schemas';
import { defineStage } from './stage';

interface Options {
  paths: { from: string; to: string; remove_destination?: boolean }[];
}

/** Neighbours that are copied in the same way. */
function runsOf(paths: Options['paths']): { remove: boolean; pairs: Options['paths'] }[] {
  const runs: { remove: boolean; pairs: Options['paths'] }[] = [];
  for (const each of paths) {
    const remove = each.remove_destination ?? false;
    const last = runs.at(-1);
    if (last?.remove === remove) last.pairs.push(each);
    else runs.push({ remove, pairs: [each] });
  }
  return runs;
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
  tools: ['cp', 'xargs'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    for (const { remove, pairs } of runsOf(context.options.paths)) {
      const argv = ['-a', '--reflink=auto', ...(remove ? ['--remove-destination'] : []), '--'];
      const words = pairs.flatMap(({ from, to }) => [locate(from, context), locate(to, context)]);
      if (pairs.length === 1) await context.run('cp', [...argv, ...words]);
      // One sandbox for all of them, still one cp for each, in their order: a later one may build on an earlier one.
      else
        await context.run('xargs', ['--null', '--max-args=2', '--verbose', 'cp', ...argv], {
          stdin: words.map((word) => `${word}\0`).join(''),
        });
    }
  },
});
