/** bubblewrap: the sandbox that every stage's commands run in. https://github.com/containers/bubblewrap */

export interface Bind {
  /** On the host. */
  readonly source: string;
  /** In the sandbox. */
  readonly target: string;
  readonly mode: 'ro' | 'rw' | 'dev';
}

export interface Sandbox {
  /** `build`: a new root with the host's /usr; `tree`: this folder is the root. */
  readonly root: { kind: 'build'; etc: readonly string[] } | { kind: 'tree'; path: string };
  readonly binds: readonly Bind[];
  /** Capabilities beyond the usual ones (`CAP_SYS_RAWIO`). */
  readonly capabilities: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** A new /dev, /proc and /sys are mounted here too, for programs that change their root to it. */
  readonly chroot?: string;
}

/** What a program that builds a file system needs, and no more; the set that osbuild gives its stages. */
const CAPABILITIES = [
  'CAP_AUDIT_WRITE',
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_IPC_LOCK',
  'CAP_LINUX_IMMUTABLE',
  'CAP_MKNOD',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_ADMIN',
  'CAP_SYS_CHROOT',
  'CAP_SYS_NICE',
];

const USR_LINKS = ['bin', 'sbin', 'lib', 'lib64'];
const BIND_OPTION = { ro: '--ro-bind', rw: '--bind', dev: '--dev-bind' } as const;

function rootArgs(root: Sandbox['root']): string[] {
  if (root.kind === 'tree')
    return ['--bind', root.path, '/', '--proc', '/proc', '--dev', '/dev', '--ro-bind', '/sys', '/sys'].concat(
      ['/run', '/tmp', '/var/tmp'].flatMap((dir) => ['--tmpfs', dir]),
    );
  return [
    '--ro-bind',
    '/usr',
    '/usr',
    ...USR_LINKS.flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    '--dir',
    '/etc',
    ...root.etc.flatMap((file) => ['--ro-bind-try', file, file]),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--ro-bind',
    '/sys',
    '/sys',
    ...['/run', '/tmp', '/var'].flatMap((dir) => ['--tmpfs', dir]),
    '--dir',
    '/var/tmp',
  ];
}

/** The arguments of `bwrap` that run `argv` without network, in process and IPC namespaces of its own. */
export function bwrapArgs(sandbox: Sandbox, argv: readonly string[]): string[] {
  const { chroot } = sandbox;
  return [
    '--die-with-parent',
    '--new-session',
    '--unshare-ipc',
    '--unshare-pid',
    '--unshare-net',
    '--cap-drop',
    'ALL',
    ...[...CAPABILITIES, ...sandbox.capabilities].flatMap((name) => ['--cap-add', name]),
    '--clearenv',
    ...Object.entries(sandbox.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...rootArgs(sandbox.root),
    ...sandbox.binds.flatMap(({ source, target, mode }) => [BIND_OPTION[mode], source, target]),
    ...(chroot === undefined
      ? []
      : ['--proc', `${chroot}/proc`, '--dev', `${chroot}/dev`, '--ro-bind', '/sys', `${chroot}/sys`]),
    '--chdir',
    '/',
    '--',
    ...argv,
  ];
}
