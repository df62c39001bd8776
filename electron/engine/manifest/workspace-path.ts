/** Reads and writes text files of a workspace, and nothing outside of it. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { replaceFile } from '../workspace/replace-file';

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The real path of a workspace file.
 *
 * @throws StudioError `invalid-input` if it is outside (absolute, `..`, a link that leads out), `not-found`
 */
export async function workspacePath(workspace: string, file: string): Promise<string> {
  const root = await realpath(workspace);
  const inside = (place: string): boolean => place.startsWith(root + path.sep);
  const named = path.resolve(root, file);
  const outside = (): StudioError =>
    new StudioError('invalid-input', `'${file}' is not a file of the workspace.`, {
      hint: 'Only files below the workspace folder can be opened here.',
      detail: { file },
    });
  if (file.includes('\0') || path.isAbsolute(file) || !inside(named)) throw outside();
  const real = await realpath(named).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EACCES') throw unreadable(file, cause);
    if (code === 'ELOOP') throw refuse(file, 'is a link that leads to itself');
    throw new StudioError('not-found', `The file '${file}' is not there.`, { detail: { file }, cause });
  });
  if (!inside(real)) throw outside();
  return real;
}

/**
 * Where a file of the workspace would be that is not there yet: its folder may be missing too.
 *
 * @throws StudioError `invalid-input` if it would be outside, or has no proper name
 */
export async function newWorkspacePath(workspace: string, file: string): Promise<string> {
  const root = await realpath(workspace);
  const named = path.resolve(root, file);
  const isName = !/[\0\r\n]/.test(file) && !path.isAbsolute(file) && !file.endsWith('/') && named !== root;
  // The nearest folder that is there must be inside: a link could lead out.
  let above = path.dirname(named);
  let real = await realpath(above).catch(() => undefined);
  while (real === undefined && above.length > root.length) {
    above = path.dirname(above);
    real = await realpath(above).catch(() => undefined);
  }
  if (isName && named.startsWith(root + path.sep) && (real === root || real?.startsWith(root + path.sep))) return named;
  throw new StudioError('invalid-input', `'${file}' is no name for a file of the workspace.`, {
    hint: 'Write a path below the workspace folder, such as images/mine.mpp.yml.',
    detail: { file },
  });
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function unreadable(file: string, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (code !== 'EACCES' && code !== 'EPERM') return cause;
  return new StudioError('invalid-input', `You have no permission to read '${file}'.`, {
    hint: 'Ask its owner, or change its permissions.',
    detail: { file },
    cause,
  });
}

function refuse(file: string, why: string): StudioError {
  return new StudioError('invalid-input', `'${file}' ${why}.`, {
    hint: 'Only text files of at most 4 MB can be opened here.',
    detail: { file },
  });
}

async function bytesOf(place: string, file: string): Promise<Buffer> {
  const handle = await openFile(place, file);
  try {
    const found = await handle.stat();
    if (found.size > MAX_BYTES) throw refuse(file, 'is larger than 4 MB, which is no manifest');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function openFile(place: string, file: string): ReturnType<typeof open> {
  const found = await stat(place);
  if (found.isDirectory()) throw refuse(file, 'is a folder');
  // Reading a pipe or a device would wait, or never end.
  if (!found.isFile()) throw refuse(file, 'is a device or a pipe, not a file');
  return open(place, constants.O_RDONLY | constants.O_NONBLOCK).catch((thrown: unknown) => {
    throw unreadable(file, thrown);
  });
}

/** A file's text and the SHA-256 of its bytes. */
export async function readWorkspaceFile(workspace: string, file: string): Promise<{ text: string; hash: string }> {
  const place = await workspacePath(workspace, file);
  const bytes = await bytesOf(place, file);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), hash: hashOf(bytes) };
  } catch (cause) {
    throw new StudioError('invalid-input', `'${file}' is not UTF-8 text.`, { detail: { file }, cause });
  }
}

let writing: Promise<unknown> = Promise.resolve();

/**
 * Replaces a file if it still has the hash. Writes wait for one another, so that of two with the same hash one is
 * refused.
 *
 * @throws StudioError `conflict` if somebody changed it meanwhile, `invalid-input` if it cannot be written
 */
export function writeWorkspaceFile(
  workspace: string,
  file: string,
  text: string,
  hash: string,
): Promise<{ hash: string }> {
  const turn = writing.then(() => write(workspace, file, text, hash));
  writing = turn.catch(() => undefined);
  return turn;
}

async function write(workspace: string, file: string, text: string, hash: string): Promise<{ hash: string }> {
  const place = await workspacePath(workspace, file);
  const before = await bytesOf(place, file);
  if (hashOf(before) !== hash) {
    throw new StudioError('conflict', `'${file}' was changed by somebody else since it was opened.`, {
      hint: 'Reload it, or save your text under the new version.',
      detail: { file },
    });
  }
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > MAX_BYTES) throw refuse(file, 'would be larger than 4 MB');
  // Replacing a file needs no permission on the file itself: a write-protected one is refused here.
  await access(place, constants.W_OK).catch((cause: unknown) => {
    throw notWritable(file, cause);
  });
  await replaceFile(place, bytes, await stat(place)).catch((thrown: unknown) => {
    throw notWritable(file, thrown);
  });
  return { hash: hashOf(bytes) };
}

/** Why a file cannot be written, in words; other errors as they are. */
export function notWritable(file: string, cause: unknown): unknown {
  const why = {
    ...{ EACCES: 'you have no permission', EPERM: 'you have no permission', EROFS: 'the disk is read-only' },
    ...{ ENOSPC: 'the disk is full', EDQUOT: 'your quota is used up', ENAMETOOLONG: 'the name is too long' },
    ...{ ENOTDIR: 'a part of its path is a file', EISDIR: 'it is a folder' },
  }[(cause as NodeJS.ErrnoException).code ?? ''];
  if (why === undefined) return cause;
  return new StudioError('invalid-input', `'${file}' cannot be written: ${why}.`, {
    hint: 'Nothing was changed. Save your text in another place, or mend that.',
    detail: { file },
    cause,
  });
}
