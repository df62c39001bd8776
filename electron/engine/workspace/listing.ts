/**
 * What a workspace offers, from its files. In the layout of the sample images: `distro/*.ipp.yml`, `images/*.mpp.yml`,
 * hardware targets and image types from the names of its includes (in include/, in images/include/, or in targets/).
 * Every other `*.mpp.yml` is a target of its own.
 */
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { targetName } from '../../../shared/manifest/target-name';
import { FORMATS, type Target, type WorkspaceFile } from '../../../shared/manifest/types';

/** Folders that hold results or caches, never manifests. */
const SKIPPED = new Set(['node_modules', 'output', 'ostree-repo', 'starter-repository', '_build', 'locks', 'repodata']);
/** Packages and images are no texts, and there may be thousands of them. */
const BINARY = /\.(rpm|qcow2|img|iso|tar|gz|xz|zst|zip)$/;
const MAX_FILES = 5000;
const MAX_DEPTH = 8;
const MANIFEST = /\.mpp\.(ya?ml|json)$/;
/** Manifests of a folder without the layout that are offered at most. */
const MAX_MANIFESTS = 2000;

/** Where a link leads, if that is a file of the workspace. */
async function linkedFile(root: string, name: string): Promise<boolean> {
  const real = await realpath(path.join(root, name)).catch(() => undefined);
  return real !== undefined && real.startsWith(root + path.sep) && path.extname(real) !== '';
}

/** Files below a folder, by name; what cannot be read is as if it were not there. */
async function walk(root: string, folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((thrown: unknown) => {
    if (folder === '') throw unreadable(root, thrown);
    return [];
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(folder, entry.name);
    if (found.length >= MAX_FILES || entry.name.startsWith('.') || BINARY.test(entry.name)) continue;
    if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(entry.name)) await walk(root, name, depth + 1, found);
    else if (entry.isFile() || (entry.isSymbolicLink() && (await linkedFile(root, name)))) found.push(name);
  }
}

function unreadable(root: string, cause: unknown): StudioError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOTDIR')
    return new StudioError('invalid-input', `${root} is no folder.`, { hint: 'Open the folder that it is in.', cause });
  return new StudioError('invalid-input', `${root} cannot be read: ${String(code)}.`, {
    hint: code === 'EACCES' ? 'Ask its owner for the permission to read it.' : 'Open another folder.',
    detail: { file: root },
    cause,
  });
}

function kindOf(file: string): WorkspaceFile['kind'] {
  if (/^images\/[^/]+\.mpp\.ya?ml$/.test(file)) return 'image';
  if (/^distro\/[^/]+\.ipp\.ya?ml$/.test(file)) return 'distro';
  if (/^targets\/[^/]+\.ipp\.ya?ml$|(^|\/)include\/target-[^/]+\.ipp\.ya?ml$/.test(file)) return 'target';
  if (MANIFEST.test(file)) return 'image';
  return /\.ipp\.(ya?ml|json)$/.test(file) ? 'include' : 'other';
}

function names(files: readonly string[], pattern: RegExp): string[] {
  return [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))];
}

/** Image types as target names spell them: the include `image-directboot` is the type `direct`. */
function imageTypes(files: readonly string[]): string[] {
  const found = names(files, /(?:^|\/)include\/image-([a-z0-9_]+)\.ipp\.ya?ml$/).map((type) =>
    type === 'directboot' ? 'direct' : type,
  );
  return found.length > 0 ? found : ['regular'];
}

/** Every distribution, hardware, image, type and architecture of the layout of the sample images. */
function imageTargets(files: readonly string[], hostArch: string): Target[] {
  const images = files.flatMap((file) => {
    const image = /^images\/([^/]+)\.mpp\.ya?ml$/.exec(file)?.[1];
    return image === undefined ? [] : [{ image, manifest: file }];
  });
  const distros = names(files, /^distro\/([^/]+)\.ipp\.ya?ml$/);
  const hardware = names(files, /^targets\/([^/]+)\.ipp\.ya?ml$/).concat(
    names(files, /(?:^|\/)include\/target-([^/]+)\.ipp\.ya?ml$/),
  );
  const arches = names(files, /(?:^|\/)include\/arch-([^/]+)\.ipp\.ya?ml$/);
  const targets: Target[] = [];
  for (const distro of distros)
    for (const target of hardware.length > 0 ? hardware : ['qemu'])
      for (const { image, manifest } of images)
        for (const type of imageTypes(files))
          for (const arch of arches.length > 0 ? arches : [hostArch])
            targets.push({
              ...{ layout: 'images', distro, target, image, type, arch, manifest },
              name: targetName({ distro, target, image, type, arch }),
              formats: FORMATS.filter((format) => format !== 'repo' || type === 'ostree'),
            });
  return targets;
}

/** Manifests that stand by themselves: named by their path, with nothing implied. */
function fileTargets(files: readonly string[], taken: ReadonlySet<string>, hostArch: string): Target[] {
  return files
    .filter((file) => MANIFEST.test(file) && !taken.has(file))
    .slice(0, MAX_MANIFESTS)
    .map((file) => ({
      ...{ layout: 'file', name: file, manifest: file, arch: hostArch, formats: [] },
      ...{ distro: '', target: '', type: '', image: path.posix.basename(file).replace(MANIFEST, '') },
    }));
}

/** Lists files and targets of a folder. `hostArch` stands in where the folder names no architectures. */
export async function listWorkspace(
  root: string,
  hostArch: string,
): Promise<{ files: WorkspaceFile[]; targets: Target[] }> {
  const found: string[] = [];
  await walk(root, '', 0, found);
  const images = imageTargets(found, hostArch);
  const single = fileTargets(found, new Set(images.map(({ manifest }) => manifest)), hostArch);
  const targets = [...images, ...single];
  if (targets.length === 0)
    throw new StudioError('invalid-input', `${root} is no workspace: it has no *.mpp.yml.`, {
      hint: 'Open a folder of osbuild manifests (*.mpp.yml), such as the sample images of CentOS Automotive, or create the starter workspace.',
      detail: { file: root },
    });
  return { targets, files: found.map((file) => ({ path: file, kind: kindOf(file) })) };
}
