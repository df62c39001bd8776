/** `studio.json`: what the studio keeps in a workspace, so that a team shares it. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { Defines } from '../../../shared/manifest/types';
import { MirrorOverride, WorkspaceRepository } from '../../../shared/packages/types';

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

/** Changes of each workspace's file wait for one another. */
const turns = new Map<string, Promise<unknown>>();

/** Reads the file, changes it and writes it, with no other change in between. @throws what `readSettings` throws */
export async function changeSettings(
  workspace: string,
  change: (settings: WorkspaceSettings) => WorkspaceSettings,
): Promise<void> {
  const before = turns.get(workspace) ?? Promise.resolve();
  const turn = before.then(async () => writeSettings(workspace, change(await readSettings(workspace))));
  const settled = turn.catch(() => undefined);
  turns.set(workspace, settled);
  await turn.finally(() => {
    if (turns.get(workspace) === settled) turns.delete(workspace);
  });
}
