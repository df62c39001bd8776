/** Which trees are worth their place in the store. */

/** A tree that is made faster than this is made again. */
const LEAST_SECONDS = 2;
/** Bytes in a second that a disk takes in and gives back, with the checksum; a slow one. */
const BYTES_PER_SECOND = 250 * 1024 ** 2;

export interface Candidate {
  /** Seconds that it saves. */
  readonly seconds: number;
  /** Bytes of the tree. */
  readonly size: number;
  /** The last stage of a pipeline that is exported: with it nothing runs if nothing changes. */
  readonly exported: boolean;
}

/** Whether taking the tree from the store is clearly faster than making it again. */
export function isWorthKeeping({ seconds, size, exported }: Candidate): boolean {
  return exported || (seconds >= LEAST_SECONDS && seconds >= (2 * size) / BYTES_PER_SECOND);
}
