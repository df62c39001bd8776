/** Finding a deployment in a sysroot. */
import { StudioError } from '../../../../shared/errors';
import { list } from './paths';
import type { Deployment } from './schemas';
import type { StageContext } from './stage';

export interface FoundDeployment {
  osname: string;
  /** In the sandbox. */
  path: string;
  stateroot: string;
}

/** The deployment that the options mean: by ref (or checksum) and serial, or the only one there is. */
export async function findDeployment(
  context: StageContext<unknown>,
  sysroot: string,
  wanted: Deployment,
): Promise<FoundDeployment> {
  const osnames = wanted.osname === undefined ? await list(context, `${sysroot}/ostree/deploy`) : [wanted.osname];
  const [osname, ...others] = osnames;
  if (osname === undefined || others.length > 0)
    throw new StudioError('invalid-input', 'There is not exactly one operating system in the sysroot.');
  const stateroot = `${sysroot}/ostree/deploy/${osname}`;
  if (wanted.ref !== undefined) {
    const { stdout } = await context.run('ostree', ['rev-parse', `--repo=${sysroot}/ostree/repo`, wanted.ref], {
      quiet: true,
    });
    return { osname, stateroot, path: `${stateroot}/deploy/${stdout.trim()}.${wanted.serial ?? 0}` };
  }
  const found = (await list(context, `${stateroot}/deploy`)).filter((name) => !name.endsWith('.origin'));
  if (found.length !== 1)
    throw new StudioError('invalid-input', `There is not exactly one deployment of '${osname}' in the sysroot.`);
  return { osname, stateroot, path: `${stateroot}/deploy/${found[0]}` };
}
