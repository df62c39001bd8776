/** What the machine itself gives: loop devices, disk space, memory, osbuild, and how old the window's runtime is. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SetupCheck } from '../../../shared/setup';
import { findInstallation } from '../builds/engines/osbuild/installation';

const GIB = 1024 ** 3;
const WANTED_DISK = 6 * GIB;
const WANTED_MEMORY = 3 * GIB;
/**
 * Electron mends its three newest majors; an older one gets no security fixes any more.
 * https://www.electronjs.org/docs/latest/tutorial/electron-timelines
 */
const OLDEST_SUPPORTED_ELECTRON = 43;

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

/** Free bytes for an ordinary user on the file system that holds `folder`, or would hold it once it is made. */
export async function freeBytes(folder: string): Promise<number> {
  let place = path.resolve(folder);
  while (!existsSync(place) && place !== path.dirname(place)) place = path.dirname(place);
  const { bavail, bsize } = await statfs(place);
  return bavail * bsize;
}

export function diskCheck(free: number, folder: string): SetupCheck {
  const check = {
    id: 'disk',
    title: 'Disk space',
    purpose: 'a starter build takes about 3 GiB',
    found: `${gib(free)} free`,
  };
  if (free >= WANTED_DISK) return { ...check, state: 'ok' };
  return {
    ...check,
    state: 'warning',
    problem: `Less than ${gib(WANTED_DISK)} is free where ${folder} is: builds may fail.`,
  };
}

export function memoryCheck(total = os.totalmem()): SetupCheck {
  const check = {
    id: 'memory',
    title: 'Memory',
    purpose: 'builds work in memory, machines take 1 GiB each',
    found: gib(total),
  };
  if (total >= WANTED_MEMORY) return { ...check, state: 'ok' };
  return { ...check, state: 'warning', problem: 'Builds will work on the disk, which is several times slower.' };
}

export function loopCheck(device = '/dev/loop-control'): SetupCheck {
  const check = { id: 'loop', title: 'Loop devices', purpose: 'disk images are filled through them' };
  if (existsSync(device)) return { ...check, state: 'ok', found: device };
  return {
    ...check,
    state: 'missing',
    problem: `${device} does not exist: disk images cannot be made, .repo builds can. In a container it must be given.`,
    command: 'sudo modprobe loop',
  };
}

/** osbuild is not needed: its absence is told because a reader who knows it will ask. */
export async function osbuildCheck(signal: AbortSignal): Promise<SetupCheck> {
  const check = { id: 'osbuild', title: 'osbuild', purpose: 'the reference engine for manifests' };
  const wrong = (problem: string, command?: string): SetupCheck => ({
    ...{ ...check, state: 'warning', problem: `${problem} The built-in engine executes manifests.` },
    ...(command === undefined ? {} : { command }),
  });
  try {
    const installed = await findInstallation(signal);
    if (!installed) return wrong('osbuild is not installed.');
    const [fault] = installed.faults;
    if (fault) return wrong(fault.message, fault.command);
    return { ...check, state: 'ok', found: `${installed.version}; it executes the manifests whose stages it has` };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return wrong(`osbuild does not start: ${why.replace(/\.?$/, '.')}`);
  }
}

/** A sentence about a runtime that gets no security fixes any more, or undefined. */
export function runtimeWarning(electron: string | undefined): string | undefined {
  const major = Number(electron?.split('.')[0]);
  if (!electron || major >= OLDEST_SUPPORTED_ELECTRON) return undefined;
  return (
    `Electron ${electron} is past its end of life. It is used here because the current one could not be downloaded: ` +
    'good for development and trying out, not for a release.'
  );
}
