/** Mounts of a stage, made by the worker in its own mount namespace. */
import { lstat, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';
import { mount as mountOn } from '../../tools/mount';
import { boolean, deployment, object, string, type Deployment } from '../stages/schemas';
import type { JsonSchema } from '../stages/stage';
import type { Mount } from './manifest';

const fileSystem = object({ readonly: boolean, norecovery: boolean });

/** Schemas of the mounts' options. */
export const MOUNTS: ReadonlyMap<string, JsonSchema> = new Map([
  ['org.osbuild.ext4', fileSystem],
  ['org.osbuild.xfs', fileSystem],
  ['org.osbuild.btrfs', object({ readonly: boolean, norecovery: boolean, subvol: string, compress: string })],
  ['org.osbuild.fat', object({ readonly: boolean, uid: { type: 'integer' }, gid: { type: 'integer' }, umask: string })],
  [
    'org.osbuild.ostree.deployment',
    object({ source: { type: 'string', enum: ['tree', 'mount'] }, deployment }, ['deployment']),
  ],
]);

type Undo = () => Promise<void>;

/** A folder below `root`, made if needed; a link on the way is refused. */
async function folderIn(root: string, inner: string): Promise<string> {
  let at = root;
  for (const name of inner.split('/').filter(Boolean)) {
    if (name === '..') throw new StudioError('invalid-input', `'${inner}' leaves the mounts.`);
    at = path.join(at, name);
    const found = await lstat(at).catch(() => undefined);
    if (!found) await mkdir(at);
    else if (!found.isDirectory()) throw new StudioError('invalid-input', `'${inner}' is not a folder.`);
  }
  return at;
}

function mountOptions(options: Record<string, unknown>): string[] {
  const named = ['uid', 'gid', 'umask', 'subvol', 'compress'];
  return [
    ...(options.readonly === true ? ['ro'] : []),
    ...(options.norecovery === true ? ['norecovery'] : []),
    ...named.flatMap((name) => {
      const value = options[name];
      return typeof value === 'string' || typeof value === 'number' ? [`${name}=${value}`] : [];
    }),
  ];
}

/** Mounts a device below the stage's mounts; gives the path below them. */
export async function mountDevice(mount: Mount, device: string, root: string): Promise<{ inner: string; undo: Undo }> {
  const inner = path.posix.normalize(`/${mount.target ?? '/'}`);
  const type = mount.type.slice('org.osbuild.'.length);
  const target = await folderIn(root, inner);
  const undo = await mountOn(type === 'fat' ? 'vfat' : type, device, target, mountOptions(mount.options ?? {}));
  return { inner, undo };
}

/** Finds a deployment's folder on the host: `ostree/deploy/OS/deploy/CHECKSUM.SERIAL`. */
async function deploymentFolder(sysroot: string, wanted: Deployment): Promise<{ stateroot: string; path: string }> {
  const base = path.join(sysroot, 'ostree/deploy');
  const osname = wanted.osname ?? (await readdir(base))[0] ?? '';
  const stateroot = path.join(base, osname);
  if (wanted.ref !== undefined) {
    const argv = ['rev-parse', `--repo=${path.join(sysroot, 'ostree/repo')}`, wanted.ref];
    const checksum = (await run('ostree', argv)).stdout.trim();
    return { stateroot, path: path.join(stateroot, 'deploy', `${checksum}.${wanted.serial ?? 0}`) };
  }
  const names = (await readdir(path.join(stateroot, 'deploy'))).filter((name) => !name.endsWith('.origin'));
  if (names.length !== 1) throw new StudioError('invalid-input', 'There is not exactly one deployment in the tree.');
  return { stateroot, path: path.join(stateroot, 'deploy', names[0] ?? '') };
}

/** Mounts a deployment with its /sysroot, /var and /boot; it takes the tree's place while the stage runs. */
export async function mountDeployment(mount: Mount, sysroot: string, at: string): Promise<Undo> {
  const options = mount.options as { deployment: Deployment };
  const found = await deploymentFolder(sysroot, options.deployment);
  const undo: Undo[] = [];
  const undoAll = async (): Promise<void> => {
    for (const step of undo.reverse()) await step();
  };
  try {
    undo.push(await mountOn('bind', found.path, at));
    for (const [from, to] of [
      [sysroot, 'sysroot'],
      [path.join(found.stateroot, 'var'), 'var'],
      [path.join(sysroot, 'boot'), 'boot'],
    ] as const)
      undo.push(await mountOn('bind', from, path.join(at, to)));
  } catch (thrown) {
    await undoAll();
    throw thrown;
  }
  return undoAll;
}
