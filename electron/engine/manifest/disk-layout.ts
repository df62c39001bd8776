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
  const small = bytes <= 4 * MEBIBYTE;
  const grain = small ? 1 : MEBIBYTE / sectorSize;
  if (label === 'dos') return { label, grain, first: small ? 1 : grain, last: total - 1 };
  const table = Math.ceil(16384 / sectorSize);
  return { label, grain, first: small ? table + 2 : grain, last: total - table - 2 };
}

const up = (sector: number, grain: number): number => Math.ceil(sector / grain) * grain;

/** Places of the partitions, in order of their numbers. @throws LayoutError */
export function layOut(
  label: 'gpt' | 'dos',
  bytes: number,
  sectorSize: number,
  wanted: readonly PartitionRequest[],
): PlacedPartition[] {
  const geometry = disk(label, bytes, sectorSize);
  const placed: PlacedPartition[] = [];
  let extended: PlacedPartition | undefined;
  wanted.forEach((request, index) => {
    const type = diskType(label, request.type);
    if (type === undefined) throw new LayoutError(`the partition type '${request.type}' is unknown`, index);
    const partnum = request.partnum ?? nextNumber(label, placed, extended);
    const logical = label === 'dos' && partnum > 4;
    if (logical && !extended) throw new LayoutError('a DOS table holds four partitions unless one is extended', index);
    if (placed.some((other) => other.partnum === partnum))
      throw new LayoutError(`partition number ${partnum} is used twice`, index);
    const area = logical && extended ? logicalArea(geometry, extended, placed) : undefined;
    const range = area ? placeIn(geometry, area, request, index) : placeFree(geometry, placed, request, index);
    const partition: PlacedPartition = {
      partnum,
      start: range.from,
      size: range.to - range.from + 1,
      type,
      ...(label === 'gpt' && request.name ? { name: request.name.slice(0, 36) } : {}),
    };
    if (label === 'dos' && !logical && isExtended(type)) extended = partition;
    placed.push(partition);
  });
  return placed.sort((a, b) => a.partnum - b.partnum);
}

function nextNumber(
  label: 'gpt' | 'dos',
  placed: readonly PlacedPartition[],
  extended: PlacedPartition | undefined,
): number {
  const used = new Set(placed.map((partition) => partition.partnum));
  let next = 1;
  while (used.has(next)) next += 1;
  if (label === 'dos' && next > 4 && !extended) return 5;
  return next;
}

/** The space between the partitions, in order. */
function gaps(from: number, to: number, taken: readonly PlacedPartition[]): Area[] {
  const free: Area[] = [];
  let at = from;
  for (const { start, size } of [...taken].sort((a, b) => a.start - b.start)) {
    if (start > at) free.push({ from: at, to: start - 1 });
    at = Math.max(at, start + size);
  }
  if (at <= to) free.push({ from: at, to });
  return free;
}

function placeFree(geometry: Disk, placed: readonly PlacedPartition[], request: PartitionRequest, index: number): Area {
  const primary = geometry.label === 'dos' ? placed.filter((partition) => partition.partnum <= 4) : placed;
  const lowest = geometry.label === 'gpt' ? Math.min(geometry.first, 34) : 1;
  const all = gaps(request.start === undefined ? geometry.first : lowest, geometry.last, primary);
  const start = request.start;
  const area =
    start === undefined
      ? all.find(({ from, to }) => up(from, geometry.grain) <= to)
      : all.find(({ from, to }) => from <= start && start <= to);
  if (!area) {
    throw new LayoutError(
      start === undefined ? 'there is no free space left on the disk' : `sector ${start} is not free`,
      index,
    );
  }
  return placeIn(geometry, area, request, index);
}

function placeIn(geometry: Disk, area: Area, request: PartitionRequest, index: number): Area {
  const { grain } = geometry;
  const from = request.start ?? up(area.from, grain);
  if (from > area.to || from < area.from) throw new LayoutError(`sector ${from} is not free`, index);
  if (request.size === undefined) {
    const aligned = Math.floor((area.to + 1) / grain) * grain - 1;
    return { from, to: geometry.label === 'gpt' && aligned > from ? aligned : area.to };
  }
  const size = request.sizeInBytes ? Math.max(up(request.size, grain), grain) : request.size;
  const to = from + size - 1;
  if (to > area.to) throw new LayoutError(`it needs ${size} sectors, but only ${area.to - from + 1} are free`, index);
  return { from, to };
}

/** The space for a logical partition: its boot record comes first, one grain before its data. */
function logicalArea(geometry: Disk, extended: PlacedPartition, placed: readonly PlacedPartition[]): Area {
  const logical = placed.filter((partition) => partition.partnum > 4);
  const end = Math.max(extended.start, ...logical.map((partition) => partition.start + partition.size));
  return { from: up(end, geometry.grain) + geometry.grain, to: extended.start + extended.size - 1 };
}
