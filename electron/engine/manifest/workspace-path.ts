/** Reads and writes text files of a workspace, and nothing outside of it. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';

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

async function bytesOf(place: string, file: string): Promise<Buffer> {
  const found = await stat(place);
  // Reading a pipe or a device would wait, or never end.
  if (!found.isFile() && !found.isDirectory()) {
    throw new StudioError('invalid-input', `'${file}' is a device or a pipe, not a file.`, { detail: { file } });
  }
  if (found.size > MAX_BYTES) {
    throw new StudioError('invalid-input', `'${file}' is larger than 4 MB, which is no manifest.`, {
      detail: { file },
    });
  }
  return readFile(place);
}

/** A file's text and the SHA-256 of its bytes. */
export async function readWorkspaceFile(workspace: string, file: string): Promise<{ text: string; hash: string }> {
  const place = await workspacePath(workspace, file);
  const bytes = await bytesOf(place, file).catch((thrown: unknown) => {
    throw (thrown as NodeJS.ErrnoException).code === 'EISDIR'
      ? new StudioError('invalid-input', `'${file}' is a folder.`, { detail: { file } })
      : thrown;
  });
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), hash: hashOf(bytes) };
  } catch (cause) {
    throw new StudioError('invalid-input', `'${file}' is not UTF-8 text.`, { detail: { file }, cause });
  }
}

/** Replaces a file if it still has the hash. @throws StudioError `conflict` if somebody changed it meanwhile */
export async function writeWorkspaceFile(
  workspace: string,
  file: string,
  text: string,
  hash: string,
): Promise<{ hash: string }> {
  const place = await workspacePath(workspace, file);
  const before = await bytesOf(place, file);
  if (hashOf(before) !== hash) {
    throw new StudioError('conflict', `'${file}' was changed by somebody else since it was opened.`, {
      hint: 'Reload it, or save your text under the new version.',
      detail: { file },
    });
  }
  const bytes = Buffer.from(text, 'utf8');
  const partial = path.join(path.dirname(place), `.${path.basename(place)}.${randomUUID().slice(0, 8)}.new`);
  try {
    await writeFile(partial, bytes, { mode: (await stat(place)).mode });
    await rename(partial, place);
  } catch (thrown) {
    await rm(partial, { force: true });
    throw thrown;
  }
  return { hash: hashOf(bytes) };
}
