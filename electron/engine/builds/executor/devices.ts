/** Devices of a stage: files in the tree that are block devices while it runs. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../../shared/errors';
import { attachLoop } from '../../tools/loop';
import { boolean, number, object, string } from '../stages/schemas';
import type { JsonSchema } from '../stages/stage';
import type { Device } from './manifest';

/** Schemas of the devices' options. */
export const DEVICES: ReadonlyMap<string, JsonSchema> = new Map([
  [
    'org.osbuild.loopback',
    object(
      {
        filename: string,
        start: number,
        size: number,
        'sector-size': number,
        lock: boolean,
        partscan: boolean,
        'read-only': boolean,
      },
      ['filename'],
    ),
  ],
]);

const Loopback = z.object({
  filename: z.string(),
  start: z.number().int().min(0).default(0),
  size: z.number().int().positive().optional(),
  'sector-size': z.number().int().positive().default(512),
  'read-only': z.boolean().default(false),
});

export interface OpenDevice {
  readonly path: string;
  close(): Promise<void>;
}

/** The file in the tree; a link that leads out of it is refused. */
export async function fileInTree(tree: string, name: string): Promise<string> {
  const root = await realpath(tree);
  const file = await realpath(path.join(root, name)).catch(() => undefined);
  if (file === undefined) throw new StudioError('not-found', `The device's file '${name}' is not in the tree.`);
  if (!file.startsWith(`${root}/`)) throw new StudioError('invalid-input', `'${name}' is not a file in the tree.`);
  return file;
}

/** Opens a device; `start` and `size` are counted in sectors. */
export async function openDevice(device: Device, tree: string): Promise<OpenDevice> {
  const options = Loopback.parse(device.options ?? {});
  const sector = options['sector-size'];
  return attachLoop({
    file: await fileInTree(tree, options.filename),
    offset: options.start * sector,
    ...(options.size === undefined ? {} : { size: options.size * sector }),
    readOnly: options['read-only'],
    sectorSize: sector,
  });
}
