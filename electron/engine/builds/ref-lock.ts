/**
 * What only one studio of this user may do at a time, whatever its data folder: build a ref of a repository, so that
 * commits stay in one line, and build a workspace.
 */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { isLock, tryLock, waitForLock, type Lock } from './queue-lock';

const POLL_MS = 300;

/** The lock's folder: short-lived where the system has a place for that. */
async function lockFolder(of: string, name: string): Promise<string> {
  const root = path.join(process.env.XDG_RUNTIME_DIR ?? os.tmpdir(), `ostree-studio-locks-${process.getuid?.() ?? 0}`);
  const real = await realpath(of).catch(() => path.resolve(of));
  return path.join(root, createHash('sha256').update(`${real}\0${name}`).digest('hex'));
}

/**
 * Waits for the lock and takes it. A lock whose process is gone is taken over.
 *
 * @param onWait told once, with the job that holds it.
 * @returns gives the lock back.
 * @throws the signal's reason when it is aborted while waiting.
 */
export async function lockRef(
  repo: string,
  ref: string,
  job: string,
  options: { signal: AbortSignal; onWait: (holdingJob: string) => void },
): Promise<() => Promise<void>> {
  let told = false;
  const lock = await waitForLock(await lockFolder(repo, ref), job, {
    ...{ signal: options.signal, every: POLL_MS },
    onWait: ({ note }) => {
      if (!told) options.onWait(note);
      told = true;
    },
  });
  return () => lock.release();
}

/** The workspaces that this studio builds; studios on the same data folder share them. */
export interface WorkspaceMarks {
  /** @throws StudioError `conflict` if a studio with another data folder builds the workspace */
  claim(workspace: string): Promise<void>;
  close(): Promise<void>;
}

export function createWorkspaceMarks(data: string): WorkspaceMarks {
  const held = new Map<string, Lock>();
  return {
    async claim(workspace) {
      if (held.has(workspace)) return;
      const found = await tryLock(await lockFolder(workspace, 'workspace'), data);
      if (isLock(found)) {
        held.set(workspace, found);
        return;
      }
      if (found.note === data) return;
      const since = new Date(found.since).toTimeString().slice(0, 5);
      throw new StudioError(
        'conflict',
        `Another studio (process ${found.pid}, since ${since}) builds the workspace ${workspace}.`,
        {
          hint: `Build there, or close it and try again. Its data folder is ${found.note}.`,
          detail: { names: [String(found.pid)] },
        },
      );
    },
    async close() {
      for (const lock of held.values()) await lock.release();
      held.clear();
    },
  };
}
