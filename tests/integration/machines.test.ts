/** Machines in the real QEMU, with guests of one boot sector: what they print is all they do. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { studioPaths } from '../../electron/engine/context';
import { probeKvm } from '../../electron/engine/machines/accelerator';
import { createMachines, type Machines } from '../../electron/engine/machines/machines';
import { run } from '../../electron/engine/run';
import type { BytePort, PortMessage } from '../../shared/ipc';
import type { Machine } from '../../shared/machines/types';

/** 16-bit code that writes a text to the first serial port and halts. */
function guestThatPrints(text: string): Buffer {
  const code = [
    ...[0x31, 0xc0, 0x8e, 0xd8], // xor ax, ax; mov ds, ax
    ...[0xbe, 0x20, 0x7c], // mov si, 0x7c20
    ...[0xba, 0xf8, 0x03], // mov dx, 0x3f8
    ...[0xac, 0x84, 0xc0, 0x74, 0x03], // next: lodsb; test al, al; jz end
    ...[0xee, 0xeb, 0xf8], // out dx, al; jmp next
    ...[0xf4, 0xeb, 0xfd], // end: hlt; jmp end
  ];
  const sector = Buffer.alloc(512);
  Buffer.from(code).copy(sector);
  sector.write(`${text}\0`, 0x20, 'latin1');
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

let folder: string;
let changes: Machine[] = [];
let ports = new Map<string, BytePort>();
const open: Machines[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-machines-'));
});
afterEach(async () => {
  for (const machines of open.splice(0)) {
    for (const { id, state } of await machines.handlers['machines.list'](undefined)) {
      if (state.kind !== 'stopped') await machines.handlers['machines.stop']({ id, how: 'kill' });
      await machines.handlers['machines.remove']({ id });
    }
    await machines.close();
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function engine(): Promise<Machines> {
  changes = [];
  const machines = await createMachines(
    {
      paths: studioPaths(path.join(folder, 'data'), folder),
      emit: (name, payload) => {
        if (name === 'machines.changed') changes.push(payload as Machine);
      },
      openPort: (terminal) => ports.get(terminal),
    },
    {
      workspaces: {
        current: () => {
          throw new Error('no workspace');
        },
      },
      commitOfImage: () => undefined,
    },
  );
  open.push(machines);
  return machines;
}

async function image(name: string, sector: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, Buffer.concat([sector, Buffer.alloc(1024 * 1024 - sector.length)]));
  return file;
}

const boot = (machines: Machines, file: string) =>
  machines.handlers['machines.boot']({ image: file, persistent: false, memoryMiB: 256, cpus: 1 });

async function stateOf(machines: Machines, id: string): Promise<Machine> {
  const machine = (await machines.handlers['machines.list'](undefined)).find((each) => each.id === id);
  if (!machine) throw new Error(`no machine ${id}`);
  return machine;
}

async function reaches(machines: Machines, id: string, kind: Machine['state']['kind']): Promise<Machine> {
  await expect.poll(async () => (await stateOf(machines, id)).state.kind, { timeout: 30_000 }).toBe(kind);
  return stateOf(machines, id);
}

test('a guest boots to its login, is killed, and its image stays as it was', async () => {
  const file = await image('login.img', guestThatPrints('Hello\r\n\r\nguest login: '));
  const before = await readFile(file);
  const machines = await engine();
  const { id } = await boot(machines, file);
  await reaches(machines, id, 'login');
  await machines.handlers['machines.stop']({ id, how: 'kill' });
  expect((await reaches(machines, id, 'stopped')).state).toMatchObject({ reason: 'Stopped at once.' });
  await machines.handlers['machines.remove']({ id });
  expect((await readFile(file)).equals(before)).toBe(true);
  await expect(stat(path.join(folder, 'data', 'machines', id))).rejects.toThrow();
});

test('a second studio on the same data folder sees the machine, and leaves it alone', async () => {
  const file = await image('outlives.img', guestThatPrints('Scroll-back\r\n\r\nguest login: '));
  const first = await engine();
  const { id } = await boot(first, file);
  await reaches(first, id, 'login');
  const second = await engine();
  expect(await stateOf(second, id)).toMatchObject({
    problem: `Another studio (process ${process.pid}) is connected to it.`,
  });
  await expect(second.handlers['machines.act']({ id, action: 'refresh' })).rejects.toMatchObject({ code: 'conflict' });
  await second.close();
  open.pop();
});

test('a machine outlives its studio; the next one finds it where it was, with its scroll-back', async () => {
  const file = await image('adopted.img', guestThatPrints('Scroll-back\r\n\r\nguest login: '));
  const first = await engine();
  const { id } = await boot(first, file);
  const { state } = await reaches(first, id, 'login');
  await first.close();
  open.length = 0;
  const second = await engine();
  expect((await reaches(second, id, 'login')).state).toEqual(state);
  let shown = '';
  const port: BytePort = {
    send: (message: PortMessage) => {
      if (message.kind === 'data') shown += Buffer.from(message.bytes).toString('latin1');
    },
    onMessage: () => undefined,
    onClose: () => undefined,
    close: () => undefined,
  };
  ports = new Map([['t', port]]);
  await second.handlers['machines.attach']({ id, terminal: 't' });
  await expect.poll(() => shown).toContain('Scroll-back');
});

test('a disk with nothing to boot is named as such, in seconds', async () => {
  const machines = await engine();
  const { id } = await boot(machines, await image('empty.img', Buffer.alloc(512)));
  expect((await reaches(machines, id, 'panicked')).state).toMatchObject({ line: 'No bootable device.' });
});

test('an image that refers to another file is refused: it could read any file of this machine', async () => {
  const backing = await image('backing.img', Buffer.alloc(512));
  const file = path.join(folder, 'refers.qcow2');
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', backing, '-F', 'raw', file]);
  const machines = await engine();
  await expect(boot(machines, file)).rejects.toMatchObject({ code: 'invalid-input' });
  expect(await machines.handlers['machines.list'](undefined)).toEqual([]);
});

test('an image that is not there says so', async () => {
  const machines = await engine();
  await expect(boot(machines, path.join(folder, 'missing.qcow2'))).rejects.toMatchObject({ code: 'not-found' });
});

test('a KVM that hangs is given up after five seconds, and guests are emulated', async () => {
  // What a hanging KVM looks like from outside: the emulator starts and never ends.
  const hangs = path.join(folder, 'qemu-that-hangs');
  await writeFile(hangs, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
  const kvmExists = await stat('/dev/kvm').then(
    () => true,
    () => false,
  );
  const accelerator = await probeKvm(hangs);
  expect(accelerator.kind).toBe('tcg');
  expect(accelerator.reason).toContain(kvmExists ? 'did not answer' : 'no /dev/kvm');
}, 15_000);
