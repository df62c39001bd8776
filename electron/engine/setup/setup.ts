/** The set-up page's facts: what is installed, what is missing, and the command that mends it. */
import { setMaxListeners } from 'node:events';
import os from 'node:os';
import type { Handlers, NounHandlers } from '../../../shared/contract';
import type { Accelerator } from '../../../shared/machines/types';
import type { AppInfo, SetupCheck, SetupReport } from '../../../shared/setup';
import type { EngineContext } from '../context';
import { familyOf, readOsRelease } from './distribution';
import { diskCheck, freeBytes, loopCheck, memoryCheck, osbuildCheck, runtimeWarning } from './host';
import { findPrivilege } from './privilege';
import { checkRequirement, readRequirements } from './requirements';

export interface Setup {
  readonly handlers: NounHandlers<'setup'> & Pick<Handlers, 'app.info'>;
  close(): Promise<void>;
}

export interface SetupDependencies {
  /** Tests the accelerator, or gives the answer that is remembered for this boot of the host. */
  accelerator: (signal?: AbortSignal) => Promise<Accelerator>;
  /** The remembered answer, if there is one. */
  knownAccelerator: () => Promise<Accelerator | undefined>;
}

function acceleratorCheck(accelerator: Accelerator | undefined): SetupCheck {
  const check = { id: 'accelerator', title: 'Acceleration', purpose: 'makes machines fast' };
  if (!accelerator) return { ...check, state: 'warning', problem: 'Not tested yet: the first machine tests it.' };
  const { kind, reason } = accelerator;
  if (kind === 'kvm') return { ...check, state: 'ok', found: `KVM: ${reason}` };
  return { ...check, state: 'warning', found: 'TCG (emulation)', problem: reason };
}

/** What is running: the product, its runtime, where it keeps its data. */
export function appInfo(dataDir: string, versions: NodeJS.ProcessVersions = process.versions): AppInfo {
  const warning = runtimeWarning(versions.electron);
  return {
    version: process.env.STUDIO_VERSION ?? 'development',
    ...(versions.electron ? { electron: versions.electron } : {}),
    node: versions.node,
    platform: `${os.type()} ${os.release()} ${os.arch()}`,
    dataDir,
    ...(warning ? { runtimeWarning: warning } : {}),
  };
}

/** Reads the table once; every check is made anew, all at once. */
export function createSetup(ctx: EngineContext, { accelerator, knownAccelerator }: SetupDependencies): Setup {
  const table = readRequirements(ctx.paths.assets);
  const closing = new AbortController();
  const { signal } = closing;
  setMaxListeners(100, signal); // one for each program that is probed at the same time

  async function report(known: Accelerator | undefined): Promise<SetupReport> {
    const family = familyOf(table.families, readOsRelease());
    // The window and the tests have theirs, or this would not run.
    const wanted = table.requirements.filter(({ use }) => use.some((one) => !['window', 'development'].includes(one)));
    const [programs, privilege, osbuild, free] = await Promise.all([
      Promise.all(wanted.map((requirement) => checkRequirement(requirement, family, signal))),
      findPrivilege(process.env, signal),
      osbuildCheck(signal),
      freeBytes(ctx.paths.data),
    ]);
    const host = [loopCheck(), diskCheck(free, ctx.paths.data), memoryCheck(), acceleratorCheck(known), osbuild];
    return {
      checks: [...programs, ...host],
      engine: osbuild.state === 'ok' ? 'osbuild' : 'built-in',
      privilege,
      ...(known ? { accelerator: known } : {}),
      freeBytes: free,
    };
  }

  return {
    handlers: {
      'app.info': async () => appInfo(ctx.paths.data),
      'setup.check': async ({ probe }) => report(await (probe ? accelerator(signal) : knownAccelerator())),
    },
    async close() {
      closing.abort();
    },
  };
}
