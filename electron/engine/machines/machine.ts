/** One machine while it runs: QEMU's sockets, the guest's session, the published repository. */
import { setTimeout as wait } from 'node:timers/promises';
import path from 'node:path';
import type { BytePort } from '../../../shared/ipc';
import { StudioError, toWire } from '../../../shared/errors';
import type { GuestActionKind, Machine, MachineState, PublishedRequest } from '../../../shared/machines/types';
import { watchFirmware } from './firmware';
import { GuestSession } from './guest-session';
import { BOOT_MS, Guest } from './guest-actions';
import { isRunning, type MachineRecord } from './machine-record';
import { publishRepo, type PublishedRepo } from './published-repo';
import { connectQmp, type Qmp } from './qmp';
import { openConsole, readTail, showLog, type SerialConsole } from './serial-console';
import { qemuComplaint } from './start-qemu';

const MOST_REQUESTS = 200;
const CONNECT_MS = 10_000;
const RETRY_MS = 50;
/** What a guest printed last tells where an adopted one is. */
const TAIL_BYTES = 16 * 1024;

/** In a machine's folder. */
export const FIRMWARE_LOG = 'firmware.log';

export function socketPaths(runDir: string): { qmp: string; serial: string; published: string } {
  return { qmp: path.join(runDir, 'qmp'), serial: path.join(runDir, 'serial'), published: path.join(runDir, 'repo') };
}

export function stoppedMachine(record: MachineRecord, reason: string): Machine {
  const { runDir: _dir, process: _process, ended: _ended, ...rest } = record;
  return { ...rest, publishing: false, state: { kind: 'stopped', reason }, deployments: [], requests: [] };
}

export class RunningMachine {
  readonly #folder: string;
  readonly #record: MachineRecord;
  readonly #onChange: (machine: Machine) => void;
  readonly #onEnd: (reason: string) => void;
  #machine: Machine;
  #qmp: Qmp | undefined;
  #console: SerialConsole | undefined;
  #session: GuestSession | undefined;
  #guest: Guest | undefined;
  #published: PublishedRepo | undefined;
  #asked = '';
  #isReleased = false;
  #stopFirmware: () => void = () => undefined;

  constructor(
    folder: string,
    record: MachineRecord,
    callbacks: { onChange: (machine: Machine) => void; onEnd: (reason: string) => void },
  ) {
    this.#folder = folder;
    this.#record = record;
    this.#onChange = callbacks.onChange;
    this.#onEnd = callbacks.onEnd;
    this.#machine = { ...stoppedMachine(record, ''), state: { kind: 'starting' } };
  }

  get machine(): Machine {
    return this.#machine;
  }

  #set(change: Partial<Machine>): void {
    this.#machine = { ...this.#machine, ...change };
    this.#onChange(this.#machine);
  }

  /** Connects to a QEMU that was just started, or adopts one from before. */
  async connect(fresh: boolean): Promise<void> {
    const sockets = socketPaths(this.#record.runDir);
    if (this.#record.repo !== undefined) await this.#publish(this.#record.repo, sockets.published);
    this.#qmp = await this.#reach(() =>
      connectQmp(sockets.qmp, { onEvent: (event) => this.#onEvent(event), onClose: () => void this.#gone() }),
    );
    this.#console = await this.#reach(() =>
      openConsole({ socket: sockets.serial, log: this.#log, onClose: () => undefined }),
    );
    const since = fresh ? this.#record.createdAt : Date.now() - (this.#record.bootSeconds ?? 0) * 1000;
    const initial: MachineState = { kind: 'booting', since };
    this.#session = new GuestSession({ console: this.#console, initial, onState: (state) => this.#set({ state }) });
    this.#set({ state: initial });
    this.#watchFirmware();
    if (!fresh) this.#session.hear((await readTail(this.#log, TAIL_BYTES)).toString('utf8'));
  }

  /** The firmware speaks for a guest that has not begun to. */
  #watchFirmware(): void {
    this.#stopFirmware();
    this.#stopFirmware = watchFirmware(path.join(this.#folder, FIRMWARE_LOG), (line) => this.#session?.fail(line));
  }

  get #log(): string {
    return path.join(this.#folder, 'serial.log');
  }

  async #publish(repo: string, socket: string): Promise<void> {
    this.#published = await publishRepo(repo, socket, (request) => this.#onRequest(request));
    this.#set({ publishing: true });
  }

  #onRequest(request: PublishedRequest): void {
    this.#set({ requests: [...this.#machine.requests, request].slice(-MOST_REQUESTS) });
  }

  /** Tries until QEMU listens; its own complaint if it ended instead. */
  async #reach<T>(connect: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + CONNECT_MS;
    for (;;) {
      try {
        return await connect();
      } catch (cause) {
        if (isRunning(this.#record) && Date.now() < deadline) await wait(RETRY_MS);
        else {
          const complaint = await qemuComplaint(this.#folder);
          throw new StudioError('tool-failed', `The machine did not start${complaint ? `: ${complaint}` : '.'}`, {
            hint: 'Check that the image is a bootable disk and that there is enough memory.',
            detail: { tail: complaint ? [complaint] : [] },
            cause,
          });
        }
      }
    }
  }

  #onEvent(event: string): void {
    if (event === 'RESET') {
      this.#session?.booting();
      this.#watchFirmware();
    }
    if (event === 'SHUTDOWN' && !this.#asked) this.#asked = 'The guest shut down.';
  }

  async #gone(): Promise<void> {
    if (this.#isReleased) return;
    this.#stopFirmware();
    const complaint = await qemuComplaint(this.#folder);
    const reason = this.#asked || (complaint ? `QEMU ended: ${complaint}` : 'QEMU ended.');
    await this.#published?.close();
    this.#session?.stop(reason);
    this.#set({ publishing: false, state: { kind: 'stopped', reason } });
    this.#onEnd(reason);
  }

  attach(port: BytePort): void {
    if (this.#console) this.#console.attach(port);
    else showLog(this.#log, port);
  }

  async stop(how: 'shutdown' | 'reset' | 'kill'): Promise<void> {
    const qmp = this.#qmp;
    if (!qmp) throw new StudioError('conflict', 'The machine is still starting.');
    if (how === 'reset') await qmp.execute('system_reset');
    else if (how === 'shutdown') {
      this.#asked = 'Shut down.';
      await qmp.execute('system_powerdown');
    } else {
      this.#asked = 'Stopped at once.';
      await qmp.execute('quit').catch(() => undefined);
    }
  }

  #shell(): GuestSession {
    if (!this.#session) throw new StudioError('conflict', 'The machine is still starting.');
    return this.#session;
  }

  run(command: string, timeoutMs: number): Promise<{ output: string; status: number }> {
    return this.#shell().run(command, timeoutMs);
  }

  /** Does one thing after the other; a second one while the first is under way is a conflict. */
  async act(action: GuestActionKind): Promise<Machine> {
    if (this.#machine.action)
      throw new StudioError('conflict', `The guest is busy with '${this.#machine.action}'.`, {
        hint: 'Wait until it has answered.',
      });
    const session = this.#shell();
    const guest = (this.#guest ??= new Guest(session));
    const { problem: _problem, ...rest } = this.#machine;
    this.#machine = { ...rest, action };
    this.#onChange(this.#machine);
    try {
      await session.shell(BOOT_MS);
      if (action === 'upgrade') this.#set({ lastUpgrade: await guest.upgrade() });
      if (action === 'reboot') await guest.reboot();
      if (action === 'rollback') await guest.rollBack();
      this.#set({ deployments: await guest.deployments() });
    } catch (thrown) {
      this.#set({ problem: toWire(thrown).message });
      throw thrown;
    } finally {
      const { action: _done, ...idle } = this.#machine;
      this.#machine = idle;
      this.#onChange(this.#machine);
    }
    return this.#machine;
  }

  /** Lets go of it; QEMU keeps running. */
  async release(): Promise<void> {
    this.#isReleased = true;
    this.#stopFirmware();
    this.#session?.close();
    this.#qmp?.close();
    this.#console?.close();
    await this.#published?.close();
  }
}
