/** One stage: its inputs are mapped, its devices opened, its mounts made; then its commands run in sandboxes. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../../shared/errors';
import { run, type RunResult } from '../../run';
import { bwrapArgs, type Bind } from '../../tools/bwrap';
import type { StageContext, StageInput, StageModule, StageRunOptions } from '../stages/stage';
import { openDevice } from './devices';
import { mapInput, type InputPlaces } from './inputs';
import type { Device, StageParts } from './manifest';
import { mountDeployment, mountDevice } from './mounts';

export interface StageRun {
  module: StageModule;
  parts: StageParts;
  options: Record<string, unknown>;
  id: string;
  /** The pipeline's tree on the host. */
  tree: string;
  work: string;
  places: Omit<InputPlaces, 'scratch'>;
  sourceEpoch: number | undefined;
  signal: AbortSignal;
  log: (line: string) => void;
}

const TREE = '/run/osbuild/tree';
const MOUNTS = '/run/osbuild/mounts';
/** Files of the host's /etc that programs need: links of update-alternatives, defaults of mkfs. */
const ETC = ['/etc/alternatives', '/etc/mke2fs.conf', '/etc/ld.so.cache'];
const ENVIRONMENT = {
  PATH: '/usr/sbin:/usr/bin',
  LC_CTYPE: 'C.UTF-8',
  HOME: '/tmp',
  container: 'bwrap-osbuild',
  PYTHONHASHSEED: '0',
};
/**
 * 1 January 2020: what programs take for the time where the manifest names none, so that the day of a build gets neither
 * into the package database nor into /etc/shadow. https://reproducible-builds.org/specs/source-date-epoch/
 */
const FIXED_EPOCH = 1_577_836_800;
const LONGEST_LOGGED = 300;

interface Prepared {
  binds: Bind[];
  inputs: Record<string, StageInput>;
  devices: Record<string, string>;
  mounts: Record<string, string>;
  /** What takes the tree's place: a deployment. */
  tree: string;
}

type Undo = () => Promise<void>;

/** Parents come first; a circle is an error. */
function inOrder(devices: ReadonlyMap<string, Device>): [string, Device][] {
  const order: [string, Device][] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    if (order.some(([known]) => known === name)) return;
    const device = devices.get(name);
    if (!device || trail.includes(name)) throw new StudioError('invalid-input', `The device '${name}' has no parent.`);
    if (device.parent !== undefined) visit(device.parent, [...trail, name]);
    order.push([name, device]);
  };
  for (const name of devices.keys()) visit(name, []);
  return order;
}

async function prepare(stage: StageRun, undo: Undo[]): Promise<Prepared> {
  const prepared: Prepared = { binds: [], inputs: {}, devices: {}, mounts: {}, tree: stage.tree };
  for (const [name, input] of stage.parts.inputs) {
    const scratch = path.join(stage.work, 'inputs');
    const mapped = await mapInput(name, input, { ...stage.places, scratch });
    if (mapped.close) undo.push(mapped.close);
    prepared.inputs[name] = mapped.input;
    prepared.binds.push(...mapped.binds);
  }
  for (const [name, device] of inOrder(stage.parts.devices)) {
    const opened = await openDevice(device, stage.tree);
    undo.push(() => opened.close());
    prepared.devices[name] = opened.path;
    prepared.binds.push({ source: opened.path, target: opened.path, mode: 'dev' });
  }
  const root = path.join(stage.work, 'mounts');
  const deployed = path.join(stage.work, 'deployment');
  for (const folder of [root, deployed]) await mkdir(folder, { recursive: true });
  for (const mount of stage.parts.mounts) {
    if (mount.type === 'org.osbuild.ostree.deployment') {
      const sysroot = mount.options?.source === 'mount' ? root : stage.tree;
      undo.push(await mountDeployment(mount, sysroot, deployed));
      prepared.tree = deployed;
      continue;
    }
    const device = mount.source === undefined ? undefined : prepared.devices[mount.source];
    if (device === undefined) throw new StudioError('invalid-input', `The mount '${mount.name}' has no device.`);
    const { inner, undo: unmount } = await mountDevice(mount, device, root);
    undo.push(unmount);
    prepared.mounts[mount.name] = path.posix.join(MOUNTS, inner);
  }
  undo.push(() => Promise.resolve());
  prepared.binds.push(
    { source: prepared.tree, target: TREE, mode: 'rw' },
    { source: root, target: MOUNTS, mode: 'rw' },
  );
  return prepared;
}

function sandboxed(stage: StageRun, prepared: Prepared) {
  return (program: string, argv: readonly string[], options: StageRunOptions = {}): Promise<RunResult> => {
    const inTree = options.root === 'tree';
    // A path of the sandbox as the host sees it, for mounts of one folder on another.
    const hostPath = (inner: string): string =>
      inner.startsWith(`${TREE}/`) ? path.join(prepared.tree, inner.slice(TREE.length)) : inner;
    const more = (options.binds ?? []).map(([from, to]) => ({
      source: hostPath(from),
      target: to,
      mode: 'rw' as const,
    }));
    const sandbox = {
      root: inTree ? { kind: 'tree' as const, path: prepared.tree } : { kind: 'build' as const, etc: ETC },
      binds: inTree ? [] : [...prepared.binds, ...more],
      capabilities: stage.module.capabilities ?? [],
      environment: {
        ...ENVIRONMENT,
        SOURCE_DATE_EPOCH: String(stage.sourceEpoch ?? FIXED_EPOCH),
        ...options.env,
      },
      ...(options.chroot ? { chroot: TREE } : {}),
    };
    if (!options.quiet) {
      const line = ['+', program, ...argv].join(' ');
      stage.log(line.length > LONGEST_LOGGED ? `${line.slice(0, LONGEST_LOGGED)} …` : line);
    }
    return run('bwrap', bwrapArgs(sandbox, [program, ...argv]), {
      signal: stage.signal,
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      ...(options.ok === undefined ? {} : { ok: options.ok }),
      ...(options.quiet ? {} : { onLine: stage.log }),
    }).catch((thrown: unknown) => {
      throw thrown instanceof StudioError ? ofProgram(thrown, program, argv) : thrown;
    });
  };
}

/** The failure of a program in the sandbox, told without the sandbox. */
function ofProgram(error: StudioError, program: string, argv: readonly string[]): StudioError {
  if (error.code !== 'tool-failed') return error;
  const missing = error.detail?.tail?.some((line) => line.startsWith(`bwrap: execvp ${program}:`));
  if (missing)
    return new StudioError('missing-tool', `The program '${program}' is not there.`, { detail: { names: [program] } });
  return new StudioError('tool-failed', error.message.replace(/^bwrap /, `${program} `), {
    detail: { ...error.detail, argv: [program, ...argv] },
    cause: error,
  });
}

/** Runs a stage. Whatever happens, its mounts and devices are gone afterwards. */
export async function runStage(stage: StageRun): Promise<unknown> {
  const undo: Undo[] = [];
  let failed = false;
  try {
    const prepared = await prepare(stage, undo);
    const context: StageContext<unknown> = {
      options: stage.options,
      tree: TREE,
      inputs: prepared.inputs,
      devices: prepared.devices,
      mounts: prepared.mounts,
      id: stage.id,
      sourceEpoch: stage.sourceEpoch,
      run: sandboxed(stage, prepared),
      log: stage.log,
    };
    return await stage.module.run(context);
  } catch (thrown) {
    failed = true;
    throw thrown;
  } finally {
    for (const step of undo.reverse()) {
      await step().catch((thrown: unknown) => {
        if (!failed) throw thrown;
        stage.log(`cleaning up: ${String(thrown)}`);
      });
    }
    await rm(path.join(stage.work, 'mounts'), { recursive: true, force: true, maxRetries: 3 });
  }
}
