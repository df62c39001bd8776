/** What was typed into a dialog the last time, kept from one start to the next. */
import { z } from 'zod';

export const PullValues = z.object({
  url: z.string().catch(''),
  refs: z.string().catch(''),
  depth: z.string().catch('0'),
  trust: z.enum(['unset', 'gpg', 'none']).catch('unset'),
  keyring: z.string().catch(''),
});
export type PullValues = z.infer<typeof PullValues>;

export const PruneValues = z.object({ depth: z.string().catch('2') });

/** The values that were kept under a name; what cannot be read is as at the beginning. */
export function keptValues<T extends z.ZodType>(name: string, schema: T): z.infer<T> {
  let kept: unknown = {};
  try {
    kept = JSON.parse(localStorage.getItem(`new-job.${name}`) ?? '{}');
  } catch {
    // As at the beginning.
  }
  const read = schema.safeParse(kept);
  return read.success ? read.data : schema.parse({});
}

export function keepValues(name: string, values: object): void {
  localStorage.setItem(`new-job.${name}`, JSON.stringify(values));
}
