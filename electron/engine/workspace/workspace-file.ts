/** `studio.json`: what the studio keeps in a workspace, so that a team shares it. */
import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { Defines } from '../../../shared/manifest/types';
import { MirrorOverride, WorkspaceRepository } from '../../../shared/packages/types';
import { readWorkspaceFile, workspacePath } from '../manifest/workspace-path';
import { JsonError, parseJson } from '../manifest/python/json';
import { parseJson as plainJson } from '../parse-json';
import { replaceFile } from './replace-file';

export const WORKSPACE_FILE = 'studio.json';

export const WorkspaceSettings = z.object({
  version: z.literal(1),
  /** Made from the starter template. */
  starter: z.boolean().default(false),
  /** OSTREE_REPO, relative to the workspace. */
  ostreeRepo: z.string().default('ostree-repo'),
  /** Where images go, relative to the workspace. */
  outputDir: z.string().default('output'),
  /** Saved defines by target name. */
  defines: z.record(z.string(), Defines).default({}),
  /** Named sets of defines, by target and name. */
  sets: z.record(z.string(), z.record(z.string(), Defines)).default({}),
  /** Handed to every target that takes `extra_repos`. */
  repositories: z.array(WorkspaceRepository).default([]),
  /** Mirrors nearby. */
  mirrors: z.array(MirrorOverride).default([]),
  /** Why a package was picked, by target and package name. */
  notes: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>;

export function defaultSettings(): WorkspaceSettings {
  return WorkspaceSettings.parse({ version: 1 });
}

/** The file's text; undefined if there is none. @throws StudioError `invalid-input` for what is no text file */
async function textOf(workspace: string): Promise<string | undefined> {
  const isThere = await lstat(path.join(workspace, WORKSPACE_FILE)).then(
    () => true,
    (thrown: unknown) => (thrown as NodeJS.ErrnoException).code !== 'ENOENT',
  );
  return isThere ? (await readWorkspaceFile(workspace, WORKSPACE_FILE)).text : undefined;
}

function damaged(why: string, line: number | undefined, column?: number): StudioError {
  const where = line === undefined ? '' : ` in line ${line}`;
  return new StudioError('invalid-input', `${WORKSPACE_FILE} is damaged${where}: ${why}.`, {
    hint: 'Mend it, or move it away: the studio then starts a new one.',
    detail: {
      file: WORKSPACE_FILE,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    },
  });
}

/** The line of a value that has a wrong form; JSON is YAML too. */
function lineOf(text: string, field: readonly PropertyKey[]): number | undefined {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  for (let depth = field.length; depth > 0; depth -= 1) {
    const node = document.getIn(field.slice(0, depth), true);
    if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
  }
  return undefined;
}

/** The file as it is written, with what this version of the studio does not know. */
function parse(text: string): { raw: Record<string, unknown>; settings: WorkspaceSettings } {
  try {
    parseJson(text);
  } catch (thrown) {
    if (thrown instanceof JsonError) throw damaged(thrown.problem.toLowerCase(), thrown.line, thrown.column);
    throw thrown;
  }
  const raw = plainJson(text) as Record<string, unknown> | undefined;
  const parsed = WorkspaceSettings.safeParse(raw);
  if (raw && parsed.success) return { raw, settings: parsed.data };
  const issue = parsed.error?.issues[0];
  const field = issue?.path ?? [];
  const name = field.length > 0 ? `'${field.map(String).join('.')}' has a wrong form` : 'it has a wrong form';
  throw damaged(`${name} (${issue?.message.replace(/^Invalid input: /, '') ?? 'unknown'})`, lineOf(text, field));
}

/** @throws StudioError `invalid-input` if the file is there but damaged: it is never written over. */
export async function readSettings(workspace: string): Promise<WorkspaceSettings> {
  const text = await textOf(workspace);
  return text === undefined ? defaultSettings() : parse(text).settings;
}

/** Writes settings over what is there: unknown fields stay, and what is as by default is not added. */
async function write(workspace: string, raw: Record<string, unknown>, settings: WorkspaceSettings): Promise<void> {
  const usual: Record<string, unknown> = { ...defaultSettings(), version: undefined };
  const own = Object.entries(settings).filter(
    ([name, value]) => Object.hasOwn(raw, name) || !isDeepStrictEqual(value, usual[name]),
  );
  const text = `${JSON.stringify({ ...raw, ...Object.fromEntries(own) }, null, 2)}\n`;
  const place = await workspacePath(workspace, WORKSPACE_FILE).catch(async (thrown: unknown) => {
    if (thrown instanceof StudioError && thrown.code === 'not-found')
      return path.join(await realpath(workspace), WORKSPACE_FILE);
    throw thrown;
  });
  await replaceFile(place, text, await stat(place).catch(() => undefined));
}

/** Makes the file, or replaces all of it. */
export async function writeSettings(workspace: string, settings: WorkspaceSettings): Promise<void> {
  await write(workspace, {}, settings);
}

/** Changes of each workspace's file wait for one another. */
const turns = new Map<string, Promise<unknown>>();

/** Reads the file, changes it and writes it, with no other change in between. @throws what `readSettings` throws */
export async function changeSettings(
  workspace: string,
  change: (settings: WorkspaceSettings) => WorkspaceSettings,
): Promise<void> {
  const before = turns.get(workspace) ?? Promise.resolve();
  const turn = before.then(async () => {
    const text = await textOf(workspace);
    const { raw, settings } = text === undefined ? { raw: {}, settings: defaultSettings() } : parse(text);
    await write(workspace, raw, change(settings));
  });
  const settled = turn.catch(() => undefined);
  turns.set(workspace, settled);
  await turn.finally(() => {
    if (turns.get(workspace) === settled) turns.delete(workspace);
  });
}
