/** Secrets and keys that become defines: nothing of a password is kept here. */
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { HashMethod } from './password-hash';

export interface PublicKeyFile {
  readonly path: string;
  readonly text: string;
}
export type Answer<T> = { readonly value: T } | { readonly error: WireError };

export interface PasswordState {
  hashPassword(password: string, method: HashMethod): Promise<Answer<string>>;
  /** Public keys of this user. */
  sshKeys(): Promise<Answer<readonly PublicKeyFile[]>>;
  /** Asks for a text file; null if the question was dismissed. */
  pickTextFile(title: string): Promise<Answer<PublicKeyFile | null>>;
}

export function passwordActions(client: StudioClient): PasswordState {
  const answer = <T>(call: Promise<T>): Promise<Answer<T>> =>
    call.then(
      (value) => ({ value }),
      (thrown: unknown) => ({ error: toWire(thrown) }),
    );
  return {
    hashPassword: (password, method) =>
      answer(client.call('manifest.hashPassword', { password, method }).then(({ hash }) => hash)),
    sshKeys: () => answer(client.call('workspace.sshKeys', null)),
    pickTextFile: (title) => answer(client.call('app.openTextFile', { title })),
  };
}
