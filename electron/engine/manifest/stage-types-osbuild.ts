/**
 * Stage types of an installed osbuild (112 or newer), read from the `*.meta.json` beside each stage:
 * https://github.com/osbuild/osbuild/blob/main/docs/osbuild.1.rst. Older ones keep the schema in the stage's program,
 * which is not run for it.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const META = /^([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)\.meta\.json$/;
const MOST_STAGES = 1000;
const MAX_BYTES = 256 * 1024;
const MAX_TEXT = 4000;
const AT_ONCE = 32;

const Schema = z.record(z.string(), z.unknown());
const Meta = z.object({
  summary: z.string().catch(''),
  description: z.union([z.array(z.string()), z.string()]).catch([]),
  schema: Schema.optional().catch(undefined),
  schema_2: z
    .object({
      options: Schema.optional().catch(undefined),
      inputs: Schema.optional().catch(undefined),
      devices: Schema.optional().catch(undefined),
      mounts: Schema.optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

type Schema = Readonly<Record<string, unknown>>;
export interface OsbuildStage {
  readonly type: string;
  readonly summary: string;
  readonly description: string;
  readonly options?: Schema;
  readonly inputs?: Schema;
  readonly devices?: Schema;
  readonly mounts?: Schema;
}

/** Folders in which an osbuild may keep its stages, the first that has some is used. */
export function stageFolders(env: NodeJS.ProcessEnv): string[] {
  const own = env.OSBUILD_LIBDIR;
  return [...(own !== undefined && path.isAbsolute(own) ? [path.join(own, 'stages')] : []), '/usr/lib/osbuild/stages'];
}

/** What says that a folder changed; undefined if there is none. */
export async function folderStamp(folder: string): Promise<string | undefined> {
  const info = await stat(folder).catch(() => undefined);
  return info?.isDirectory() ? `${folder}:${info.mtimeMs}` : undefined;
}

/** The stages described in a folder, by name. What is not readable, too large or of another form is left out. */
export async function readOsbuildStages(folder: string): Promise<OsbuildStage[]> {
  const files = await readdir(folder).catch((): string[] => []);
  const names = files
    .filter((file) => META.test(file))
    .sort()
    .slice(0, MOST_STAGES);
  const found: OsbuildStage[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = await Promise.all(names.slice(at, at + AT_ONCE).map((name) => readStage(folder, name)));
    found.push(...some.flatMap((stage) => stage ?? []));
  }
  return found;
}

async function readStage(folder: string, name: string): Promise<OsbuildStage | undefined> {
  const type = META.exec(name)?.[1];
  const file = path.join(folder, name);
  const info = await stat(file).catch(() => undefined);
  if (type === undefined || !info?.isFile() || info.size > MAX_BYTES) return undefined;
  const text = await readFile(file, 'utf8').catch(() => '');
  return parseStage(type, text);
}

/** Undefined if the text is no description of a stage. */
export function parseStage(type: string, text: string): OsbuildStage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const meta = Meta.safeParse(json);
  if (!meta.success) return undefined;
  const { summary, description, schema, schema_2: second } = meta.data;
  const lines = typeof description === 'string' ? description : description.join('\n');
  const options = second?.options ?? schema;
  return {
    type,
    summary: summary.slice(0, 300),
    description: lines.trim().slice(0, MAX_TEXT),
    ...(options ? { options: { type: 'object', ...options } } : {}),
    ...(second?.inputs ? { inputs: namedParts(second.inputs) } : {}),
    ...(second?.devices ? { devices: namedParts(second.devices) } : {}),
    ...(second?.mounts ? { mounts: second.mounts } : {}),
  };
}

function namedParts(schema: Schema): Schema {
  return { type: 'object', ...schema };
}
