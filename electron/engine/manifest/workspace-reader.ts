/** Reads the files of one resolving: unsaved texts first, then regular files of the workspace, and nothing else. */
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import type { FileUse, PreprocessHost } from './host';

const MEGABYTE = 1024 * 1024;
/** A manifest is text that somebody wrote; what is embedded goes into the manifest as base64. */
const MOST_BYTES: Record<FileUse, number> = { manifest: 4 * MEGABYTE, embed: 16 * MEGABYTE };

function refused(name: string, why: string, hint: string, cause?: unknown): StudioError {
  return new StudioError('invalid-input', `'${name}' ${why}.`, {
    hint,
    detail: { names: [name] },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** At once: a manifest is made of many small files, and each wait for one would cost more than reading it. */
function readRegular(file: string, name: string, most: number): Uint8Array {
  // Without O_NONBLOCK, opening a pipe waits for somebody to write.
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(handle);
    if (stat.isDirectory()) throw refused(name, 'is a folder', 'Name a file in it.');
    if (!stat.isFile()) throw refused(name, 'is no regular file', 'Pipes and devices cannot be read here.');
    if (stat.size > most)
      throw refused(name, `is larger than ${most / MEGABYTE} MB`, 'Is this the right file? No manifest is that large.');
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * The reader of a workspace. Texts are by workspace-relative path, with forward slashes.
 *
 * @throws StudioError `invalid-input` for what leads out of the workspace, is no regular file, or is too large
 */
export function workspaceReader(
  workspace: string,
  texts: Readonly<Record<string, string>> = {},
): PreprocessHost['readFile'] {
  const unsaved = new Map(Object.entries(texts).map(([name, text]) => [path.resolve(workspace, name), text]));
  return async (file, use = 'manifest') => {
    const name = path.relative(workspace, file);
    const outside = (): StudioError =>
      refused(name, 'is outside of the workspace', 'Copy it into the workspace: only files below its folder are read.');
    if (name === '..' || name.startsWith(`..${path.sep}`) || path.isAbsolute(name)) throw outside();
    const text = unsaved.get(file);
    if (text !== undefined) return Buffer.from(text, 'utf8');
    try {
      const real = realpathSync.native(file);
      if (!real.startsWith(realpathSync.native(workspace) + path.sep)) throw outside();
      return readRegular(real, name, MOST_BYTES[use]);
    } catch (thrown) {
      if (thrown instanceof StudioError) throw thrown;
      const { code } = thrown as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      if (code === 'EACCES' || code === 'EPERM')
        throw refused(name, 'may not be read', 'Its permissions keep you out: chmod u+r lets you in.', thrown);
      if (code === 'ELOOP') throw refused(name, 'is a link that leads to itself', 'Replace it by the file.', thrown);
      throw refused(name, `cannot be read: ${(thrown as Error).message}`, 'Check the file.', thrown);
    }
  };
}
