/** One Debian package to one RPM, with dpkg-deb and rpmbuild, in a work folder of its own. No privileges are needed. */
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync, lstatSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../../../shared/errors';
import { cleanEnvironment, run, type RunOptions } from '../../run';
import { parseContents, parseControl, type ControlFields } from './deb-control';
import { fileLines, isLeftOut, rpmArchitecture, specFile } from './rpm-spec';

/** Part of every cached RPM's key: raise it when the conversion changes, so that all are made again. */
export const RECIPE = 3;

export interface Conversion {
  deb: string;
  /** Emptied first, removed afterwards. */
  work: string;
  /** Where the RPM is moved to when it is complete. */
  output: string;
  signal?: AbortSignal | undefined;
}

/** rpm must see neither the person's macros nor their home or locale. */
function rpmEnvironment(work: string): NodeJS.ProcessEnv {
  return cleanEnvironment({ HOME: work, SOURCE_DATE_EPOCH: '0' });
}

/** Packages of Debian 12 still ship /bin, /sbin, /lib and /lib64: move them into /usr. */
async function mergeUsr(root: string, options: RunOptions): Promise<void> {
  for (const top of ['bin', 'sbin', 'lib', 'lib64']) {
    const from = path.join(root, top);
    if (!existsSync(from) || lstatSync(from).isSymbolicLink()) continue;
    const to = path.join(root, 'usr', top);
    await mkdir(path.dirname(to), { recursive: true });
    if (existsSync(to)) {
      await run('cp', ['-al', `${from}/.`, to], options);
      await rm(from, { recursive: true });
    } else await rename(from, to);
  }
}

/** OSTree looks for the kernel beside its modules: /usr/lib/modules/VERSION/vmlinuz. Gives its new path, if any. */
async function moveKernel(root: string): Promise<string | undefined> {
  const boot = path.join(root, 'boot');
  const kernel = existsSync(boot) ? (await readdir(boot)).find((name) => name.startsWith('vmlinuz-')) : undefined;
  if (!kernel) return undefined;
  const target = path.join('/usr/lib/modules', kernel.slice('vmlinuz-'.length), 'vmlinuz');
  await mkdir(path.dirname(path.join(root, target)), { recursive: true });
  await rename(path.join(boot, kernel), path.join(root, target));
  return target;
}

async function writeSpec(
  work: string,
  fields: ControlFields,
  contents: string,
  kernel: string | undefined,
): Promise<void> {
  const files = parseContents(contents);
  if (kernel) files.push({ path: kernel, type: 'file', mode: '0644', owner: 'root', group: 'root' });
  for (const { path: name } of files) {
    if (/[\n\r\0]/.test(name))
      throw new StudioError('invalid-input', `A file name in ${fields.get('Package')} has a line break.`);
    if (isLeftOut(name)) await rm(path.join(work, 'root', name), { recursive: true, force: true });
  }
  await writeFile(path.join(work, 'files'), `${fileLines(files).join('\n')}\n`);
  await writeFile(path.join(work, 'package.spec'), specFile(fields, path.join(work, 'files')));
}

/** rpmbuild's own first error instead of the last line that it printed, and the package's name. */
function explained(thrown: unknown, deb: string): unknown {
  if (!(thrown instanceof StudioError) || thrown.code !== 'tool-failed') return thrown;
  const cause = thrown.detail?.tail?.find((line) => /^error: /.test(line)) ?? thrown.message;
  return new StudioError('tool-failed', `${deb} cannot be converted: ${cause.replace(/^error: /, '')}`, {
    ...(thrown.detail ? { detail: thrown.detail } : {}),
    cause: thrown,
  });
}

/**
 * Converts a .deb to an .rpm: same name, version, files (in /usr), modes, owners and dependencies; maintainer scripts
 * are not carried over (the image's stages finish what they would have done).
 *
 * @returns the RPM's file name in `output`; nothing is there if it fails.
 * @throws StudioError `tool-failed` with rpmbuild's last lines, `invalid-input` for a package that cannot be read.
 */
export async function convertPackage({ deb, work, output, signal }: Conversion): Promise<string> {
  const options = { env: rpmEnvironment(work), ...(signal ? { signal } : {}) };
  await rm(work, { recursive: true, force: true });
  await mkdir(path.join(work, 'out'), { recursive: true });
  try {
    const fields = parseControl((await run('dpkg-deb', ['-f', deb], options)).stdout);
    if (!/^[a-z0-9][a-z0-9+.-]+$/.test(fields.get('Package') ?? ''))
      throw new StudioError('invalid-input', `${path.basename(deb)} is no Debian package: it has no valid name.`);
    const root = path.join(work, 'root');
    const [contents] = await Promise.all([
      run('dpkg-deb', ['-c', deb], options),
      run('dpkg-deb', ['-x', deb, root], options),
    ]);
    await mergeUsr(root, options);
    const kernel = await moveKernel(root);
    await writeSpec(work, fields, contents.stdout, kernel);
    const define = (name: string, value: string): string[] => ['--define', `${name} ${value}`];
    await run(
      'rpmbuild',
      [
        '-bb',
        '--quiet',
        ...['--target', rpmArchitecture(fields.get('Architecture') ?? 'all')],
        ...['--buildroot', root],
        ...define('_topdir', path.join(work, 'top')),
        ...define('_rpmdir', path.join(work, 'out')),
        ...define('_rpmfilename', '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm'),
        ...define('_binary_payload', 'w3.zstdio'),
        ...define('_buildhost', 'localhost'),
        ...define('use_source_date_epoch_as_buildtime', '1'),
        ...define('__os_install_post', '%{nil}'),
        ...define('_build_id_links', 'none'),
        ...define('_unpackaged_files_terminate_build', '0'),
        ...define('_binaries_in_noarch_packages_terminate_build', '0'),
        path.join(work, 'package.spec'),
      ],
      options,
    );
    const [rpm] = await readdir(path.join(work, 'out'));
    if (!rpm) throw new StudioError('tool-failed', `rpmbuild made no RPM of ${path.basename(deb)}.`);
    const partial = path.join(output, `.${rpm}.partial`); // the work folder may be on another file system
    await copyFile(path.join(work, 'out', rpm), partial);
    await rename(partial, path.join(output, rpm));
    return rpm;
  } catch (thrown) {
    throw explained(thrown, path.basename(deb));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
