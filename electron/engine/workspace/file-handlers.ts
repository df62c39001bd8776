/** Making files and taking them away. What was taken away is kept until the studio ends. */
import { randomUUID } from 'node:crypto';
import { copyFile, lstat, mkdir, readdir, readlink, realpath, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import { newWorkspacePath, notWritable, readWorkspaceFile, workspacePath } from '../manifest/workspace-path';
import { writeThrough } from './replace-file';

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

/** Moves a file or a link, also to another file system. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EXDEV') throw thrown;
    if ((await lstat(from)).isSymbolicLink()) await symlink(await readlink(from), to);
    else await copyFile(from, to);
    await rm(from);
  }
}

function exists(file: string): StudioError {
  return new StudioError('conflict', `There is a file '${file}' already.`, {
    hint: 'Choose another name, or open that file.',
    detail: { file },
  });
}

const isThere = (place: string): Promise<boolean> =>
  lstat(place).then(
    () => true,
    () => false,
  );

async function create(root: string, file: string, text: string): Promise<{ hash: string }> {
  const place = await newWorkspacePath(root, file);
  try {
    await mkdir(path.dirname(place), { recursive: true });
    await writeThrough(place, text);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    // EEXIST without the file itself: a folder's name is a file.
    throw code === 'EEXIST' ? exists(file) : notWritable(file, thrown);
  }
  return { hash: (await readWorkspaceFile(root, file)).hash };
}

/** The file itself, which may be a link: that is what is taken away, not what it leads to. */
async function ownPath(root: string, file: string): Promise<string> {
  await workspacePath(root, file);
  const named = path.resolve(await realpath(root), file);
  const place = path.join(await realpath(path.dirname(named)), path.basename(named));
  const found = await lstat(place);
  if (found.isFile() || found.isSymbolicLink()) return place;
  throw new StudioError('invalid-input', `'${file}' is no file.`, {
    hint: 'Folders are removed with the file manager.',
    detail: { file },
  });
}

/** What studios that were killed left behind. */
async function sweep(data: string): Promise<void> {
  for (const name of await readdir(data).catch(() => [])) {
    const pid = Number(/^trash-(\d+)$/.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || (await isThere(`/proc/${pid}`))) continue;
    await rm(path.join(data, name), { recursive: true, force: true });
  }
}

/**
 * @param data the data folder: what was taken away is in `trash-<pid>` there
 * @param root the open workspace's folder; throws if none is open
 */
export function createFiles(data: string, root: () => string): Files {
  const trash = path.join(data, `trash-${process.pid}`);
  const removed = new Map<string, Removed>();
  const swept = sweep(data);
  return {
    handlers: {
      'manifest.create': ({ path: file, text }) => create(root(), file, text),
      async 'manifest.remove'({ path: file }) {
        const from = root();
        const place = await ownPath(from, file);
        const undo = randomUUID();
        const kept = path.join(trash, undo);
        await mkdir(trash, { recursive: true, mode: 0o700 });
        await move(place, kept).catch((thrown: unknown) => {
          throw notWritable(file, thrown);
        });
        removed.set(undo, { root: from, file, kept });
        return { undo };
      },
      async 'manifest.restore'({ undo }) {
        const known = removed.get(undo);
        if (!known || known.root !== root())
          throw new StudioError('not-found', 'What was taken away is not there any more.', {
            hint: 'It is kept until the studio ends, for the workspace that it was in.',
          });
        const place = await newWorkspacePath(known.root, known.file);
        if (await isThere(place)) throw exists(known.file);
        await mkdir(path.dirname(place), { recursive: true });
        await move(known.kept, place);
        removed.delete(undo);
        return { path: known.file };
      },
    },
    async close() {
      await swept;
      removed.clear();
      await rm(trash, { recursive: true, force: true });
    },
  };
}
