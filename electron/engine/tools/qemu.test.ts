import { expect, test } from 'vitest';
import { machineArguments } from './qemu';

const options = {
  accelerator: ['-accel', 'tcg,thread=multi', '-cpu', 'max'],
  memoryMiB: 1024,
  cpus: 2,
  disk: { file: '/data/a,b/overlay.qcow2', format: 'qcow2' as const, throwAway: true },
  qmp: '/run/x/qmp',
  serial: '/run/x/serial',
  serialLog: '/data/m/serial.log',
  firmwareLog: '/data/m/firmware.log',
  published: '/run/x/repo',
};

test('the whole command line: no window, no port of the host, commas written twice', () => {
  expect(machineArguments(options)).toEqual([
    '-nodefaults',
    '-no-user-config',
    ...['-display', 'none'],
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max'],
    ...['-smp', '2'],
    ...['-m', '1024'],
    ...['-drive', 'file=/data/a,,b/overlay.qcow2,format=qcow2,if=virtio,discard=unmap,cache=unsafe'],
    ...['-device', 'virtio-rng-pci'],
    ...['-netdev', 'user,id=net0,net=10.0.2.0/24,guestfwd=tcp:10.0.2.100:80-cmd:nc -U /run/x/repo'],
    ...['-device', 'virtio-net-pci,netdev=net0'],
    ...['-chardev', 'socket,id=serial0,path=/run/x/serial,server=on,wait=off,logfile=/data/m/serial.log,logappend=on'],
    ...['-serial', 'chardev:serial0'],
    ...['-chardev', 'file,id=firmware0,path=/data/m/firmware.log'],
    ...['-device', 'isa-debugcon,iobase=0x402,chardev=firmware0'],
    ...['-chardev', 'socket,id=qmp0,path=/run/x/qmp,server=on,wait=off'],
    ...['-mon', 'chardev=qmp0,mode=control'],
  ]);
});

test('an image that is written to itself is flushed when the guest says so', () => {
  const disk = { file: '/data/disk.img', format: 'raw' as const, throwAway: false };
  expect(machineArguments({ ...options, disk })).toContain('file=/data/disk.img,format=raw,if=virtio,discard=unmap');
});

test('without a repository nothing is forwarded', () => {
  expect(machineArguments({ ...options, published: undefined }).join(' ')).not.toContain('guestfwd');
});
