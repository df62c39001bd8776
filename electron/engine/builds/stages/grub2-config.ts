/** Texts of GRUB's files: /etc/default/grub, grubenv, grub.cfg. https://www.gnu.org/software/grub/manual/grub/ */

export interface FileSystem {
  uuid?: string;
  label?: string;
}

export interface GrubSettings {
  default?: string;
  disable_recovery?: boolean;
  disable_submenu?: boolean;
  distributor?: string;
  terminal?: string[];
  terminal_input?: string[];
  terminal_output?: string[];
  timeout?: number;
  timeout_style?: string;
  serial?: string;
}

export interface GrubOptions {
  compat_version?: number;
  kernel_opts?: string;
  saved_entry?: string;
  write_cmdline?: boolean;
  ignition?: boolean;
  greenboot?: boolean;
  config?: GrubSettings;
}

const ENVIRONMENT_BYTES = 1024;

/** /etc/default/grub */
export function defaultsText({ kernel_opts: kernel = '', config = {} }: GrubOptions): string {
  const quoted = (value: string | readonly string[] | undefined): string | undefined => {
    const text = typeof value === 'string' ? value : value?.join(' ');
    return text ? `"${text}"` : undefined;
  };
  const settings: Record<string, string | undefined> = {
    GRUB_CMDLINE_LINUX: `"${kernel}"`,
    GRUB_TIMEOUT: String(config.timeout ?? 0),
    GRUB_ENABLE_BLSCFG: 'true',
    GRUB_DISABLE_RECOVERY: config.disable_recovery?.toString(),
    GRUB_DISABLE_SUBMENU: config.disable_submenu?.toString(),
    GRUB_DISTRIBUTOR: quoted(config.distributor),
    GRUB_SERIAL_COMMAND: quoted(config.serial),
    GRUB_TERMINAL: quoted(config.terminal),
    GRUB_TERMINAL_INPUT: quoted(config.terminal_input),
    GRUB_TERMINAL_OUTPUT: quoted(config.terminal_output),
    GRUB_TIMEOUT_STYLE: config.timeout_style === '' ? undefined : config.timeout_style,
    GRUB_DEFAULT: config.default,
  };
  return Object.entries(settings)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
    .join('');
}

/** The environment block: always 1024 bytes, filled up with `#`. */
export function environmentText(options: GrubOptions, root: FileSystem): string {
  const { kernel_opts: kernel = '', saved_entry: saved, write_cmdline: writes = true } = options;
  const named = root.uuid ? `UUID=${root.uuid}` : `LABEL=${root.label}`;
  const text = [
    '# GRUB Environment Block\n',
    ...(writes ? [`kernelopts=root=${named} ${kernel}\n`] : []),
    ...(saved ? [`saved_entry=${saved}\n`] : []),
  ].join('');
  return text + '#'.repeat(Math.max(0, ENVIRONMENT_BYTES - Buffer.byteLength(text)));
}

function ignitionLines(home: string): string[] {
  return [
    'set ignition_firstboot=""',
    `if [ -f "${home}ignition.firstboot" ]; then`,
    "    set ignition_network_kcmdline=''",
    `    source "${home}ignition.firstboot"`,
    '    set ignition_firstboot="ignition.firstboot ${ignition_network_kcmdline}"',
    'fi',
  ];
}

/** Falls back to the other deployment when the boot counter has run out: https://github.com/fedora-iot/greenboot */
const GREENBOOT = [
  'insmod increment',
  'if [ -n "${boot_counter}" -a "${boot_success}" = "0" ]; then',
  '  if  [ "${boot_counter}" = "0" -o "${boot_counter}" = "-1" ]; then',
  '    set default=1',
  '    set boot_counter=-1',
  '  else',
  '    decrement boot_counter',
  '  fi',
  '  save_env boot_counter',
  'fi',
  'set boot_success=0',
  'save_env boot_success',
];

/** The main grub.cfg. `home` is the folder of /boot on its own file system: `/`, or `/boot/` without one. */
export function configText(options: GrubOptions, fileSystem: FileSystem, home: string): string {
  const { config = {}, ignition, greenboot, compat_version: version = 1 } = options;
  const line = (name: 'terminal_input' | 'terminal_output'): string[] => {
    const given = config[name];
    if (given && given.length > 0) return [`${name} ${given.join(' ')}`];
    return [];
  };
  // Version 1 leaves the name of what is not set in the file: GRUB takes that for an empty variable.
  const unset = (['serial', 'terminal_input', 'terminal_output'] as const).filter((name) => !config[name]?.length);
  return [
    '',
    `set timeout=${config.timeout ?? 0}`,
    'load_env',
    'if [ "${next_entry}" ] ; then',
    '   set default="${next_entry}"',
    '   set next_entry=',
    '   save_env next_entry',
    '   set boot_once=true',
    'else',
    '   set default="${saved_entry}"',
    'fi',
    `search --no-floppy --set=root ${fileSystem.uuid ? `--fs-uuid ${fileSystem.uuid}` : `--label ${fileSystem.label}`}`,
    'set boot=${root}',
    'function load_video {',
    '  insmod all_video',
    '}',
    ...(ignition ? ignitionLines(home) : []),
    ...(greenboot ? GREENBOOT : []),
    ...(version >= 2 ? [] : [unset.map((name) => `\${${name}}`).join('')]),
    ...(config.serial ? [config.serial] : []),
    ...line('terminal_input'),
    ...line('terminal_output'),
    'blscfg',
    '',
  ].join('\n');
}

/** A grub.cfg that leads to the main one. */
export function redirectText(home: string): string {
  return [
    '',
    `search --no-floppy --set prefix --file ${home}grub2/grub.cfg`,
    `set prefix=($prefix)${home}grub2`,
    'configfile $prefix/grub.cfg',
    '',
  ].join('\n');
}
