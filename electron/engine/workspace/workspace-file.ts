/** `studio.json`: what the studio keeps in a workspace, so that a team shares it. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { Defines } from '../../../shared/manifest/types';

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
});
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>;

export function defaultSettings(): WorkspaceSettings {
  return WorkspaceSettings.parse({ version: 1 });
}

/** @throws StudioError `invalid-input` if the file is there but damaged: it is never written over. */
export async function readSettings(workspace: string): Promise<WorkspaceSettings> {
  const file = path.join(workspace, WORKSPACE_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return defaultSettings();
  }
  try {
    return WorkspaceSettings.parse(JSON.parse(text));
  } catch (cause) {
    throw new StudioError('invalid-input', `${file} cannot be read.`, {
      hint: 'Mend it, or move it away: the studio then starts a new one.',
      detail: { file },
      cause,
    });
  }
}

/** Replaces the file atomically. */
export async function writeSettings(workspace: string, settings: WorkspaceSettings): Promise<void> {
  const file = path.join(workspace, WORKSPACE_FILE);
  await writeFile(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
