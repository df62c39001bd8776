/** Formats that are made of another one's file: Android sparse images and compressed archives. */
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { StudioError } from '../../../shared/errors';
import { FORMAT_INFO } from '../../../shared/manifest/formats';
import type { Format } from '../../../shared/manifest/types';
import { run } from '../run';
import { findProgram } from '../setup/requirements';

/** Of AOSP's libsparse. */
const SPARSE_TOOL = 'img2simg';

export const isConverted = (format: Format): boolean => FORMAT_INFO[format].conversion !== undefined;

/** @throws StudioError `missing-tool` if one of the formats cannot be made here */
export function checkConversions(formats: readonly Format[]): void {
  const sparse = formats.find((format) => FORMAT_INFO[format].conversion === 'simg');
  if (sparse === undefined || findProgram(SPARSE_TOOL)) return;
  throw new StudioError('missing-tool', `The format ${sparse} is made by '${SPARSE_TOOL}', which is not installed.`, {
    hint: 'Install it, or build another format.',
    detail: { names: [SPARSE_TOOL], command: 'sudo apt install android-sdk-libsparse-utils' },
  });
}

/**
 * Makes a converted format's file of what the engine handed over; the same file gives the same bytes.
 *
 * @throws StudioError `tool-failed`, `cancelled`
 */
export async function convertExport(format: Format, from: string, to: string, signal: AbortSignal): Promise<void> {
  if (FORMAT_INFO[format].conversion === 'simg') await run(SPARSE_TOOL, [from, to], { signal });
  else await pipeline(createReadStream(from), createGzip(), createWriteStream(to), { signal });
  const file = await open(to, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
