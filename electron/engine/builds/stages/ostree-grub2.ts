import { StudioError } from '../../../../shared/errors';
import { inputOf, list, locate, requireText, rewriteText } from './paths';
import { anyInput, object, string } from './schemas';
import { defineStage, type StageContext } from './stage';

interface Options {
  filename: string;
  source?: string;
}

const visible = (names: readonly string[]): string[] => names.filter((name) => !name.startsWith('.'));

/** `/ostree/boot.1/OSNAME/CHECKSUM/SERIAL`, of which a sysroot for one boot loader entry has exactly one. */
async function bootPath(context: StageContext<unknown>, root: string): Promise<string> {
  let found = (await list(context, `${root}/ostree/.`)).filter((name) => /^boot\..$/.test(name));
  for (let level = 0; level < 3; level++) {
    const below = await Promise.all(
      found.map(async (at) => visible(await list(context, `${root}/ostree/${at}/.`)).map((name) => `${at}/${name}`)),
    );
    found = below.flat();
  }
  const [first, ...others] = found;
  if (first === undefined || others.length > 0)
    throw new StudioError('invalid-input', 'There is not exactly one deployment to boot in the tree.');
  return `/ostree/${first}`;
}

/** Puts the boot path of the deployment in the place of `@OSTREE@` in a file of the tree. */
export const ostreeGrub2 = defineStage<Options>({
  type: 'org.osbuild.ostree.grub2',
  summary: "Write the deployment's path into GRUB's configuration",
  options: object(
    {
      filename: string,
      source: {
        oneOf: [
          { type: 'string', pattern: '^mount://' },
          { type: 'string', pattern: '^input://[^/]+/' },
        ],
      },
    },
    ['filename'],
  ),
  inputs: object({ tree: anyInput }, ['tree']),
  tools: [],
  async run(context) {
    const { filename, source } = context.options;
    const root = source === undefined ? inputOf(context, 'tree').path : locate(source, context).replace(/\/\.$/, '');
    const file = locate(filename, context);
    const text = await requireText(context, file);
    await rewriteText(context, file, text.replaceAll('@OSTREE@', await bootPath(context, root)));
  },
});
