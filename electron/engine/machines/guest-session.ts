/** A guest as its console shows it: how far it has booted, and commands run in its shell for everyone to see. */
import { randomBytes } from 'node:crypto';
import { StudioError } from '../../../shared/errors';
import { createConsoleWatcher, plainText, type ConsoleSight } from '../../../shared/machines/console';
import type { MachineState } from '../../../shared/machines/types';
import type { SerialConsole } from './serial-console';

/** A guest that prints nothing for this long while it boots is silent. */
export const SILENT_AFTER_MS = 180_000;
const USER = 'root';
/** The starter image's demo password; shown in its README. An image with another one is logged into by hand. */
const PASSWORD = 'password';
const LOGIN_MS = 60_000;

export interface GuestSession {
  state(): MachineState;
  /** QEMU was reset or rebooted. */
  booting(): void;
  /** Waits until a shell is there, logging in if need be. */
  shell(timeoutMs: number): Promise<void>;
  /** Waits for the next login prompt after a boot. */
  login(timeoutMs: number): Promise<void>;
  /** Waits until the guest has begun to boot anew. */
  rebooted(timeoutMs: number): Promise<void>;
  run(command: string, timeoutMs: number): Promise<{ output: string; status: number }>;
  stop(reason: string): void;
}

interface Options {
  console: SerialConsole;
  initial: MachineState;
  onState: (state: MachineState) => void;
  silentAfterMs?: number;
}

const seconds = (since: number): number => Math.round((Date.now() - since) / 100) / 10;

export function createGuestSession({
  console: serial,
  initial,
  onState,
  silentAfterMs = SILENT_AFTER_MS,
}: Options): GuestSession {
  const watcher = createConsoleWatcher();
  const waiters = new Set<() => void>();
  let state = initial;
  let last: ConsoleSight = { kind: 'nothing' };
  let silence: NodeJS.Timeout | undefined;
  let running = false;
  const bootSeconds = (): number =>
    state.kind === 'login' || state.kind === 'shell'
      ? state.bootSeconds
      : state.kind === 'booting'
        ? seconds(state.since)
        : 0;
  const set = (next: MachineState): void => {
    state = next;
    onState(next);
    for (const waiter of [...waiters]) waiter();
  };
  const listenForSilence = (): void => {
    clearTimeout(silence);
    if (state.kind !== 'booting') return;
    silence = setTimeout(() => {
      if (state.kind === 'booting') set({ kind: 'silent', since: state.since });
    }, silentAfterMs);
    silence.unref();
  };
  let bootCount = 0;
  const boots = (): void => {
    bootCount += 1;
    watcher.reset();
    if (state.kind !== 'booting') set({ kind: 'booting', since: Date.now() });
    listenForSilence();
  };
  serial.onText((text) => {
    for (const sight of watcher.feed(text)) {
      last = sight;
      if (sight.kind === 'boot' && state.kind !== 'booting') boots();
      else if (sight.kind === 'panic') set({ kind: 'panicked', line: sight.line });
      else if (sight.kind === 'login' && state.kind !== 'login') set({ kind: 'login', bootSeconds: bootSeconds() });
      else if (sight.kind === 'shell' && state.kind !== 'shell' && !running)
        set({ kind: 'shell', bootSeconds: bootSeconds() });
    }
    if (state.kind === 'silent') set({ kind: 'booting', since: state.since });
    listenForSilence();
    for (const waiter of [...waiters]) waiter();
  });
  listenForSilence();

  const broken = (): StudioError | undefined => {
    if (state.kind === 'stopped') return new StudioError('not-found', `The machine has stopped: ${state.reason}`);
    if (state.kind === 'panicked')
      return new StudioError('tool-failed', `The guest's kernel stopped: ${state.line}.`, {
        hint: 'Reset the machine.',
      });
    return undefined;
  };
  /** Waits until `done` gives something; fails when the guest is gone or the time is over. */
  const until = <T>(done: () => T | undefined, timeoutMs: number, what: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        waiters.delete(look);
        act();
      };
      const look = (): void => {
        const failure = broken();
        if (failure) return finish(() => reject(failure));
        const value = done();
        if (value !== undefined) finish(() => resolve(value));
      };
      const timer = setTimeout(() => {
        const tail = watcher.text().split('\n').slice(-12);
        const error = new StudioError(
          'tool-failed',
          `The guest did not ${what} within ${Math.round(timeoutMs / 1000)} s.`,
          {
            hint: 'Look at the console: press Enter there, or reset the machine.',
            detail: { tail },
          },
        );
        finish(() => reject(error));
      }, timeoutMs);
      waiters.add(look);
      look();
    });

  async function logIn(): Promise<void> {
    serial.write(`${USER}\r`);
    last = { kind: 'nothing' };
    const asked = await until(
      () => (last.kind === 'password' || last.kind === 'shell' ? last.kind : undefined),
      LOGIN_MS,
      'answer the login',
    );
    if (asked === 'shell') return;
    serial.write(`${PASSWORD}\r`);
    last = { kind: 'nothing' };
    const answer = await until(
      () => (['shell', 'denied', 'login'].includes(last.kind) ? last.kind : undefined),
      LOGIN_MS,
      'check the password',
    );
    if (answer !== 'shell')
      throw new StudioError('invalid-input', `The guest refused the studio's login as ${USER}.`, {
        hint: 'Log in by hand in the console, then try again.',
      });
  }

  async function shell(timeoutMs: number): Promise<void> {
    const there = await until(
      () => (state.kind === 'login' || state.kind === 'shell' ? state.kind : undefined),
      timeoutMs,
      'reach a login prompt',
    );
    if (there === 'login') await logIn();
    if (state.kind !== 'shell') set({ kind: 'shell', bootSeconds: bootSeconds() });
  }

  async function runCommand(command: string, timeoutMs: number): Promise<{ output: string; status: number }> {
    if (/[\r\n\0]/.test(command)) throw new StudioError('invalid-input', 'A command for the guest is one line.');
    await shell(LOGIN_MS);
    const mark = randomBytes(3).toString('hex');
    const ended = new RegExp(`<studio:(\\d+):${mark}>`);
    let text = '';
    const stopListening = serial.onText((more) => {
      text = (text + more).slice(-8 * 1024 * 1024);
    });
    running = true;
    try {
      // The echo of this line has "$?" where the shell prints a number: only the answer matches.
      serial.write(`${command}; echo "<studio:$?:${mark}>"\r`);
      const bootsBefore = bootCount;
      const match = await until(
        () => ended.exec(text) ?? (bootCount > bootsBefore ? null : undefined),
        timeoutMs,
        `finish '${command}'`,
      );
      if (match === null) throw new StudioError('tool-failed', `The guest rebooted before '${command}' ended.`);
      await until(() => (promptAfter(text, match) ? true : undefined), LOGIN_MS, 'show its prompt again');
      const plain = plainText(text.slice(0, match.index));
      return { output: plain.slice(plain.indexOf('\n') + 1), status: Number(match[1]) };
    } finally {
      running = false;
      stopListening();
    }
  }

  let queue: Promise<unknown> = Promise.resolve();
  return {
    state: () => state,
    booting: boots,
    shell,
    login: (timeoutMs) =>
      until(() => (state.kind === 'login' ? true : undefined), timeoutMs, 'reach a login prompt').then(() => undefined),
    run(command, timeoutMs) {
      const next = queue.then(() => runCommand(command, timeoutMs));
      queue = next.catch(() => undefined);
      return next;
    },
    rebooted: (timeoutMs) => {
      const before = bootCount;
      return until(() => (bootCount > before ? true : undefined), timeoutMs, 'reboot').then(() => undefined);
    },
    stop(reason) {
      clearTimeout(silence);
      set({ kind: 'stopped', reason });
    },
  };
}

function promptAfter(text: string, match: RegExpExecArray): boolean {
  return /\n[^\n]*[#$] $/.test(plainText(text.slice(match.index + match[0].length)));
}
