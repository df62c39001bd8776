/** A guest as its console shows it: how far it has booted, and commands run in its shell for everyone to see. */
import { randomBytes } from 'node:crypto';
import { StudioError } from '../../../shared/errors';
import { createConsoleWatcher, plainText, promptAt, type ConsoleSight } from '../../../shared/machines/console';
import type { MachineState } from '../../../shared/machines/types';
import type { SerialConsole } from './serial-console';

/** A guest that shows no prompt for this long after it began to boot is silent, whatever else it prints. */
export const SILENT_AFTER_MS = 240_000;
const USER = 'root';
/** What the CentOS Automotive sample images have; another one is typed by the person. The starter image asks for none. */
const PASSWORD = 'password';
const LOGIN_MS = 60_000;
const MOST_OUTPUT = 8 * 1024 * 1024;

interface Options {
  console: Pick<SerialConsole, 'write' | 'onText'>;
  initial: MachineState;
  onState: (state: MachineState) => void;
  silentAfterMs?: number;
}

export interface CommandResult {
  /** What the command printed, without terminal control sequences. */
  readonly output: string;
  readonly status: number;
}

const secondsSince = (since: number): number => Math.round((Date.now() - since) / 100) / 10;

/** Follows one guest. Commands queue up: a console has one line. */
export class GuestSession {
  readonly #console: Options['console'];
  readonly #onState: Options['onState'];
  readonly #silentAfterMs: number;
  readonly #watcher = createConsoleWatcher();
  readonly #waiters = new Set<() => void>();
  #state: MachineState;
  #last: ConsoleSight = { kind: 'nothing' };
  #silence: NodeJS.Timeout | undefined;
  /** Hears the answer of the command that runs, before anybody who waits for it is woken. */
  #capture: ((text: string) => void) | undefined;
  #boots = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ console: serial, initial, onState, silentAfterMs = SILENT_AFTER_MS }: Options) {
    this.#console = serial;
    this.#onState = onState;
    this.#silentAfterMs = silentAfterMs;
    this.#state = initial;
    serial.onText((text) => this.hear(text));
    this.#listenForSilence();
  }

  get state(): MachineState {
    return this.#state;
  }

  /** QEMU was reset or rebooted. */
  booting(): void {
    this.#boots += 1;
    this.#watcher.reset();
    if (this.#state.kind !== 'booting') this.#set({ kind: 'booting', since: Date.now() });
    this.#listenForSilence();
  }

  /** Takes in what the console printed; for an adopted guest, what it printed before. */
  hear(text: string): void {
    this.#capture?.(text);
    for (const sight of this.#watcher.feed(text)) this.#see(sight);
    this.#wake();
  }

  /** The guest cannot go on: `line` says why. */
  fail(line: string): void {
    this.#set({ kind: 'panicked', line });
  }

  /** Lets go of a guest that goes on. */
  close(): void {
    clearTimeout(this.#silence);
  }

  stop(reason: string): void {
    clearTimeout(this.#silence);
    this.#set({ kind: 'stopped', reason });
  }

  /** Waits until a shell is there, logging in if need be. */
  async shell(timeoutMs: number): Promise<void> {
    const { kind } = await this.#until(
      () => (this.#state.kind === 'login' || this.#state.kind === 'shell' ? this.#state : undefined),
      timeoutMs,
      'reach a login prompt',
    );
    if (kind === 'login') await this.#logIn();
    if (this.#state.kind !== 'shell') this.#set({ kind: 'shell', bootSeconds: this.#bootSeconds() });
  }

  /** Waits for the login prompt of a boot. */
  async login(timeoutMs: number): Promise<void> {
    await this.#until(() => (this.#state.kind === 'login' ? true : undefined), timeoutMs, 'reach a login prompt');
  }

  /** Waits until the guest has begun to boot anew. */
  async rebooted(timeoutMs: number): Promise<void> {
    const before = this.#boots;
    await this.#until(() => (this.#boots > before ? true : undefined), timeoutMs, 'reboot');
  }

  /** Types one command line and waits for its end. */
  run(command: string, timeoutMs: number): Promise<CommandResult> {
    const next = this.#queue.then(() => this.#runCommand(command, timeoutMs));
    this.#queue = next.catch(() => undefined);
    return next;
  }

  #set(state: MachineState): void {
    this.#state = state;
    this.#onState(state);
    this.#wake();
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  #bootSeconds(): number {
    if (this.#state.kind === 'login' || this.#state.kind === 'shell') return this.#state.bootSeconds;
    return this.#state.kind === 'booting' || this.#state.kind === 'silent' ? secondsSince(this.#state.since) : 0;
  }

  #listenForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (this.#state.kind === 'booting') this.#set({ kind: 'silent', since: this.#state.since });
    }, this.#silentAfterMs);
    this.#silence.unref();
  }

  #see(sight: ConsoleSight): void {
    const { kind } = this.#state;
    this.#last = sight;
    if (sight.kind === 'boot' && kind !== 'booting' && kind !== 'silent') this.booting();
    else if (sight.kind === 'panic') this.fail(sight.line);
    else if (sight.kind === 'login' && kind !== 'login') this.#set({ kind: 'login', bootSeconds: this.#bootSeconds() });
    else if (sight.kind === 'shell' && kind !== 'shell' && !this.#capture)
      this.#set({ kind: 'shell', bootSeconds: this.#bootSeconds() });
  }

  #broken(): StudioError | undefined {
    const state = this.#state;
    if (state.kind === 'stopped') return new StudioError('not-found', `The machine has stopped: ${state.reason}`);
    if (state.kind !== 'panicked') return undefined;
    return new StudioError('tool-failed', `The guest has stopped: ${state.line}`, { hint: 'Reset the machine.' });
  }

  /** Waits until `done` gives something; fails when the guest is gone or the time is over. */
  #until<T>(done: () => T | undefined, timeoutMs: number, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        act();
      };
      const look = (): void => {
        const failure = this.#broken();
        if (failure) return finish(() => reject(failure));
        const value = done();
        if (value !== undefined) finish(() => resolve(value));
      };
      const timer = setTimeout(() => finish(() => reject(this.#tooLate(timeoutMs, what))), timeoutMs);
      this.#waiters.add(look);
      look();
    });
  }

  #tooLate(timeoutMs: number, what: string): StudioError {
    return new StudioError('tool-failed', `The guest did not ${what} within ${Math.round(timeoutMs / 1000)} s.`, {
      hint: 'Look at the console: press Enter there, or reset the machine.',
      detail: { tail: this.#watcher.text().split('\n').slice(-12) },
    });
  }

  /** Types an answer and waits until the console's end is one of `kinds`. */
  #answer(text: string, kinds: readonly ConsoleSight['kind'][], what: string): Promise<ConsoleSight['kind']> {
    this.#last = { kind: 'nothing' };
    this.#console.write(`${text}\r`);
    return this.#until(() => (kinds.includes(this.#last.kind) ? this.#last.kind : undefined), LOGIN_MS, what);
  }

  async #logIn(): Promise<void> {
    if ((await this.#answer(USER, ['password', 'shell'], 'answer the login')) === 'shell') return;
    if ((await this.#answer(PASSWORD, ['shell', 'denied', 'login'], 'check the password')) === 'shell') return;
    throw new StudioError('invalid-input', `The guest refused the studio's login as ${USER}.`, {
      hint: 'Log in by hand in the console, then try again.',
    });
  }

  async #runCommand(command: string, timeoutMs: number): Promise<CommandResult> {
    if (/[\r\n\0]/.test(command)) throw new StudioError('invalid-input', 'A command for the guest is one line.');
    await this.shell(LOGIN_MS);
    const mark = randomBytes(3).toString('hex');
    const ended = new RegExp(`<studio:(\\d+):${mark}>`);
    let text = '';
    this.#capture = (more) => (text = (text + more).slice(-MOST_OUTPUT));
    try {
      const bootsBefore = this.#boots;
      // The echo of this line has "$?" where the shell prints a number: only the answer matches.
      this.#console.write(`${command}; echo "<studio:$?:${mark}>"\r`);
      const match = await this.#until(
        () => ended.exec(text) ?? (this.#boots > bootsBefore ? null : undefined),
        timeoutMs,
        `finish '${command}'`,
      );
      if (match === null) throw new StudioError('tool-failed', `The guest rebooted before '${command}' ended.`);
      const after = match.index + match[0].length;
      await this.#until(() => (hasPrompt(text.slice(after)) ? true : undefined), LOGIN_MS, 'show its prompt again');
      const plain = plainText(text.slice(0, match.index));
      return { output: plain.slice(plain.indexOf('\n') + 1), status: Number(match[1]) };
    } finally {
      this.#capture = undefined;
    }
  }
}

function hasPrompt(text: string): boolean {
  return text.includes('\n') && promptAt(plainText(text)).kind === 'shell';
}
