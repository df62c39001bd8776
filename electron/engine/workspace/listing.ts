/**
 * What a workspace offers, from its files: `distro/*.ipp.yml`, `images/*.mpp.yml`, hardware targets and image types from
 * the names of its includes. Both layouts of the sample images are known (includes in include/ and in images/include/),
 * and the starter's (targets/).
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { targetName } from '../../../shared/manifest/target-name';
import { FORMATS, type Target, type WorkspaceFile } from '../../../shared/manifest/types';

/** Folders that hold results or caches, never manifests. */
const SKIPPED = new Set(['node_modules', 'output', 'ostree-repo', 'starter-repository', '_build']);
const MAX_FILES = 5000;
const MAX_DEPTH = 6;

async function walk(root: string, folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(folder, entry.name);
    if (found.length >= MAX_FILES || entry.name.startsWith('.')) continue;
    if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(entry.name)) await walk(root, name, depth + 1, found);
    else if (entry.isFile()) found.push(name);
  }
}

function kindOf(file: string): WorkspaceFile['kind'] {
  if (/^images\/[^/]+\.mpp\.ya?ml$/.test(file)) return 'image';
  if (/^distro\/[^/]+\.ipp\.ya?ml$/.test(file)) return 'distro';
  if (/^targets\/[^/]+\.ipp\.ya?ml$|(^|\/)include\/target-[^/]+\.ipp\.ya?ml$/.test(file)) return 'target';
  return /\.(mpp|ipp)\.ya?ml$/.test(file) ? 'include' : 'other';
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

/** Lists files and targets of a folder. `hostArch` stands in where the folder names no architectures. */
export async function listWorkspace(
  root: string,
  hostArch: string,
): Promise<{ files: WorkspaceFile[]; targets: Target[] }> {
  const found: string[] = [];
  await walk(root, '', 0, found);
  const images = names(found, /^images\/([^/]+)\.mpp\.ya?ml$/);
  const distros = names(found, /^distro\/([^/]+)\.ipp\.ya?ml$/);
  if (images.length === 0 || distros.length === 0)
    throw new StudioError(
      'invalid-input',
      `${root} is no workspace: it has no ${images.length === 0 ? 'images/*.mpp.yml' : 'distro/*.ipp.yml'}.`,
      {
        hint: "Open a folder laid out like CentOS Automotive's osbuild-manifests, or create the starter workspace.",
        detail: { file: root },
      },
    );
  const hardware = names(found, /^targets\/([^/]+)\.ipp\.ya?ml$/).concat(
    names(found, /(?:^|\/)include\/target-([^/]+)\.ipp\.ya?ml$/),
  );
  const arches = names(found, /(?:^|\/)include\/arch-([^/]+)\.ipp\.ya?ml$/);
  const targets: Target[] = [];
  for (const distro of distros)
    for (const target of hardware.length > 0 ? hardware : ['qemu'])
      for (const image of images)
        for (const type of imageTypes(found))
          for (const arch of arches.length > 0 ? arches : [hostArch])
            targets.push({
              ...{ distro, target, image, type, arch },
              layout: 'images',
              name: targetName({ distro, target, image, type, arch }),
              formats: FORMATS.filter((format) => format !== 'repo' || type === 'ostree'),
              manifest:
                found.find((file) =>
                  new RegExp(`^images/${image.replace(/[^\w-]/g, '\\$&')}\\.mpp\\.ya?ml$`).test(file),
                ) ?? '',
            });
  return { targets, files: found.map((file) => ({ path: file, kind: kindOf(file) })) };
}
