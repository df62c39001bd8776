/** Manifests that are built by osbuild and by the built-in engine, and whose trees are compared. */
import { createHash } from 'node:crypto';
import type { Manifest, Stage } from '../../shared/manifest/types';

const EPOCH = 1_700_000_000;
const files = new Map<string, string>();

/** A file of the manifests' sources. */
function inline(text: string): string {
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  files.set(digest, text);
  return digest;
}

/** Files that are copied into the tree: path and text. */
function copies(texts: Readonly<Record<string, string>>): Stage {
  const entries = Object.entries(texts).map(([to, text]) => ({ to, digest: inline(text) }));
  return {
    type: 'org.osbuild.copy',
    inputs: {
      files: {
        type: 'org.osbuild.files',
        origin: 'org.osbuild.source',
        references: Object.fromEntries(entries.map(({ digest }) => [digest, {}])),
      },
    },
    options: { paths: entries.map(({ to, digest }) => ({ from: `input://files/${digest}`, to: `tree://${to}` })) },
  };
}

const options = (type: string, value: Record<string, unknown>): Stage => ({
  type: `org.osbuild.${type}`,
  options: value,
});
const folders = (...paths: string[]): Stage =>
  options('mkdir', { paths: paths.map((path) => ({ path, parents: true, exist_ok: true })) });
const tree = (pipeline: string): Stage['inputs'] => ({
  tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: [`name:${pipeline}`] },
});
const fileOf = (pipeline: string, file: string): object => ({
  type: 'org.osbuild.files',
  origin: 'org.osbuild.pipeline',
  references: { [`name:${pipeline}`]: { file } },
});

const units: Stage[] = [
  options('systemd.unit', {
    unit: 'a.service',
    dropin: '10-x.conf',
    config: { Unit: { ConditionPathExists: '/x' }, Service: { Environment: [{ key: 'A', value: 'b c' }] } },
  }),
  options('systemd.unit', { unit: 'b.timer', dropin: 'x.conf', config: { Unit: {} }, 'unit-type': 'global' }),
  options('systemd.unit.create', {
    filename: 'c.service',
    config: {
      Unit: { Description: 'C', After: ['x.target', 'y.target'], DefaultDependencies: false },
      Service: {
        Type: 'oneshot',
        RemainAfterExit: true,
        ExecStart: ['/a', '/b'],
        Environment: [{ key: 'K', value: 'v' }],
      },
      Install: { WantedBy: ['multi-user.target'] },
    },
  }),
  options('systemd.unit.create', {
    filename: 'd.mount',
    'unit-path': 'etc',
    config: { Mount: { What: '/dev/x', Where: '/d' } },
  }),
  options('systemd-logind', { filename: 'x.conf', config: { Login: { NAutoVTs: 0, ReserveVT: 2 } } }),
  options('systemd-journald', { filename: 'x.conf', config: { Journal: { Storage: 'volatile', Audit: '' } } }),
];

const sshd = '#Port 22\nPasswordAuthentication yes\npermitrootlogin  no\nClientAliveInterval 5\nX a b\n';
const chrony = '# x\nserver a\npool b iburst\nleapsectz right/UTC\nmakestep 1 3\n';

const configuration: Stage[] = [
  folders(
    ...['/etc/ssh', '/etc/cloud/cloud.cfg.d', '/etc/containers', '/etc/systemd/system', '/boot/loader/entries'],
    ...['/usr/lib/systemd/system', '/root', '/boot/efi/EFI/fedora', '/usr/lib/tmpfiles.d'],
  ),
  copies({
    '/etc/ssh/sshd_config': sshd,
    '/etc/chrony.conf': chrony,
    '/boot/loader/entries/a.conf': 'title A\nlinux /run/osbuild/tree/boot/vmlinuz\ninitrd /boot/i\n',
    '/etc/machine-id': 'x\n',
  }),
  options('chmod', { items: { '/etc/ssh/sshd_config': { mode: '0600' } } }),
  ...units,
  options('sshd.config', {
    config: { PasswordAuthentication: false, PermitRootLogin: 'prohibit-password', ClientAliveInterval: 5 },
  }),
  options('chrony', {
    timeservers: ['n1', 'n2'],
    servers: [{ hostname: 'n3', minpoll: 0, prefer: true }],
    leapsectz: '',
    refclocks: [
      { driver: { name: 'PHC', path: '/dev/ptp0', extpps: true, pin: 0 }, poll: 2, offset: 0.5 },
      { driver: { name: 'SHM', segment: 1, perm: '0600' } },
    ],
  }),
  options('yum.repos', {
    filename: 'a.repo',
    repos: [
      { id: 'one', name: 'One', priority: 10, baseurl: ['http://a', 'http://b'], enabled: true, gpgcheck: false },
      { id: 'two', metalink: 'http://m', gpgkey: ['k1', 'k2'] },
    ],
  }),
  options('modprobe', {
    filename: 'm.conf',
    commands: [
      { command: 'blacklist', modulename: 'a' },
      { command: 'install', modulename: 'b', cmdline: '/bin/true x' },
    ],
  }),
  options('rpm.macros', { filename: '/etc/rpm/macros.x', macros: { _install_langs: ['en', 'de'], _dbpath: '/x' } }),
  options('machine-id', { 'first-boot': 'yes' }),
  options('fix-bls', { prefix: '' }),
];

const grub: Stage[] = [
  options('grub2', {
    rootfs: { label: 'root' },
    bootfs: { uuid: '76a22bf4-f153-4541-b6c7-0332c0dfaeac' },
    kernel_opts: 'ro quiet',
    uefi: { vendor: 'fedora', unified: true },
    saved_entry: 'x-1',
    greenboot: true,
    ignition: true,
    compat_version: 2,
    config: { default: 'saved', timeout: 5, terminal_input: ['serial', 'console'], serial: 'serial --speed=115200' },
  }),
];

/** Configuration that is written into files, and archives of it. */
export function filesManifest(): Manifest {
  return {
    version: '2',
    pipelines: [
      { name: 'files', 'source-epoch': EPOCH, stages: configuration },
      { name: 'grub', 'source-epoch': EPOCH, stages: [folders('/boot/efi/EFI/fedora'), ...grub] },
      {
        name: 'packed',
        'source-epoch': EPOCH,
        stages: [
          options('truncate', { filename: 'zeros', size: '1M' }),
          {
            type: 'org.osbuild.gzip',
            options: { filename: 'x.gz' },
            inputs: { file: fileOf('files', 'etc/chrony.conf') },
          },
        ],
      },
      {
        name: 'unpacked',
        stages: [{ type: 'org.osbuild.gunzip', options: { path: 'x' }, inputs: { file: fileOf('packed', 'x.gz') } }],
      },
      {
        name: 'tar',
        'source-epoch': EPOCH,
        stages: [{ ...options('tar', { filename: 'a.tar' }), inputs: tree('files') }],
      },
      {
        name: 'oci',
        'source-epoch': EPOCH,
        stages: [
          {
            ...options('oci-archive', {
              filename: 'a.oci',
              architecture: 'arm64',
              variant: 'v8',
              config: { Env: ['A=ü'], ExposedPorts: ['80/tcp'], Volumes: ['/v'] },
              annotations: { 'org.osbuild.ostree.ref': 'r', mine: 'x' },
            }),
            inputs: { base: Object.values(tree('files') ?? {})[0] },
          },
        ],
      },
    ],
    sources: sources(),
  };
}

const loop = (start: number, size: number): object => ({
  type: 'org.osbuild.loopback',
  options: { filename: 'disk.img', start, size },
});

/** A disk with file systems. */
export function diskManifest(): Manifest {
  return {
    version: '2',
    pipelines: [
      {
        name: 'disk',
        stages: [
          options('truncate', { filename: 'disk.img', size: '32M' }),
          {
            ...options('sfdisk', {
              label: 'dos',
              uuid: '0x12345678',
              partitions: [
                { start: 2048, size: 20480, type: 'c', bootable: true },
                { start: 22528, size: 20480, type: '83' },
              ],
            }),
            devices: { device: { type: 'org.osbuild.loopback', options: { filename: 'disk.img' } } },
          },
          {
            ...options('mkfs.fat', {
              volid: '7B7795E7',
              label: 'ESP',
              'fat-size': 16,
              geometry: { heads: 16, 'sectors-per-track': 32 },
            }),
            devices: { device: loop(2048, 20480) },
          },
          {
            ...options('mkfs.ext4', {
              uuid: '76a22bf4-f153-4541-b6c7-0332c0dfaeac',
              label: 'root',
              orphan_file: false,
            }),
            devices: { device: loop(22528, 20480) },
          },
        ],
      },
    ],
  };
}

/** Repositories, deployments and keys, from a commit of a repository at `url`. */
export function ostreeManifest(url: string, commit: string): Manifest {
  const commits = {
    commits: {
      type: 'org.osbuild.ostree',
      origin: 'org.osbuild.source',
      references: { [commit]: { ref: 'test/os' } },
    },
  };
  const checkout = {
    commits: { type: 'org.osbuild.ostree.checkout', origin: 'org.osbuild.source', references: [commit] },
  };
  const deployment = { osname: 'test', ref: 'remote:test/os' };
  return {
    version: '2',
    pipelines: [
      { name: 'passwd', stages: [{ type: 'org.osbuild.ostree.passwd', inputs: checkout }] },
      {
        name: 'repo',
        stages: [
          options('ostree.init', { path: '/repo', mode: 'archive' }),
          { ...options('ostree.pull', { repo: '/repo' }), inputs: commits },
          options('experimental.ostree.config', { repo: '/repo', config: { integrity: { composefs: 'maybe' } } }),
        ],
      },
      {
        name: 'sysroot',
        stages: [
          { type: 'org.osbuild.ostree.init-fs' },
          options('ostree.os-init', { osname: 'test' }),
          options('ostree.config', {
            repo: '/ostree/repo',
            config: { sysroot: { readonly: true, bootloader: 'none' } },
          }),
          { ...options('ostree.pull', { repo: '/ostree/repo', remote: 'remote' }), inputs: commits },
          options('ostree.remotes', { repo: '/ostree/repo', remotes: [{ name: 'remote', url: 'http://x/repo' }] }),
          options('mkdir', { paths: [{ path: '/boot/efi', mode: 0o700, parents: true }] }),
          options('ostree.deploy', {
            osname: 'test',
            ref: 'test/os',
            remote: 'remote',
            mounts: ['/boot'],
            rootfs: { label: 'root' },
            kernel_opts: ['quiet'],
          }),
          options('ostree.fillvar', { deployment }),
          options('fstab', {
            filesystems: [{ label: 'root', path: '/', vfs_type: 'ext4' }],
            ostree: { deployment },
          }),
        ],
      },
      {
        name: 'grub',
        stages: [
          copies({ '/grub.cfg': 'linux ostree=@OSTREE@ x\n' }),
          { ...options('ostree.grub2', { filename: '/grub.cfg' }), inputs: tree('sysroot') },
        ],
      },
    ],
    sources: { ...sources(), 'org.osbuild.ostree': { items: { [commit]: { remote: { url } } } } },
  };
}

function sources(): Record<string, unknown> {
  const items = [...files].map(([digest, text]) => [
    digest,
    { encoding: 'base64', data: Buffer.from(text).toString('base64') },
  ]);
  return { 'org.osbuild.inline': { items: Object.fromEntries(items) as object } };
}
