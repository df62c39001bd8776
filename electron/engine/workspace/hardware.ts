/** What the files of hardware targets say of themselves. */
import { open } from 'node:fs/promises';
import path from 'node:path';

const MAX_BYTES = 256 * 1024;

async function textOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}

/** Architectures that a text names as the only ones; undefined if it names none. */
function named(text: string, known: readonly string[]): string[] | undefined {
  const list = /^\s*target_supported_arches:\s*\[([^\]]*)\]/m.exec(text)?.[1];
  if (list !== undefined) return known.filter((arch) => new RegExp(`\\b${arch}\\b`).test(list));
  const only = /\bworks only on (\w+)/.exec(text)?.[1];
  if (only !== undefined && known.includes(only)) return [only];
  // Board support that is fetched for one architecture, whatever is built.
  const urls = text.match(/^\s*-?\s*baseurl:.*$/gm) ?? [];
  const ofUrls = known.filter((arch) => urls.some((url) => new RegExp(`[-/]${arch}/?['"]?\\s*$`).test(url)));
  return ofUrls.length > 0 ? ofUrls : undefined;
}

/**
 * The architectures that a hardware target is for: all, unless its file (or a part of it, `_NAME.ipp.yml` beside it)
 * says which.
 */
export async function architecturesOf(
  root: string,
  file: string,
  known: readonly string[],
): Promise<readonly string[]> {
  const text = await textOf(path.join(root, file));
  const parts = [...text.matchAll(/^\s*path:\s*(_[\w.-]+\.ipp\.ya?ml)\s*$/gm)].map(([, part = '']) => part);
  for (const each of [
    text,
    ...(await Promise.all(parts.map((part) => textOf(path.join(root, path.dirname(file), part))))),
  ]) {
    const found = named(each, known);
    if (found) return found;
  }
  return known;
}
