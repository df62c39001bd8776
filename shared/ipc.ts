/**
 * Transport-free remote calls over one table of schemas. The window, the command line and the tests are clients of
 * the same table; the main process serves it over Electron's IPC, the command line in its own process.
 */
import { z } from 'zod';
import { fromWire, StudioError, toWire, WireError } from './errors';

/** What a call without parameters takes. */
export const nothing = z.undefined().or(z.null()).or(z.object({}).strict());
/** A call about one thing. */
export const id = z.object({ id: z.string() });

export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

/** One row of the table. */
export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> {
  return { input, output };
}

export type CallTable = Record<string, Call>;
export type EventTable = Record<string, z.ZodType>;
type Input<C extends Call> = z.output<C['input']>;
type Argument<C extends Call> = z.input<C['input']>;
type Output<C extends Call> = z.output<C['output']>;

/** One handler for each row: a missing or wrong one is a compile error. */
export type Handlers<T extends CallTable> = { [K in keyof T]: (input: Input<T[K]>) => Promise<Output<T[K]>> };
export type EventPayload<E extends EventTable, K extends keyof E> = z.output<E[K]>;
export type Emit<E extends EventTable> = <K extends keyof E & string>(name: K, payload: z.output<E[K]>) => void;

export type Reply = { ok: true; value: unknown } | { ok: false; error: WireError };

/** What a transport gives: a call that always answers a Reply, and the stream of events. */
export interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
  /** Subscribes to all events; the returned function ends the subscription. */
  on(listener: (name: string, payload: unknown) => void): () => void;
}

export interface Client<T extends CallTable, E extends EventTable> {
  call<K extends keyof T & string>(name: K, input: Argument<T[K]>): Promise<Output<T[K]>>;
  on<K extends keyof E & string>(name: K, listener: (payload: EventPayload<E, K>) => void): () => void;
}

/** Answers calls: refuses unknown names, parses the input, and never throws. */
export function createServer<T extends CallTable>(table: T, handlers: Handlers<T>) {
  return async (name: string, input: unknown): Promise<Reply> => {
    try {
      const row = Object.hasOwn(table, name) ? table[name] : undefined;
      const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      if (!row || !handler) throw new StudioError('invalid-input', `There is no call named '${name}'.`);
      const parsed = row.input.safeParse(input);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const field = issue?.path.join('.') ?? '';
        throw new StudioError(
          'invalid-input',
          `${name}: ${field ? `${field}: ` : ''}${issue?.message ?? 'wrong input'}`,
          {
            detail: { field },
          },
        );
      }
      return { ok: true, value: await handler(parsed.data as never) };
    } catch (thrown) {
      return { ok: false, error: toWire(thrown) };
    }
  };
}

const ReplyShape = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: WireError }),
]);

/** A typed client over a transport. Failures are thrown as StudioError. */
export function createClient<T extends CallTable, E extends EventTable>(bridge: Bridge): Client<T, E> {
  return {
    async call(name, input) {
      const reply = ReplyShape.parse(await bridge.call(name, input));
      if (!reply.ok) throw fromWire(reply.error);
      return reply.value as never;
    },
    on(name, listener) {
      return bridge.on((event, payload) => {
        if (event === name) listener(payload as never);
      });
    },
  };
}

/** Bytes of one terminal. Flow control: the reader acknowledges what it has shown, the writer pauses above a mark. */
export type PortMessage =
  { kind: 'data'; bytes: Uint8Array } | { kind: 'ack'; count: number } | { kind: 'end'; reason: string };

/** One end of a terminal's byte stream: a MessagePort in Electron, standard input and output on the command line. */
export interface BytePort {
  send(message: PortMessage): void;
  onMessage(listener: (message: PortMessage) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
