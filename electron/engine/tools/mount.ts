/** Mounting and unmounting; only the build worker does it, in a mount namespace of its own. */
import { run } from '../run';

export function mountArgs(mount: {
  type: string;
  source: string;
  target: string;
  options: readonly string[];
}): string[] {
  return [
    ...(mount.type === 'bind' ? ['--bind'] : ['--types', mount.type]),
    ...(mount.options.length > 0 ? ['--options', mount.options.join(',')] : []),
    '--source',
    mount.source,
    '--target',
    mount.target,
  ];
}

/** Mounts; the returned function writes everything out and unmounts. */
export async function mount(
  type: string,
  source: string,
  target: string,
  options: readonly string[] = [],
): Promise<() => Promise<void>> {
  await run('mount', mountArgs({ type, source, target, options }));
  return async () => {
    await run('umount', [target]);
  };
}
