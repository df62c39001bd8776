/**
 * Which accelerator works here. /dev/kvm may exist, open, and even create a machine that then hangs for ever, so KVM is
 * trusted only after a tiny guest answered in time. The answer holds until the host boots again.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { Accelerator } from '../../../shared/machines/types';
import { parseJson } from '../parse-json';
import { run } from '../run';
import { emulator } from '../tools/qemu';

const DEADLINE_MS = 5000;
const SECTOR_BYTES = 512;
/** isa-debug-exit ends QEMU with (value << 1) | 1. */
const EXIT_VALUE = 0x10;
const EXIT_STATUS = (EXIT_VALUE << 1) | 1;

/** A boot sector that asks QEMU to exit: `mov al, 0x10; out 0xf4, al; hlt; jmp` back to hlt. */
export function bootSector(): Buffer {
  const sector = Buffer.alloc(SECTOR_BYTES);
  Buffer.from([0xb0, EXIT_VALUE, 0xe6, 0xf4, 0xf4, 0xeb, 0xfd]).copy(sector);
  sector.writeUInt16LE(0xaa55, SECTOR_BYTES - 2);
  return sector;
}

const TCG = ['-accel', 'tcg,thread=multi', '-cpu', 'max'];

function tcg(reason: string): Accelerator {
  return { kind: 'tcg', reason, arguments: TCG };
}

/** Boots the sector under KVM. `program` is QEMU; a test may give another one. */
export async function probeKvm(program: string, signal?: AbortSignal): Promise<Accelerator> {
  if (os.arch() !== 'x64') return tcg('Only x86_64 machines are tested for KVM; guests are emulated.');
  if (!existsSync('/dev/kvm')) return tcg('There is no /dev/kvm: guests are emulated, which is several times slower.');
  const dir = await mkdtemp(path.join(os.tmpdir(), 'studio-kvm-'));
  const image = path.join(dir, 'sector.img');
  const started = Date.now();
  try {
    await writeFile(image, bootSector());
    const machine = ['-nodefaults', '-no-user-config', '-display', 'none', '-accel', 'kvm', '-cpu', 'host', '-m', '16'];
    const disk = ['-drive', `file=${image},format=raw,if=ide`, '-device', 'isa-debug-exit,iobase=0xf4,iosize=0x01'];
    await run(program, [...machine, ...disk], {
      ok: [EXIT_STATUS],
      timeout: DEADLINE_MS,
      ...(signal ? { signal } : {}),
    });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    return {
      kind: 'kvm',
      reason: `A test guest answered under KVM in ${seconds} s.`,
      arguments: ['-accel', 'kvm', '-cpu', 'host'],
    };
  } catch (thrown) {
    if (!(thrown instanceof StudioError) || thrown.code !== 'tool-failed') throw thrown;
    const hung = Date.now() - started >= DEADLINE_MS;
    return tcg(
      hung
        ? `/dev/kvm is there but a test guest did not answer within ${DEADLINE_MS / 1000} s: guests are emulated.`
        : `KVM cannot be used here (${thrown.detail?.tail?.at(-1) ?? thrown.message}): guests are emulated.`,
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const Remembered = z.object({ boot: z.string(), accelerator: Accelerator });

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

const rememberedFile = (cache: string): string => path.join(cache, 'accelerator.json');

/** The answer of this boot of the host, if it was asked before. */
export async function rememberedAccelerator(cache: string): Promise<Accelerator | undefined> {
  const text = await readFile(rememberedFile(cache), 'utf8').catch(() => 'null');
  const known = Remembered.safeParse(parseJson(text));
  return known.success && known.data.boot === (await bootId()) ? known.data.accelerator : undefined;
}

/** The answer of this boot of the host: remembered, or found out now. */
export async function findAccelerator(cache: string, signal?: AbortSignal): Promise<Accelerator> {
  const known = await rememberedAccelerator(cache);
  if (known) return known;
  const accelerator = await probeKvm(emulator(os.arch()), signal);
  const boot = await bootId();
  const file = rememberedFile(cache);
  await mkdir(cache, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify({ boot, accelerator }));
  await rename(`${file}.new`, file);
  return accelerator;
}
