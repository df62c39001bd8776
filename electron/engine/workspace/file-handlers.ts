/** Making files and taking them away. What was taken away is kept until the studio ends. */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import { newWorkspacePath, workspacePath, readWorkspaceFile } from '../manifest/workspace-path';

type FileHandlers = Pick<NounHandlers<'manifest'>, 'manifest.create' | 'manifest.remove' | 'manifest.restore'>;

interface Removed {
  readonly root: string;
  readonly file: string;
  readonly kept: string;
}

export interface Files {
  readonly handlers: FileHandlers;
  /** Forgets what was taken away. */
  close(): Promise<void>;
}

/** Moves a file, also to another file system. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EXDEV') throw thrown;
    await copyFile(from, to);
    await rm(from);
  }
}

function exists(file: string): StudioError {
  return new StudioError('conflict', `There is a file '${file}' already.`, {
    hint: 'Choose another name, or open that file.',
    detail: { file },
  });
}

export function createFiles(trash: string, root: () => string): Files {
  const removed = new Map<string, Removed>();
  return {
    handlers: {
      async 'manifest.create'({ path: file, text }) {
        const place = await newWorkspacePath(root(), file);
        await mkdir(path.dirname(place), { recursive: true });
        const handle = await open(place, 'wx').catch((thrown: unknown) => {
          throw (thrown as NodeJS.ErrnoException).code === 'EEXIST' ? exists(file) : thrown;
        });
        try {
          await handle.writeFile(text);
        } finally {
          await handle.close();
        }
        const { hash } = await readWorkspaceFile(root(), file);
        return { hash };
      },
      async 'manifest.remove'({ path: file }) {
        const place = await workspacePath(root(), file);
        const undo = randomUUID();
        const kept = path.join(trash, undo);
        await mkdir(trash, { recursive: true, mode: 0o700 });
        await move(place, kept);
        removed.set(undo, { root: root(), file, kept });
        return { undo };
      },
      async 'manifest.restore'({ undo }) {
        const known = removed.get(undo);
        if (!known || known.root !== root())
          throw new StudioError('not-found', 'What was taken away is not there any more.', {
            hint: 'It is kept until the studio ends.',
          });
        const place = await newWorkspacePath(known.root, known.file);
        if (await stat(place).catch(() => undefined)) throw exists(known.file);
        await mkdir(path.dirname(place), { recursive: true });
        await move(known.kept, place);
        removed.delete(undo);
        return { path: known.file };
      },
    },
    async close() {
      removed.clear();
      await rm(trash, { recursive: true, force: true });
    },
  };
}
