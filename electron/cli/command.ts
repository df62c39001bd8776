/** What a command of the command line is, and what it is given. */
import type { ParseArgsConfig } from 'node:util';
import type { StudioClient } from '../../shared/contract';
import type { BytePort } from '../../shared/ipc';
import type { Workspace } from '../../shared/manifest/types';
import type { Output } from './output';

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface CommandContext {
  readonly client: StudioClient;
  readonly output: Output;
  readonly values: Values;
  readonly words: readonly string[];
  /** Aborted by Ctrl C. */
  readonly signal: AbortSignal;
  /** Opens the named workspace, the last one, or the starter workspace, which is made if there is none. */
  workspace(): Promise<Workspace>;
  lendPort(terminal: string, port: BytePort): void;
}

export interface Command {
  readonly name: string;
  /** `build TARGET [-D NAME=JSON]…` */
  readonly usage: string;
  readonly summary: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** A temporary data folder that is removed at the end. */
  readonly fresh?: boolean;
  /** @returns the exit status; 0 if nothing is returned. */
  run(context: CommandContext): Promise<number | undefined>;
}

/** The text of an option, or undefined. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function texts(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
