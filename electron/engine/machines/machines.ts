/** Machines: QEMU processes that outlive the app, found again at the next start. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Accelerator, Machine } from '../../../shared/machines/types';
import type { Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { createOverlay, imageFormat, type MachineArguments } from '../tools/qemu';
import { findAccelerator, rememberedAccelerator } from './accelerator';
import { FIRMWARE_LOG, RunningMachine, socketPaths, stoppedMachine } from './machine';
import { claim, isRunning, readRecords, saveRecord, unclaim, type MachineRecord } from './machine-record';
import { makeRunDir } from './run-dir';
import { showLog } from './serial-console';
import { startQemu } from './start-qemu';

export interface Machines {
  readonly handlers: NounHandlers<'machines'>;
  /** Tests the accelerator unless that was done since the host booted. */
  accelerator(signal?: AbortSignal): Promise<Accelerator>;
  /** What is known of it without a test. */
  knownAccelerator(): Promise<Accelerator | undefined>;
  /** Lets go of running machines; they keep running. */
  close(): Promise<void>;
}

export interface MachinesNeeds {
  workspaces: { current(): Workspace };
  commitOfImage: (file: string) => string | undefined;
}

const TELL_EVERY_MS = 100;
const END_MS = 10_000;
type BootRequest = Parameters<NounHandlers<'machines'>['machines.boot']>[0];

class Fleet {
  readonly #ctx: EngineContext;
  readonly #needs: MachinesNeeds;
  readonly #running = new Map<string, RunningMachine>();
  readonly #records = new Map<string, MachineRecord>();
  /** Machines that another process is connected to, with its number. */
  readonly #elsewhere = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(ctx: EngineContext, needs: MachinesNeeds) {
    this.#ctx = ctx;
    this.#needs = needs;
  }

  folder(id: string): string {
    return path.join(this.#ctx.paths.machines, id);
  }

  list(): Machine[] {
    return [...this.#records.values()].map((record) => this.machine(record.id));
  }

  machine(id: string): Machine {
    const running = this.#running.get(id);
    if (running) return running.machine;
    const stopped = stoppedMachine(
      this.record(id),
      this.record(id).ended ?? 'It was stopped while the studio was closed.',
    );
    const owner = this.#elsewhere.get(id);
    if (owner === undefined) return stopped;
    return {
      ...stopped,
      state: { kind: 'starting' },
      problem: `Another studio (process ${owner}) is connected to it.`,
    };
  }

  record(id: string): MachineRecord {
    const record = this.#records.get(id);
    if (!record) throw new StudioError('not-found', `There is no machine '${id}'.`);
    return record;
  }

  running(id: string): RunningMachine {
    const machine = this.#running.get(id);
    if (machine) return machine;
    const { name } = this.record(id);
    const owner = this.#elsewhere.get(id);
    if (owner !== undefined)
      throw new StudioError('conflict', `Another studio (process ${owner}) is connected to the machine ${name}.`, {
        hint: 'Use that one, or close it first.',
      });
    throw new StudioError('conflict', `The machine ${name} is not running.`, { hint: 'Boot its image again.' });
  }

  /** Tells a change, many quick ones as one. */
  #tell(id: string): void {
    if (this.#timers.has(id)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      if (this.#records.has(id)) this.#ctx.emit('machines.changed', this.machine(id));
    }, TELL_EVERY_MS);
    this.#timers.set(id, timer);
  }

  async #ended(id: string, reason: string): Promise<void> {
    const record = this.#records.get(id);
    this.#running.delete(id);
    if (!record) return;
    // A QEMU that cannot be reached is of no use to anybody.
    if (record.process && isRunning(record)) process.kill(record.process.pid, 'SIGKILL');
    const { process: _process, ...rest } = record;
    this.#records.set(id, { ...rest, ended: reason });
    await saveRecord(this.folder(id), { ...rest, ended: reason }).catch(() => undefined);
    await unclaim(this.folder(id)).catch(() => undefined);
    await rm(record.runDir, { recursive: true, force: true });
    this.#tell(id);
  }

  async #connect(record: MachineRecord, fresh: boolean): Promise<void> {
    const { id } = record;
    const machine = new RunningMachine(this.folder(id), record, {
      onChange: ({ state }) => {
        if (state.kind === 'login') void this.#booted(id, state.bootSeconds);
        this.#tell(id);
      },
      onEnd: (reason) => void this.#ended(id, reason),
    });
    this.#running.set(id, machine);
    try {
      await machine.connect(fresh);
    } catch (thrown) {
      await this.#ended(id, thrown instanceof Error ? thrown.message : String(thrown));
      throw thrown;
    }
  }

  /** Keeps how long the first boot took. */
  async #booted(id: string, bootSeconds: number): Promise<void> {
    const record = this.#records.get(id);
    if (!record || record.bootSeconds !== undefined) return;
    this.#records.set(id, { ...record, bootSeconds });
    await saveRecord(this.folder(id), { ...record, bootSeconds }).catch(() => undefined);
  }

  /** Finds the machines of earlier runs: those whose QEMU lives are connected to again. */
  async adopt(): Promise<void> {
    for (const record of await readRecords(this.#ctx.paths.machines)) {
      this.#records.set(record.id, record);
      if (!isRunning(record)) {
        if (record.process) await this.#ended(record.id, 'It was stopped while the studio was closed.');
        continue;
      }
      const owner = await claim(this.folder(record.id));
      if (owner === undefined) await this.#connect(record, false).catch(() => undefined);
      else this.#elsewhere.set(record.id, owner);
    }
  }

  async #prepare(
    request: BootRequest,
    accelerator: Accelerator,
  ): Promise<{ record: MachineRecord; disk: MachineArguments['disk'] }> {
    const image = path.resolve(request.image);
    if (!existsSync(image))
      throw new StudioError('not-found', `The image ${image} is not there.`, { hint: 'Build it first.' });
    const format = await imageFormat(image);
    const id = `${Date.now().toString(36)}-${randomBytes(3).toString('hex')}`;
    const folder = this.folder(id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const overlay = path.join(folder, 'overlay.qcow2');
    if (!request.persistent) await createOverlay(image, format, overlay);
    const repo = request.repo ?? this.#repo();
    const commit = this.#needs.commitOfImage(image);
    const record: MachineRecord = {
      id,
      name: request.name ?? path.basename(image).replace(/\.(qcow2|img)$/, ''),
      image,
      ...(commit ? { commit } : {}),
      persistent: request.persistent,
      ...(repo ? { repo } : {}),
      accelerator: accelerator.kind,
      memoryMiB: request.memoryMiB,
      cpus: request.cpus,
      createdAt: Date.now(),
      runDir: await makeRunDir(id),
    };
    return {
      record,
      disk: request.persistent
        ? { file: image, format, throwAway: false }
        : { file: overlay, format: 'qcow2', throwAway: true },
    };
  }

  #repo(): string | undefined {
    try {
      return this.#needs.workspaces.current().ostreeRepo;
    } catch {
      return undefined; // an image can be booted without a workspace
    }
  }

  async boot(request: BootRequest): Promise<string> {
    const accelerator = await findAccelerator(this.#ctx.paths.cache);
    const { record, disk } = await this.#prepare(request, accelerator);
    const folder = this.folder(record.id);
    const { qmp, serial, published } = socketPaths(record.runDir);
    try {
      const process = await startQemu(folder, {
        accelerator: accelerator.arguments,
        memoryMiB: record.memoryMiB,
        cpus: record.cpus,
        disk,
        qmp,
        serial,
        serialLog: path.join(folder, 'serial.log'),
        firmwareLog: path.join(folder, FIRMWARE_LOG),
        published: record.repo === undefined ? undefined : published,
      });
      const started = { ...record, process };
      await saveRecord(folder, started);
      await claim(folder);
      this.#records.set(record.id, started);
      await this.#connect(started, true);
    } catch (thrown) {
      this.#records.delete(record.id);
      await rm(record.runDir, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
      throw thrown;
    }
    return record.id;
  }

  async remove(id: string): Promise<void> {
    const record = this.record(id);
    if (this.#running.has(id) || this.#elsewhere.has(id))
      throw new StudioError('conflict', `The machine ${record.name} is running.`, { hint: 'Stop it first.' });
    this.#records.delete(id);
    await rm(record.runDir, { recursive: true, force: true });
    await rm(this.folder(id), { recursive: true, force: true });
    this.#ctx.emit('machines.removed', { id });
  }

  /** Ends it now and waits until it has. */
  async kill(id: string): Promise<void> {
    await this.running(id).stop('kill');
    const deadline = Date.now() + END_MS;
    while (this.#running.has(id) && Date.now() < deadline) await wait(20);
  }

  attach(id: string, terminal: string): void {
    const port = this.#ctx.openPort(terminal);
    if (!port) throw new StudioError('not-found', `There is no terminal '${terminal}'.`);
    const machine = this.#running.get(id);
    if (machine) machine.attach(port);
    else showLog(path.join(this.folder(this.record(id).id), 'serial.log'), port);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(
      [...this.#running].map(async ([id, machine]) => {
        await machine.release();
        await unclaim(this.folder(id));
      }),
    );
  }
}

export async function createMachines(ctx: EngineContext, needs: MachinesNeeds): Promise<Machines> {
  const fleet = new Fleet(ctx, needs);
  await fleet.adopt();
  return {
    handlers: {
      'machines.list': () => Promise.resolve(fleet.list()),
      'machines.boot': async (request) => ({ id: await fleet.boot(request) }),
      async 'machines.stop'({ id, how }) {
        if (how === 'kill') await fleet.kill(id);
        else await fleet.running(id).stop(how);
        return null;
      },
      async 'machines.remove'({ id }) {
        await fleet.remove(id);
        return null;
      },
      async 'machines.act'({ id, action }) {
        return fleet.running(id).act(action);
      },
      async 'machines.run'({ id, command, timeoutSeconds }) {
        return fleet.running(id).run(command, timeoutSeconds * 1000);
      },
      async 'machines.attach'({ id, terminal }) {
        fleet.attach(id, terminal);
        return null;
      },
    },
    accelerator: (signal) => findAccelerator(ctx.paths.cache, signal),
    knownAccelerator: () => rememberedAccelerator(ctx.paths.cache),
    close: () => fleet.close(),
  };
}
