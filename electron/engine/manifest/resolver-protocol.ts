/** What the resolver's thread is asked, and what it answers; plain data. */
import type { WireError } from '../../../shared/errors';
import type { Problem, Resolved } from '../../../shared/manifest/types';
import type { ResolveJob } from './resolve-target';

/** Work for the thread. */
export type Work =
  | { readonly kind: 'resolve'; readonly job: ResolveJob }
  | { readonly kind: 'defines'; readonly job: Pick<ResolveJob, 'workspace' | 'defines' | 'texts'> };
export type WorkAnswer<K extends Work['kind']> = K extends 'resolve' ? Resolved : Problem[];

/** What the thread asks to be run for one of its works. */
export const HOST_CALLS = ['solve', 'inspectImage', 'resolveCommit'] as const;
export type HostCall = (typeof HOST_CALLS)[number];

export type Reply = { readonly value: unknown } | { readonly error: WireError };

export type ToThread =
  | { readonly kind: 'work'; readonly id: number; readonly work: Work }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'host'; readonly call: number; readonly reply: Reply }
  | { readonly kind: 'ping' };
export type FromThread =
  | { readonly kind: 'done'; readonly id: number; readonly reply: Reply }
  | {
      readonly kind: 'host';
      readonly id: number;
      readonly call: number;
      readonly name: HostCall;
      readonly input: readonly unknown[];
    }
  | { readonly kind: 'pong' };
