/**
 * Lays out partitions as sfdisk (util-linux 2.38) does with a script of `label:` and partition lines, without a disk.
 * All numbers are sectors. https://man7.org/linux/man-pages/man8/sfdisk.8.html
 */
import { diskType, isExtended } from './disk-types';

export interface PartitionRequest {
  start?: number;
  size?: number;
  /** True if the size was given in bytes: it is then aligned. */
  sizeInBytes?: boolean;
  type?: string;
  name?: string;
  partnum?: number;
  /** Nothing at all is written for it. */
  empty?: boolean;
}
export interface PlacedPartition {
  partnum: number;
  start: number;
  size: number;
  type: string;
  name?: string;
}

/** A layout that does not fit or cannot be; `index` is the partition's place in the request. */
export class LayoutError extends Error {
  constructor(
    message: string,
    readonly index: number,
  ) {
    super(message);
  }
}

interface Area {
  from: number;
  /** The last sector. */
  to: number;
}

interface Disk {
  label: 'gpt' | 'dos';
  grain: number;
  first: number;
  last: number;
}

const MEBIBYTE = 1024 * 1024;

function disk(label: 'gpt' | 'dos', bytes: number, sectorSize: number): Disk {
  const total = Math.floor(bytes / sectorSize);
  const small = total * sectorSize <= 4 * MEBIBYTE;
  const grain = small ? 1 : MEBIBYTE / sectorSize;
  if (label === 'dos') return { label, grain, first: small ? 1 : grain, last: total - 1 };
  const table = Math.ceil(16384 / sectorSize);
  return { label, grain, first: small ? table + 2 : grain, last: total - table - 2 };
}

const up = (sector: number, grain: number): number => Math.ceil(sector / grain) * grain;
const down = (sector: number, grain: number): number => Math.floor(sector / grain) * grain;

/** Places of the partitions, in order of their numbers. @throws LayoutError */
export function layOut(
  label: 'gpt' | 'dos',
  bytes: number,
  sectorSize: number,
  wanted: readonly PartitionRequest[],
): PlacedPartition[] {
  const geometry = disk(label, bytes, sectorSize);
  const placed: PlacedPartition[] = [];
  wanted.forEach((request, index) => placed.push(place(geometry, placed, request, index)));
  return placed.sort((a, b) => a.partnum - b.partnum);
}

function place(
  geometry: Disk,
  placed: readonly PlacedPartition[],
  request: PartitionRequest,
  index: number,
): PlacedPartition {
  const { label } = geometry;
  const type = diskType(label, request.type);
  if (type === undefined) throw new LayoutError(`the partition type '${request.type}' is unknown`, index);
  if (request.empty) throw new LayoutError('nothing is written for it, but another partition follows', index);
  const extended = placed.find((other) => label === 'dos' && other.partnum <= 4 && isExtended(other.type));
  const partnum = request.partnum ?? nextNumber(geometry, placed, extended, request);
  const logical = label === 'dos' && partnum > 4;
  if (logical && !extended) throw new LayoutError('a DOS table holds four partitions unless one is extended', index);
  if (placed.some((other) => other.partnum === partnum))
    throw new LayoutError(`partition number ${partnum} is used twice`, index);
  const areas =
    logical && extended
      ? [logicalArea(geometry, extended, placed)]
      : freeAreas(geometry, placed, request.start !== undefined);
  const range = placeIn(geometry, areaFor(geometry, areas, request, index), request, index);
  const size = range.to - range.from + 1;
  if (size < 1) throw new LayoutError('there is no free space left on the disk', index);
  return {
    partnum,
    start: range.from,
    size,
    type,
    ...(label === 'gpt' && request.name ? { name: request.name.slice(0, 36) } : {}),
  };
}

/** The next number: on a DOS disk a logical one if the primary ones, or the space outside the extended one, are used up. */
function nextNumber(
  geometry: Disk,
  placed: readonly PlacedPartition[],
  extended: PlacedPartition | undefined,
  request: PartitionRequest,
): number {
  const free = (from: number): number => {
    let next = from;
    while (placed.some((partition) => partition.partnum === next)) next += 1;
    return next;
  };
  const next = free(1);
  if (!extended || next > 4) return next;
  const room = freeAreas(geometry, placed, request.start !== undefined).some((area) => fits(geometry, area, request));
  return room ? next : free(5);
}

/** An entry of this type is empty to GPT, whatever else it says: its space stays free. */
const UNUSED = '00000000-0000-0000-0000-000000000000';

/** The space between the partitions, in order. */
function gaps(from: number, to: number, taken: readonly PlacedPartition[]): Area[] {
  const free: Area[] = [];
  let at = from;
  const used = taken.filter((partition) => partition.type !== UNUSED);
  for (const { start, size } of used.sort((a, b) => a.start - b.start)) {
    if (start > at) free.push({ from: at, to: start - 1 });
    at = Math.max(at, start + size);
  }
  if (at <= to) free.push({ from: at, to });
  return free;
}

/** Free space outside of logical partitions; a start that is given may lie before the first grain. */
function freeAreas(geometry: Disk, placed: readonly PlacedPartition[], anywhere: boolean): Area[] {
  const taken = geometry.label === 'dos' ? placed.filter((partition) => partition.partnum <= 4) : placed;
  const lowest = geometry.label === 'gpt' ? Math.min(geometry.first, 34) : 1;
  return gaps(anywhere ? lowest : geometry.first, geometry.last, taken);
}

/** Whether the partition would fit: one without a size wants a grain at least. */
function fits({ grain }: Disk, { from, to }: Area, { start, size }: PartitionRequest): boolean {
  if (start !== undefined) return from <= start && start <= to;
  return up(from, grain) + (size ?? grain) - 1 <= to;
}

function areaFor(geometry: Disk, areas: readonly Area[], request: PartitionRequest, index: number): Area {
  const area = areas.find((candidate) => fits(geometry, candidate, request));
  if (area) return area;
  const { start, size } = request;
  if (start !== undefined) throw new LayoutError(`sector ${start} is not free`, index);
  const most = Math.max(0, ...areas.map(({ from, to }) => to - up(from, geometry.grain) + 1));
  throw new LayoutError(
    size === undefined
      ? 'there is no free space left on the disk'
      : `it needs ${size} sectors, but only ${most} are free`,
    index,
  );
}

function placeIn(geometry: Disk, area: Area, request: PartitionRequest, index: number): Area {
  const { grain } = geometry;
  const from = request.start ?? up(area.from, grain);
  if (from > area.to || from < area.from) throw new LayoutError(`sector ${from} is not free`, index);
  if (request.size === undefined) return { from, to: defaultEnd(geometry, area, from) };
  if (request.sizeInBytes) return { from, to: alignedEnd(geometry, area, from, request.size) };
  const { size } = request;
  const to = from + size - 1;
  if (to > area.to) throw new LayoutError(`it needs ${size} sectors, but only ${area.to - from + 1} are free`, index);
  return { from, to };
}

/** The end that a partition without a size gets. */
function defaultEnd({ label, grain }: Disk, area: Area, from: number): number {
  const aligned = down(area.to, grain) - 1;
  return label === 'gpt' && aligned > from ? aligned : area.to;
}

/** The end of a size in bytes: at the nearest boundary, but a part of a grain stays as it is. */
function alignedEnd(geometry: Disk, area: Area, from: number, size: number): number {
  const { label, grain } = geometry;
  const [low, high] = [up(from, grain), down(defaultEnd(geometry, area, from), grain)];
  const end = from + size;
  if (end > low && end < high && end - low < grain) return label === 'gpt' ? end - 1 : end;
  return Math.min(Math.max(Math.round(end / grain) * grain, low), high) - 1;
}

/** The space for a logical partition: its boot record comes first, one grain before its data. */
function logicalArea(geometry: Disk, extended: PlacedPartition, placed: readonly PlacedPartition[]): Area {
  const logical = placed.filter((partition) => partition.partnum > 4);
  const end = Math.max(extended.start, ...logical.map((partition) => partition.start + partition.size));
  return { from: up(end, geometry.grain) + geometry.grain, to: extended.start + extended.size - 1 };
}
