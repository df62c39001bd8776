/** mpp-define-image and mpp-define-images: lays out a disk and makes it a variable. */
import { DiskImage, Partition, PartitionTable, type PartitionWords } from './disk-image';
import { LayoutError, layOut, type PartitionRequest } from './disk-layout';
import { sectors, truncateSize } from './disk-size';
import { expandInside } from './expand';
import type { ManifestFile } from './manifest-file';
import type { Place } from './places';
import { ManifestError } from './problem';
import { asInt } from './python/operators';
import { str } from './python/text';
import { PyDict, truth, type Value } from './python/values';
import { asMapping, asText } from './run';

export async function defineImages(file: ManifestFile): Promise<void> {
  const { places } = file.run;
  const placeOfList = places.of(file.root, 'mpp-define-images');
  const list = file.take(file.root, 'mpp-define-images') ?? [];
  if (!Array.isArray(list)) {
    throw new ManifestError("'mpp-define-images' must be a list.", {
      place: placeOfList,
      hint: 'For one image use mpp-define-image.',
    });
  }
  const placeOfOne = places.of(file.root, 'mpp-define-image');
  const images = list.map((image) => ({
    image: asMapping(image, 'mpp-define-images', placeOfList),
    place: places.of(image as object) ?? placeOfList,
  }));
  const one = file.take(file.root, 'mpp-define-image');
  if (one !== undefined) {
    const image = asMapping(one, 'mpp-define-image', placeOfOne);
    image.set('id', 'image');
    images.push({ image, place: placeOfOne });
  }
  for (const { image, place } of images) {
    await expandInside(file, image);
    const id = image.get('id');
    if (id === undefined)
      throw new ManifestError("The image has no 'id'.", { place, hint: 'Add: id: image', field: 'id' });
    file.vars.set(id, defineImage(file, image, place));
    const kind = file.depth === 0 ? 'manifest' : 'include';
    file.run.assigned(id, { kind, value: file.vars.get(id) ?? null, place });
  }
}

function defineImage(file: ManifestFile, image: PyDict, place: Place | undefined): DiskImage {
  const { places } = file.run;
  const at = (dict: PyDict, key: string): Place | undefined => places.of(dict, key) ?? place;
  const size = image.get('size');
  if (typeof size === 'bigint') {
    throw new ManifestError('The image size must be a text, but is a number.', {
      place: at(image, 'size'),
      hint: `Write: size: '${size}' (or a variable: size: $image_size)`,
      field: 'size',
    });
  }
  const text = asText(size, 'size', at(image, 'size'));
  const bytes = truncateSize(text);
  if (bytes === undefined) {
    throw new ManifestError(`'${text}' is not a size.`, {
      place: at(image, 'size'),
      hint: 'Give bytes, or a unit: 2147483648, 2G.',
      field: 'size',
    });
  }
  const table = asMapping(image.get('table') ?? null, 'table', at(image, 'table'));
  const label = asText(table.get('label'), 'label', at(table, 'label'));
  if (label !== 'gpt' && label !== 'dos') {
    throw new ManifestError(`'${label}' is not a kind of partition table.`, {
      place: at(table, 'label'),
      hint: 'Use gpt or dos.',
      field: 'label',
    });
  }
  if (!table.has('uuid')) asText(undefined, 'uuid', at(image, 'table'));
  const listed = table.get('partitions') ?? [];
  if (!Array.isArray(listed))
    throw new ManifestError("'partitions' must be a list.", { place: at(table, 'partitions'), field: 'partitions' });
  const sectorSize = Number(asInt(image.get('sector_size') ?? 512n) ?? 512n);
  if (sectorSize !== 512 && sectorSize !== 4096) {
    throw new ManifestError(`Sectors of ${sectorSize} bytes are not supported.`, {
      place: at(image, 'sector_size'),
      hint: 'Use 512 or 4096.',
    });
  }
  const parts = withExtended(
    label,
    listed.map((part) => asMapping(part, 'partitions', at(table, 'partitions'))),
  );
  const placed = layOutParts(file, label, bytes, sectorSize, parts, at(table, 'partitions'));
  return new DiskImage(text, new PartitionTable(label, table.get('uuid') ?? null, placed));
}

/** A DOS table of more than four partitions gets an extended one as its fourth. */
function withExtended(label: string, parts: readonly PyDict[]): PyDict[] {
  const needed = label === 'dos' && parts.length > 4 && !parts.some((part) => part.get('type') === '0f');
  return needed ? [...parts.slice(0, 3), PyDict.from([['type', '0f']]), ...parts.slice(3)] : [...parts];
}

function layOutParts(
  file: ManifestFile,
  label: 'gpt' | 'dos',
  bytes: number,
  sectorSize: number,
  parts: readonly PyDict[],
  outer: Place | undefined,
): Partition[] {
  const requests = parts.map((part) => requestOf(file, part, sectorSize, outer));
  while (requests.length > 0 && requests.at(-1)?.empty) requests.pop();
  if (requests.length === 0)
    throw new ManifestError('The partition table has no partitions.', { place: outer, field: 'partitions' });
  try {
    const placed = layOut(label, bytes, sectorSize, requests);
    return parts.map((part, index) => {
      const place = placed[index];
      return new Partition(wordsOf(part), place && { ...place, name: place.name });
    });
  } catch (thrown) {
    if (!(thrown instanceof LayoutError)) throw thrown;
    const part = parts[thrown.index];
    const name = str(part?.get('id') ?? part?.get('name') ?? BigInt(thrown.index + 1));
    throw new ManifestError(`The partition '${name}' cannot be placed: ${thrown.message}.`, {
      place: file.run.places.of(part) ?? outer,
      hint: 'Raise the image size, or make the partitions smaller.',
      names: [name],
    });
  }
}

function requestOf(file: ManifestFile, part: PyDict, sectorSize: number, outer: Place | undefined): PartitionRequest {
  const request: PartitionRequest = {};
  for (const key of ['start', 'size'] as const) {
    const value = part.get(key) ?? null;
    if (!truth(value)) continue;
    const amount = sectors(str(value), sectorSize);
    if (!amount) {
      throw new ManifestError(`'${str(value)}' is not a number of sectors.`, {
        place: file.run.places.of(part, key) ?? outer,
        hint: 'Sectors have 512 bytes: 2048 is 1 MiB.',
        field: key,
      });
    }
    request[key] = amount.sectors;
    if (key === 'size') request.sizeInBytes = amount.inBytes;
  }
  const [type, name, partnum] = [
    part.get('type') ?? null,
    part.get('name') ?? null,
    asInt(part.get('partnum') ?? null),
  ];
  if (truth(type)) request.type = str(type);
  if (truth(name)) request.name = str(name);
  // sfdisk passes over an empty line of its script: no partition is made
  request.empty = !['start', 'size', 'type', 'name', 'uuid', 'attrs', 'bootable'].some((key) =>
    truth(part.get(key) ?? null),
  );
  if (partnum !== undefined && partnum !== 0n) request.partnum = Number(partnum);
  return request;
}

function wordsOf(part: PyDict): PartitionWords {
  const get = (key: string): Value => part.get(key) ?? null;
  const bootable = part.get('bootable');
  return {
    id: truth(get('id')) ? get('id') : get('name'),
    uuid: get('uuid'),
    bootable: bootable === undefined ? null : bootable,
    attrs: get('attrs'),
  };
}
