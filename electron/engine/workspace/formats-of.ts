/**
 * Which formats a manifest offers: those whose pipelines are in it, or in what it imports. It is a search in texts, not
 * the resolution of the manifest: a listing must not wait for that.
 */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { FORMAT_INFO, FORMATS } from '../../../shared/manifest/formats';
import type { Format } from '../../../shared/manifest/types';

const MAX_BYTES = 512 * 1024;
const MAX_FILES = 200;
const MAX_CACHED = 5000;

interface Parts {
  readonly pipelines: readonly string[];
  /** Paths of imports as they are written, with variables. */
  readonly imports: readonly string[];
}

const NONE: Parts = { pipelines: [], imports: [] };
const cache = new Map<string, { stamp: string; parts: Parts }>();

/** Names of pipelines and paths of imports in a text. */
export function partsOf(text: string): Parts {
  const pipelines = [...text.matchAll(/^\s*(?:-\s+)?["']?name["']?:\s*["']?([\w.-]+)["']?,?\s*$/gm)];
  const imports = [...text.matchAll(/["']?path["']?:\s*["']?([^\s"'#]+\.ipp\.(?:ya?ml|json))/g)];
  const named = (found: readonly RegExpMatchArray[]): string[] => [...new Set(found.map(([, name = '']) => name))];
  return { pipelines: named(pipelines), imports: named(imports) };
}

async function read(file: string): Promise<Parts> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return NONE;
  const stamp = `${found.mtimeMs}:${found.size}`;
  const known = cache.get(file);
  if (known?.stamp === stamp) return known.parts;
  const handle = await open(file).catch(() => undefined);
  if (!handle) return NONE;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(MAX_BYTES, found.size)), 0);
    const parts = partsOf(buffer.toString('utf8', 0, bytesRead));
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(file, { stamp, parts });
    return parts;
  } catch {
    return NONE;
  } finally {
    await handle.close();
  }
}

/** The image type that an include is for, as target names spell it. */
function typeOf(file: string): string | undefined {
  const type = /(?:^|\/)image-([a-z0-9_]+)\.ipp\.ya?ml$/.exec(file)?.[1];
  return type === 'directboot' ? 'direct' : type;
}

/** The listed files that a path with variables may mean: beside the file that names it, else from the folder's root. */
function candidates(written: string, from: string, files: readonly string[], type: string): readonly string[] {
  for (const folder of [path.posix.dirname(from), '.']) {
    const found = matching(path.posix.normalize(path.posix.join(folder, written)), files, type);
    if (found.length > 0) return found;
  }
  return [];
}

function matching(written: string, files: readonly string[], type: string): readonly string[] {
  const variable = /\$\{\w+\}|\$\w+|\{[^{}]*\}/g;
  if (written.search(variable) < 0) return files.includes(written) ? [written] : [];
  const literal = written.split(variable).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${literal.join('[^/]*')}$`);
  return files.filter((file) => pattern.test(file) && [undefined, type].includes(typeOf(file)));
}

/**
 * The formats that a manifest offers for an image type.
 *
 * @param files all files of the folder, relative to `root`
 * @returns in the order of `FORMATS`; empty if no pipeline of a format was found
 */
export async function formatsOf(
  root: string,
  manifest: string,
  type: string,
  files: readonly string[],
): Promise<Format[]> {
  const seen = new Set<string>([manifest]);
  const pipelines = new Set<string>();
  for (const file of seen) {
    const parts = await read(path.join(root, file));
    for (const name of parts.pipelines) pipelines.add(name);
    for (const written of parts.imports)
      for (const other of candidates(written, file, files, type)) if (seen.size < MAX_FILES) seen.add(other);
  }
  return FORMATS.filter((format) => pipelines.has(FORMAT_INFO[format].pipeline));
}
