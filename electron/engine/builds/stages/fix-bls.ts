import { list, requireText, rewriteText } from './paths';
import { boolean, object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  prefix?: string;
  require_boot_prefix?: boolean;
}

/** A boot entry whose paths were those of the machine that built it: what is before `/boot`, and it, is the prefix. */
export function fixEntry(text: string, prefix: string, needsPrefix: boolean): string {
  const path = needsPrefix ? /\/.*\/boot/g : /(?:\/.*)?\/boot/g;
  return text.replace(path, () => prefix);
}

/** https://uapi-group.org/specifications/specs/boot_loader_specification/ */
export const fixBls = defineStage<Options>({
  type: 'org.osbuild.fix-bls',
  summary: 'Mend the paths of boot entries',
  options: object({ prefix: string, require_boot_prefix: boolean }),
  tools: [],
  async run(context) {
    const { prefix = '/boot', require_boot_prefix: needsPrefix = true } = context.options;
    const folder = `${context.tree}/boot/loader/entries`;
    const names = (await list(context, `${folder}/.`)).filter((name) => /^[^.].*\.conf$/.test(name));
    for (const name of names) {
      const text = await requireText(context, `${folder}/${name}`);
      await rewriteText(context, `${folder}/${name}`, fixEntry(text, prefix, needsPrefix));
    }
  },
});
