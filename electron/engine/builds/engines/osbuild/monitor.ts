/**
 * Reads the stream of osbuild's JSONSeqMonitor: RFC 7464 records, each one JSON object. What a record says is not
 * trusted: one that is too large or cannot be read is counted and passed over.
 */
import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';
import { parseJson } from '../../../parse-json';

const Named = z.object({ name: z.string().optional(), id: z.string().optional() });
const Context = z.object({
  id: z.string(),
  origin: z.string().optional(),
  pipeline: Named.extend({ stage: Named.optional() }).optional(),
});

const SourceItem = z.object({ success: z.boolean(), error: z.string().nullish() });

const Result = z.object({
  success: z.boolean(),
  /** A stage's id; sources have none. */
  id: z.string().optional(),
  source_type: z.string().optional(),
  output: z.string().nullish(),
  error: z.unknown().optional(),
  results: z.array(SourceItem).nullish(),
});

const Entry = z.object({
  message: z.string().optional(),
  context: Context.optional(),
  result: Result.optional(),
  /** Epoch seconds. */
  timestamp: z.number().optional(),
  /** Seconds. */
  duration: z.number().nullish(),
});

/** One entry with its context in full: osbuild tells each context once, and its number from then on. */
export interface MonitorEntry {
  readonly message: string;
  readonly context: string;
  readonly origin: string;
  readonly pipeline: string;
  readonly stage: { readonly type: string; readonly id: string } | undefined;
  readonly result: z.infer<typeof Result> | undefined;
  readonly seconds: number | undefined;
  /** Epoch seconds. */
  readonly time: number | undefined;
}

export interface MonitorReader {
  push(chunk: Uint8Array): void;
  /** Ends the stream. @returns how many records could not be read. */
  end(): number;
}

const SEPARATOR = '\u001e';
/** Characters of one record: the metadata of a stage that installs packages lists them all. */
const MAX_RECORD = 16 * 1024 * 1024;
const MAX_CONTEXTS = 20_000;

/** Gives the texts between separators; `undefined` stands for one that was too long. */
function recordSplitter(onRecord: (text: string | undefined) => void): MonitorReader['push'] {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  // What stands before the first separator is no record.
  let state: 'outside' | 'inside' | 'too-long' = 'outside';
  const finish = (next: typeof state): void => {
    if (state === 'inside') onRecord(parts.join(''));
    if (state === 'too-long') onRecord(undefined);
    parts = [];
    length = 0;
    state = next;
  };
  const take = (text: string): void => {
    if (state !== 'inside') return;
    length += text.length;
    if (length <= MAX_RECORD) parts.push(text);
    else [state, parts] = ['too-long', []];
  };
  return (chunk) => {
    let rest = decoder.write(Buffer.from(chunk));
    while (rest !== '') {
      const end = rest.search(/[\u001e\n]/);
      take(end < 0 ? rest : rest.slice(0, end));
      if (end < 0) return;
      finish(rest[end] === SEPARATOR ? 'inside' : 'outside');
      rest = rest.slice(end + 1);
    }
  };
}

/** A reader that hands over entries as they are complete. */
export function readMonitor(onEntry: (entry: MonitorEntry) => void): MonitorReader {
  const contexts = new Map<string, z.infer<typeof Context>>();
  let unread = 0;
  let open = false;
  const contextOf = (told: z.infer<typeof Context> | undefined): z.infer<typeof Context> | undefined => {
    if (!told) return undefined;
    if (told.origin === undefined && told.pipeline === undefined) return contexts.get(told.id) ?? told;
    if (contexts.size < MAX_CONTEXTS) contexts.set(told.id, told);
    return told;
  };
  const split = recordSplitter((text) => {
    const entry = Entry.safeParse(text === undefined ? undefined : parseJson(text));
    if (!entry.success) {
      if (text === undefined || text.trim() !== '') unread++;
      return;
    }
    const { message = '', result, duration, timestamp } = entry.data;
    const context = contextOf(entry.data.context);
    const stage = context?.pipeline?.stage;
    onEntry({
      message,
      context: context?.id ?? '',
      origin: context?.origin ?? '',
      pipeline: context?.pipeline?.name ?? '',
      stage: stage?.name === undefined ? undefined : { type: stage.name, id: stage.id ?? '' },
      result,
      seconds: duration ?? undefined,
      time: timestamp,
    });
  });
  return {
    push(chunk) {
      if (chunk.length > 0) open = chunk[chunk.length - 1] !== 0x0a;
      split(chunk);
    },
    end() {
      // A process that was killed may have been in the middle of a record.
      return unread + (open ? 1 : 0);
    },
  };
}
