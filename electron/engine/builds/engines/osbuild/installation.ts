/** Which osbuild there is, whether it can be used here, and with what rights. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { EngineState } from '../../../../../shared/builds/types';
import { StudioError } from '../../../../../shared/errors';
import { findOsbuild, OLDEST_OSBUILD, probeOsbuild, type Osbuild, type OsbuildProbe } from '../../../tools/osbuild';
import { findProgram } from '../../../setup/requirements';
import { workerPrivilege, type WorkerPrivilege } from '../../worker-client';

export interface Installation extends Osbuild, OsbuildProbe {
  /** Why it cannot be used, each with what mends it; empty where it can. */
  readonly faults: readonly { readonly message: string; readonly command?: string }[];
  /** The way to root's rights. */
  readonly privilege: WorkerPrivilege;
  /** It can run in a user namespace of its own: without root, as long as no stage wants a device. */
  readonly rootless: boolean;
}

/** Whether a file of subordinate ids (subuid(5)) has a line for this user. */
export function hasSubordinateIds(text: string, keys: ReadonlySet<string>): boolean {
  return text.split('\n').some((line) => {
    const [owner = '', start = '', count = ''] = line.trim().split(':');
    return keys.has(owner) && /^\d+$/.test(start) && Number(count) > 0;
  });
}

/** What osbuild wants for its own unprivileged mode, beside a version that has it. */
async function canMapIds(): Promise<boolean> {
  if (!findProgram('newuidmap') || !findProgram('newgidmap')) return false;
  const { username, uid, gid } = os.userInfo();
  const has = async (file: string, id: number): Promise<boolean> =>
    hasSubordinateIds(await readFile(file, 'utf8').catch(() => ''), new Set([username, String(id)]));
  return (await has('/etc/subuid', uid)) && (await has('/etc/subgid', gid));
}

function faultsOf(osbuild: Osbuild, { version }: OsbuildProbe): Installation['faults'] {
  const faults: { message: string; command?: string }[] = [];
  if (Number(version.split('.')[0]) < OLDEST_OSBUILD)
    faults.push({
      message: `osbuild ${version} does not tell how a stage ended; version ${OLDEST_OSBUILD} or newer is needed.`,
    });
  for (const folder of ['stages', 'runners'])
    if (!existsSync(path.join(osbuild.libdir, folder)))
      faults.push({ message: `osbuild's ${folder} are not in ${osbuild.libdir}.` });
  if (!findProgram('bwrap')) faults.push({ message: 'osbuild runs stages with bubblewrap, which is not installed.' });
  // The first build root is the host's, and osbuild binds this folder of it.
  if (!existsSync('/etc/containers'))
    faults.push({
      message: 'osbuild needs the folder /etc/containers, which is missing here.',
      command: 'sudo mkdir /etc/containers',
    });
  return faults;
}

/**
 * The osbuild of this machine, or undefined where none is installed.
 *
 * @throws StudioError `tool-failed` where it is installed but does not start
 */
export async function findInstallation(signal?: AbortSignal): Promise<Installation | undefined> {
  const osbuild = findOsbuild();
  if (!osbuild) return undefined;
  const [probe, privilege, maps] = await Promise.all([probeOsbuild(osbuild, signal), workerPrivilege(), canMapIds()]);
  const rootless = privilege !== 'root' && probe.rundir && maps;
  const faults = [...faultsOf(osbuild, probe)];
  if (privilege === 'none' && !rootless)
    faults.push({
      message: 'osbuild needs root: sudo asks for a password, and neither polkit nor subordinate ids are there.',
      command: 'sudo --validate',
    });
  return { ...osbuild, ...probe, privilege, rootless, faults };
}

/** What a person is told of it. */
export async function installationState(): Promise<EngineState> {
  const none: EngineState = { kind: 'osbuild', usable: false, limits: [], privilege: 'none' };
  try {
    const found = await findInstallation();
    if (!found) return { ...none, limits: ['osbuild is not installed.'] };
    const { version, faults, privilege, rootless } = found;
    const limits = faults.map(({ message, command }) => (command ? `${message} Run: ${command}` : message));
    if (rootless && privilege === 'none')
      limits.push('Without root it makes no disk images: their loop devices belong to root.');
    limits.push('A stage that fails keeps no sandbox: build with the built-in engine to look into it.');
    return {
      kind: 'osbuild',
      version,
      usable: faults.length === 0,
      limits,
      privilege: rootless ? 'osbuild' : privilege,
    };
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown;
    return { ...none, limits: [`osbuild does not start: ${thrown.message}`] };
  }
}
