/**
 * What a workspace offers, from its files. In the layout of the sample images: `distro/*.ipp.yml`, `images/*.mpp.yml`,
 * hardware targets and image types from the names of its includes (in include/, in images/include/, or in targets/).
 * Every other `*.mpp.yml` is a target of its own.
 */
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { targetName } from '../../../shared/manifest/target-name';
import type { Target, WorkspaceFile } from '../../../shared/manifest/types';
import { formatsOf } from './formats-of';
import { architecturesOf } from './hardware';
import { IMAGE, MANIFEST, walk } from './walk';

/** Manifests of a folder without the layout that are offered at most. */
const MAX_MANIFESTS = 2000;
const DISTRO = /^distro\/([^/_][^/]*)\.ipp\.ya?ml$/;
/** What begins with `_` is a part of another file. */
const HARDWARE = /^(?:targets\/|(?:images\/)?include\/target-)([^/_][^/]*)\.ipp\.ya?ml$/;
const TYPE = /^(?:images\/)?include\/image-([a-z0-9_]+)\.ipp\.ya?ml$/;
const ARCH = /^(?:images\/)?include\/(?:arch|build)-(x86_64|aarch64|ppc64le|s390x|riscv64)\.ipp\.ya?ml$/;

export interface ListingRequest {
  /** Real path of the folder. */
  readonly root: string;
  /** Stands in where the folder names no architectures. */
  readonly hostArch: string;
  /** Folders of results, absolute: nothing of them is listed. */
  readonly results?: readonly string[];
}

function kindOf(file: string): WorkspaceFile['kind'] {
  if (IMAGE.test(file)) return 'image';
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
  const found = names(files, TYPE).map((type) => (type === 'directboot' ? 'direct' : type));
  return found.length > 0 ? found : ['regular'];
}

interface Hardware {
  readonly target: string;
  readonly arches: readonly string[];
}

/** Hardware that the folder has includes for, each with the architectures that it is for. */
async function hardwareOf(files: readonly string[], { root, hostArch }: ListingRequest): Promise<Hardware[]> {
  // This machine's architecture and its emulator come first: the first target is one that can be built and booted here.
  const known = names(files, ARCH).sort((a, b) => Number(b === hostArch) - Number(a === hostArch));
  const arches = known.length > 0 ? known : [hostArch];
  const found = files.flatMap((file) => {
    const target = HARDWARE.exec(file)?.[1];
    return target === undefined ? [] : [{ target, file }];
  });
  if (found.length === 0) return [{ target: 'qemu', arches }];
  found.sort((a, b) => Number(b.target === 'qemu') - Number(a.target === 'qemu'));
  return Promise.all(
    found.map(async ({ target, file }) => ({
      target,
      arches: known.length > 0 ? await architecturesOf(root, file, known) : arches,
    })),
  );
}

/** What a manifest offers whose pipelines are not found in its texts. */
function usual(type: string): Target['formats'] {
  return type === 'ostree' ? ['qcow2', 'img', 'repo'] : ['qcow2', 'img'];
}

/** Every distribution, hardware, image, type and architecture of the layout of the sample images. */
async function imageTargets(files: readonly string[], request: ListingRequest): Promise<Target[]> {
  const images = files.flatMap((file) => {
    const image = IMAGE.exec(file)?.[1];
    return image === undefined ? [] : [{ image, manifest: file }];
  });
  const distros = names(files, DISTRO);
  if (images.length === 0 || distros.length === 0) return [];
  const targets: Target[] = [];
  const formats = new Map<string, Target['formats']>();
  for (const { manifest } of images)
    for (const type of imageTypes(files)) {
      const found = await formatsOf(request.root, manifest, type, files);
      formats.set(`${manifest} ${type}`, found.includes('img') ? found : usual(type));
    }
  for (const distro of distros)
    for (const { target, arches } of await hardwareOf(files, request))
      for (const { image, manifest } of images)
        for (const type of imageTypes(files))
          for (const arch of arches)
            targets.push({
              ...{ layout: 'images', distro, target, image, type, arch, manifest },
              name: targetName({ distro, target, image, type, arch }),
              formats: formats.get(`${manifest} ${type}`) ?? usual(type),
            });
  return targets;
}

/** Manifests that stand by themselves: named by their path, with nothing implied. */
async function fileTargets(
  files: readonly string[],
  taken: ReadonlySet<string>,
  { root, hostArch }: ListingRequest,
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const file of files.filter((each) => MANIFEST.test(each) && !taken.has(each)).slice(0, MAX_MANIFESTS))
    targets.push({
      ...{
        layout: 'file',
        name: file,
        manifest: file,
        arch: hostArch,
        formats: await formatsOf(root, file, '', files),
      },
      ...{ distro: '', target: '', type: '', image: path.posix.basename(file).replace(MANIFEST, '') },
    });
  return targets;
}

/**
 * Lists files and targets of a folder.
 *
 * @throws StudioError `invalid-input` for a folder that cannot be read, or has no manifest
 */
export async function listWorkspace(request: ListingRequest): Promise<{ files: WorkspaceFile[]; targets: Target[] }> {
  const { root, results = [] } = request;
  const found = await walk(root, new Set(results));
  const images = await imageTargets(found, request);
  const single = await fileTargets(found, new Set(images.map(({ manifest }) => manifest)), request);
  const targets = [...images, ...single];
  if (targets.length === 0)
    throw new StudioError('invalid-input', `${root} is no workspace: it has no *.mpp.yml.`, {
      hint: 'Open a folder of osbuild manifests (*.mpp.yml), such as the sample images of CentOS Automotive, or create the starter workspace.',
      detail: { file: root },
    });
  return { targets, files: found.map((file) => ({ path: file, kind: kindOf(file) })) };
}
