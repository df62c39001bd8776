import { locate, readText, requireText, writeText } from './paths';
import { boolean, object, string, strings } from './schemas';
import { defineStage, type JsonSchema } from './stage';
import { isTable, parseToml, tomlText, type TomlTable } from './toml';

interface Options {
  filename?: string;
  filebase?: string;
  comment?: string[];
  config: { storage?: TomlTable };
}

/** Tables are merged member by member; of anything else the second one counts. */
export function mergeTables(first: TomlTable, second: TomlTable): TomlTable {
  const merged: TomlTable = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    merged[key] = isTable(before) && isTable(value) ? mergeTables(before, value) : value;
  }
  return merged;
}

/** The section `storage` of the texts and of the configuration, later ones over earlier ones. */
export function storageConf(texts: readonly string[], { comment = [], config }: Options): string {
  const [base = {}, ...others] = texts.map(parseToml);
  const storages = [...others.map(({ storage }) => storage), config.storage].filter(isTable);
  const storage = storages.reduce(mergeTables, isTable(base.storage) ? base.storage : {});
  const head = ['containers-storage.conf(5)', ...comment].map((line) => `# ${line}\n`).join('');
  return `${head}\n${tomlText({ ...base, storage })}`;
}

const some = (schema: JsonSchema): JsonSchema => ({ ...schema, minProperties: 1 });
const choice = { type: 'string', enum: ['true', 'false'] };
const places = ['/etc/containers/storage.conf', '/usr/share/containers/storage.conf'];

/** A file that is there is merged into; the folder must be there. */
export const containersStorageConf = defineStage<Options>({
  type: 'org.osbuild.containers.storage.conf',
  summary: "Configure the containers' storage",
  options: object(
    {
      filename: { type: 'string', enum: places },
      filebase: string,
      comment: strings,
      config: some(
        object({
          storage: some(
            object({
              driver: { type: 'string', enum: ['overlay', 'vfs', 'devmapper', 'aufs', 'btrfs', 'zfs'] },
              ...{ graphroot: string, runroot: string, transient_store: boolean },
              options: some(
                object({
                  additionalimagestores: strings,
                  pull_options: some(
                    object({ enable_partial_images: choice, use_hard_links: choice, convert_images: choice }),
                  ),
                  overlay: some(object({ mountopt: string })),
                }),
              ),
            }),
          ),
        }),
      ),
    },
    ['config'],
  ),
  tools: [],
  async run(context) {
    const { filename = '/etc/containers/storage.conf', filebase } = context.options;
    const file = locate(filename, context);
    const before = await readText(context, file);
    // A base is the build root's, not the tree's.
    const base = filebase === undefined ? '' : await requireText(context, filebase);
    const texts = [base, ...(before === undefined ? [] : [before])];
    await writeText(context, file, storageConf(texts, context.options));
  },
});
