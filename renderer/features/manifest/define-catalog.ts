/** The defines that forms know by name: what they are for, and what their values look like. */
import { valueText } from './define-fields';
import { passwordWords } from './password-hash';

export type ControlKind =
  | 'names'
  | 'options'
  | 'repos'
  | 'text'
  | 'version'
  | 'bytes'
  | 'sectors'
  | 'boolean'
  | 'choice'
  | 'password'
  | 'ssh-key'
  | 'json';

export const GROUPS = ['Packages', 'System', 'Version and OSTree', 'Disk', 'Build', 'Other'] as const;
export type GroupName = (typeof GROUPS)[number];

export interface Known {
  readonly kind: ControlKind;
  readonly group: GroupName;
  /** What it does, in a line. */
  readonly hint: string;
  readonly choices?: readonly string[];
}

const known = (group: GroupName, kind: ControlKind, hint: string, choices?: readonly string[]): Known => ({
  ...{ group, kind, hint },
  ...(choices ? { choices } : {}),
});

/** In the order in which a form has them. */
export const CATALOG: Readonly<Record<string, Known>> = {
  extra_rpms: known('Packages', 'names', 'Packages that the image gets besides its own'),
  extra_repos: known('Packages', 'repos', 'Repositories besides the distribution’s'),
  target_repos: known('Packages', 'repos', 'Repositories of the hardware target'),
  kernel_rpm: known('Packages', 'text', 'The kernel’s package'),
  kernel_opts: known('System', 'options', 'Arguments of the kernel’s command line'),
  extra_kernel_opts: known('System', 'options', 'More arguments of the kernel’s command line'),
  hostname: known('System', 'text', 'The machine’s name'),
  osname: known('System', 'text', 'Name under which OSTree deploys the system'),
  root_password: known('System', 'password', 'Of root, as a crypt(5) hash'),
  guest_password: known('System', 'password', 'Of the user guest, as a crypt(5) hash'),
  root_ssh_key: known('System', 'ssh-key', 'Public key with which root can log in'),
  ssh_permit_root_login: known('System', 'boolean', 'Whether root can log in over SSH'),
  ssh_permit_password_auth: known('System', 'boolean', 'Whether SSH takes passwords'),
  timezone: known('System', 'text', 'Like Europe/Berlin'),
  locale: known('System', 'text', 'Like en_US.UTF-8'),
  distro_version: known('Version and OSTree', 'version', 'Becomes the version of the commit'),
  ostree_ref: known('Version and OSTree', 'text', 'Ref that the commit is made on'),
  ostree_os_version: known('Version and OSTree', 'version', 'Version that the commit says'),
  ostree_repo_url: known('Version and OSTree', 'text', 'Where a running machine looks for upgrades'),
  ostree_remote_name: known('Version and OSTree', 'text', 'Name of that remote in the machine'),
  ostree_parent_refs: known('Version and OSTree', 'json', 'Parent commits by ref; a build fills in the heads'),
  image_size: known('Disk', 'bytes', 'Size of the whole image'),
  efipart_size: known('Disk', 'sectors', 'Size of the EFI partition'),
  bootpart_size: known('Disk', 'sectors', 'Size of the boot partition'),
  partition_label: known('Disk', 'choice', 'Kind of the partition table', ['gpt', 'dos']),
  static_uuids: known('Disk', 'boolean', 'The same UUIDs in each build, so that images can be compared'),
  rootfs_uuid: known('Disk', 'text', 'UUID of the root file system'),
  bootfs_uuid: known('Disk', 'text', 'UUID of the boot file system'),
  parttab_uuid: known('Disk', 'text', 'UUID of the partition table'),
  efipart_uuid: known('Disk', 'text', 'UUID of the EFI partition'),
  bootpart_uuid: known('Disk', 'text', 'UUID of the boot partition'),
  rootpart_uuid: known('Disk', 'text', 'UUID of the root partition'),
  dracut_add_modules: known('Build', 'names', 'Modules that the initramfs gets'),
  dracut_omit_modules: known('Build', 'names', 'Modules that it does not get'),
  dracut_add_drivers: known('Build', 'names', 'Drivers that it gets'),
  dracut_filesystems: known('Build', 'names', 'File systems that it can mount'),
  extra_image_rpms: known('Build', 'names', 'Packages for the making of the image only'),
  display_server: known('Build', 'text', 'Which display server is installed'),
};

/** What a define's value looks like, by its name or else by the value that it has. */
export function kindOf(name: string, value: unknown): ControlKind {
  const entry = Object.hasOwn(CATALOG, name) ? CATALOG[name] : undefined;
  const kind = entry?.kind ?? guess(name, value);
  return value === undefined || fits(kind, value) ? kind : fallback(value);
}

function guess(name: string, value: unknown): ControlKind {
  if (typeof value === 'boolean') return 'boolean';
  if (/(^|_)repos$/.test(name)) return 'repos';
  if (/kernel_opts$/.test(name)) return 'options';
  if (/(^|_)(rpms|modules|drivers|services)$/.test(name)) return 'names';
  if (/(^|_)password$/.test(name)) return 'password';
  if (/(^|_)ssh_key$/.test(name)) return 'ssh-key';
  if (/part_size$/.test(name)) return 'sectors';
  if (/(^|_)version$/.test(name)) return 'version';
  if (typeof value === 'object' && value !== null) return isNames(value) ? 'names' : 'json';
  return 'text';
}

function fits(kind: ControlKind, value: unknown): boolean {
  switch (kind) {
    case 'names':
    case 'options':
      return isNames(value) || (Array.isArray(value) && value.length === 0);
    case 'repos':
      return (
        Array.isArray(value) &&
        value.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
      );
    case 'boolean':
      return typeof value === 'boolean';
    case 'bytes':
    case 'sectors':
      return Number.isFinite(Number(value)) && value !== '' && typeof value !== 'boolean';
    case 'password':
    case 'ssh-key':
    case 'choice':
      return typeof value === 'string';
    case 'text':
    case 'version':
      return typeof value !== 'object' || value === null;
    case 'json':
      return true;
  }
}

/** For a value of another type than its name promises: it can be seen and mended. */
function fallback(value: unknown): ControlKind {
  return typeof value === 'object' && value !== null ? 'json' : 'text';
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
}

/** A value as one line; of a password's hash only how it was made. */
export function shownText(name: string, value: unknown): string {
  const isSecret = kindOf(name, value) === 'password' && passwordWords(value).kind === 'hash';
  return isSecret ? passwordWords(value).words : valueText(value);
}
