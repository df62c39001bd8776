/** QEMU's programs: argument vectors, pure, and what qemu-img says of an image. https://www.qemu.org/docs/master/system/invocation.html */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { run } from '../run';

export interface MachineArguments {
  accelerator: readonly string[];
  memoryMiB: number;
  cpus: number;
  /** `throwAway`: nothing of it is wanted after the machine's end, so that flushing it to the disk is a waste. */
  disk: { file: string; format: 'qcow2' | 'raw'; throwAway: boolean };
  /** Unix sockets and the console's log; all short paths without commas. */
  qmp: string;
  serial: string;
  serialLog: string;
  /** A file for what SeaBIOS has to say. */
  firmwareLog: string;
  /** The socket of the published repository, or undefined if there is none. */
  published: string | undefined;
}

/** Where the guest finds the repository; the sample images have it as their remote's address. */
export const PUBLISHED_ADDRESS = '10.0.2.100';

/** A comma inside a value is written twice. */
const value = (text: string): string => text.replaceAll(',', ',,');

/** Everything of `qemu-system-*`: no default devices, no port of the host, no window. */
export function machineArguments(options: MachineArguments): string[] {
  const { disk, published } = options;
  // One netcat for each connection: libslirp of QEMU 7.2 takes a command or a character device, and the latter
  // serves a single connection. OSTree keeps its few connections open, so that this costs little.
  const forward = published ? `,guestfwd=tcp:${PUBLISHED_ADDRESS}:80-cmd:nc -U ${value(published)}` : '';
  return [
    '-nodefaults',
    '-no-user-config',
    ...['-display', 'none'],
    ...options.accelerator,
    ...['-smp', String(options.cpus)],
    ...['-m', String(options.memoryMiB)],
    ...[
      '-drive',
      `file=${value(disk.file)},format=${disk.format},if=virtio,discard=unmap${disk.throwAway ? ',cache=unsafe' : ''}`,
    ],
    ...['-device', 'virtio-rng-pci'],
    ...['-netdev', `user,id=net0,net=10.0.2.0/24${forward}`],
    ...['-device', 'virtio-net-pci,netdev=net0'],
    ...[
      '-chardev',
      `socket,id=serial0,path=${value(options.serial)},server=on,wait=off,logfile=${value(options.serialLog)},logappend=on`,
    ],
    ...['-serial', 'chardev:serial0'],
    ...['-chardev', `file,id=firmware0,path=${value(options.firmwareLog)}`],
    ...['-device', 'isa-debugcon,iobase=0x402,chardev=firmware0'],
    ...['-chardev', `socket,id=qmp0,path=${value(options.qmp)},server=on,wait=off`],
    ...['-mon', 'chardev=qmp0,mode=control'],
  ];
}

/** The emulator for this machine's architecture. */
export function emulator(arch: string): string {
  return arch === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64';
}

const ImageInfo = z.object({
  format: z.string(),
  'virtual-size': z.number(),
  'backing-filename': z.string().optional(),
  'format-specific': z.object({ data: z.record(z.string(), z.unknown()).optional() }).optional(),
});

/**
 * Format of a bootable image. An image that points to other files is refused: whoever made it could read any file of
 * this machine through the guest.
 */
export async function imageFormat(file: string, signal?: AbortSignal): Promise<'qcow2' | 'raw'> {
  const { stdout } = await run('qemu-img', ['info', '--output=json', '--', file], signal ? { signal } : {});
  const info = ImageInfo.parse(JSON.parse(stdout));
  if (info['backing-filename'] !== undefined || info['format-specific']?.data?.['data-file'] !== undefined)
    throw new StudioError('invalid-input', `${file} is not whole: it refers to another file.`, {
      hint: 'Flatten it with qemu-img convert, then boot the result.',
    });
  if (info.format !== 'qcow2' && info.format !== 'raw')
    throw new StudioError(
      'invalid-input',
      `${file} has the format ${info.format}; only qcow2 and raw images are booted.`,
    );
  return info.format;
}

/** Makes an overlay that keeps every change, so that the image itself stays as it is. */
export async function createOverlay(image: string, format: string, overlay: string): Promise<void> {
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', image, '-F', format, '--', overlay]);
}
