/**
 * What a target can be built as: the last part of its name, the pipeline whose tree has it, and where in that tree. The
 * pipelines and file names are those of the CentOS Automotive sample images.
 */

export interface FormatInfo {
  /** One line for a person. */
  readonly summary: string;
  /** The pipeline that is exported. */
  readonly pipeline: string;
  /** The file or folder in the exported tree; the whole tree where it is empty. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** How the exported file becomes the artifact. */
  readonly conversion?: 'simg' | 'gzip';
  /** A machine can be booted from it. */
  readonly bootable: boolean;
}

export const FORMATS = [
  'qcow2',
  'img',
  'repo',
  'rootfs',
  'ext4',
  'tar',
  'oci.tar',
  'oci-archive',
  'aboot',
  'simg',
  'ext4.simg',
  'tar.gz',
] as const;

export type FormatName = (typeof FORMATS)[number];

export const FORMAT_INFO: Readonly<Record<FormatName, FormatInfo>> = {
  qcow2: { summary: 'Disk image for QEMU', pipeline: 'qcow2', path: 'disk.qcow2', kind: 'file', bootable: true },
  img: { summary: 'Raw disk image', pipeline: 'image', path: 'disk.img', kind: 'file', bootable: true },
  repo: {
    summary: 'Commit in the repository',
    pipeline: 'ostree-commit',
    path: 'repo',
    kind: 'folder',
    bootable: false,
  },
  rootfs: { summary: 'Root file system, a folder', pipeline: 'rootfs', path: '', kind: 'folder', bootable: false },
  ext4: { summary: 'Root file system, ext4', pipeline: 'ext4', path: 'rootfs.ext4', kind: 'file', bootable: false },
  tar: { summary: 'Root file system, tar', pipeline: 'tar', path: 'rootfs.tar', kind: 'file', bootable: false },
  'oci.tar': {
    summary: 'Container image, OCI archive',
    pipeline: 'container',
    path: 'container.tar',
    kind: 'file',
    bootable: false,
  },
  'oci-archive': {
    summary: 'Commit as a container image',
    pipeline: 'ostree-oci-image',
    path: 'image.oci-archive',
    kind: 'file',
    bootable: false,
  },
  aboot: { summary: 'Android boot images', pipeline: 'aboot', path: 'images', kind: 'folder', bootable: false },
  simg: {
    summary: 'Disk image, Android sparse',
    pipeline: 'image',
    path: 'disk.img',
    kind: 'file',
    conversion: 'simg',
    bootable: false,
  },
  'ext4.simg': {
    summary: 'Root file system, Android sparse',
    pipeline: 'ext4',
    path: 'rootfs.ext4',
    kind: 'file',
    conversion: 'simg',
    bootable: false,
  },
  'tar.gz': {
    summary: 'Root file system, compressed tar',
    pipeline: 'tar',
    path: 'rootfs.tar',
    kind: 'file',
    conversion: 'gzip',
    bootable: false,
  },
};
