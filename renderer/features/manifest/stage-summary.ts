/** What a stage does, in a few words taken from its options and inputs. Any shape is taken: schemas are checked elsewhere. */
import type { Stage } from '../../../shared/manifest/types';
import { count } from './resolved-words';

type Options = Record<string, unknown>;
type Summary = (options: Options, stage: Stage) => string;

/** One line about a stage: `312 packages`, `/usr/bin, /etc +3`, `enable sshd`. Empty if there is nothing to say. */
export function stageSummary(stage: Stage): string {
  const options = stage.options ?? {};
  const summary = Object.hasOwn(SUMMARIES, stage.type) ? SUMMARIES[stage.type] : undefined;
  return summary?.(options, stage) || generic(options, stage);
}

/** The references of an input, whichever of the three ways they are written in. */
export function referencesOf(input: unknown): string[] {
  const references = record(input)['references'];
  if (Array.isArray(references))
    return references.flatMap((entry) =>
      typeof entry === 'string'
        ? [entry]
        : typeof record(entry)['id'] === 'string'
          ? [String(record(entry)['id'])]
          : [],
    );
  return Object.keys(record(references));
}

/** An object's entries, or none. */
export function record(value: unknown): Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Options) : {};
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Strings and numbers as they are, nothing else. */
function word(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

/** `a, b +3`. */
function some(words: readonly string[], most = 2): string {
  const shown = words.filter((entry) => entry !== '');
  const rest = shown.length - most;
  return shown.slice(0, most).join(', ') + (rest > 0 ? ` +${rest}` : '');
}

const paths = (entries: unknown, key = 'path') =>
  some(list(entries).map((entry) => word(record(entry)[key]) || word(entry)));
const short = (path: string) =>
  path.replace(/^(tree|mount|input):\/\//, (_, kind) => (kind === 'tree' ? '' : `${kind}:`));
const field =
  (...names: string[]): Summary =>
  (options) =>
    names
      .map((name) => word(options[name]))
      .filter(Boolean)
      .join(' ');
const keysOf =
  (name: string): Summary =>
  (options) =>
    some(Object.keys(record(options[name])), 3);
const joined = (...parts: readonly (string | false)[]) => parts.filter(Boolean).join(', ');

function packages(_: Options, stage: Stage): string {
  const total = Object.values(stage.inputs ?? {}).reduce<number>((sum, input) => sum + referencesOf(input).length, 0);
  return count(total, 'package');
}

function copies(options: Options): string {
  const all = list(options['paths']).map((entry) => short(word(record(entry)['to'])));
  return all.length === 0 ? '' : `to ${some(all)}`;
}

function services(options: Options): string {
  const verb = (name: string, key: string) => {
    const names = list(options[key]).map((entry) => word(entry).replace(/\.service$/, ''));
    return names.length > 0 && `${name} ${some(names, 3)}`;
  };
  return joined(
    verb('enable', 'enabled_services'),
    verb('disable', 'disabled_services'),
    verb('mask', 'masked_services'),
    word(options['default_target']) !== '' && `default ${word(options['default_target'])}`,
  );
}

function commandLine(options: Options): string {
  return joined(
    word(options['kernel_opts']) !== '' && word(options['kernel_opts']),
    word(options['root_fs_uuid']) !== '' && `root UUID ${word(options['root_fs_uuid']).slice(0, 8)}…`,
  );
}

function links(options: Options): string {
  return some(
    list(options['paths']).map((entry) => {
      const { link_name: name, target } = record(entry);
      return `${short(word(name))} → ${short(word(target))}`;
    }),
  );
}

function commit(options: Options): string {
  return joined(word(options['ref']), word(options['os_version']) !== '' && `version ${word(options['os_version'])}`);
}

function deployment(options: Options): string {
  const osname = word(options['osname']);
  const ref = word(options['ref']) || word(record(options['deployment'])['ref']);
  return [osname, ref].filter(Boolean).join(' ');
}

function partitions(options: Options): string {
  const parts = list(options['partitions']);
  const names = some(parts.map((part) => word(record(part)['name'])).filter(Boolean), 3);
  return joined(word(options['label']), count(parts.length, 'partition'), names);
}

function filesystems(options: Options): string {
  return some(
    list(options['filesystems']).map((entry) => word(record(entry)['path'])),
    4,
  );
}

function lines(options: Options): string {
  const config = options['config'];
  const total = Array.isArray(config) ? config.length : Object.keys(record(config)).length;
  return joined(word(options['filename']), total > 0 && count(total, 'entry').replace(/entrys$/, 'entries'));
}

function remotes(options: Options): string {
  return some(
    list(options['remotes']).map((entry) =>
      [word(record(entry)['name']), word(record(entry)['url'])].filter(Boolean).join(' '),
    ),
  );
}

function inputNames(_: Options, stage: Stage): string {
  const names = Object.values(stage.inputs ?? {}).flatMap((input) => referencesOf(input));
  return some(names.map((name) => name.replace(/^name:/, '')).filter((name) => !/^sha\d+:/.test(name)));
}

const SUMMARIES: Record<string, Summary> = {
  'org.osbuild.rpm': packages,
  'org.osbuild.mkdir': (options) => paths(options['paths']),
  'org.osbuild.chmod': (options) =>
    some(Object.entries(record(options['items'])).map(([path, entry]) => `${path} ${word(record(entry)['mode'])}`)),
  'org.osbuild.chown': keysOf('items'),
  'org.osbuild.selinux': field('file_contexts'),
  'org.osbuild.users': keysOf('users'),
  'org.osbuild.groups': keysOf('groups'),
  'org.osbuild.systemd': services,
  'org.osbuild.systemd.preset': (options) =>
    some(list(options['presets']).map((entry) => `${word(record(entry)['state'])} ${word(record(entry)['name'])}`)),
  'org.osbuild.systemd.unit': field('unit'),
  'org.osbuild.systemd.unit.create': field('filename'),
  'org.osbuild.copy': copies,
  'org.osbuild.ln': links,
  'org.osbuild.hostname': field('hostname'),
  'org.osbuild.locale': field('language'),
  'org.osbuild.keymap': field('keymap'),
  'org.osbuild.timezone': field('zone'),
  'org.osbuild.machine-id': (options) => word(options['first-boot']) && `first boot: ${word(options['first-boot'])}`,
  'org.osbuild.kernel-cmdline': commandLine,
  'org.osbuild.kernel-cmdline.bls-append': (options) => some(list(options['kernel_opts']).map(word), 4),
  'org.osbuild.fstab': filesystems,
  'org.osbuild.tmpfilesd': lines,
  'org.osbuild.sysctld': lines,
  'org.osbuild.modprobe': lines,
  'org.osbuild.dracut.conf': field('filename'),
  'org.osbuild.systemd-journald': field('filename'),
  'org.osbuild.dracut': (options) =>
    joined(
      list(options['kernel']).length > 0 && `kernel ${some(list(options['kernel']).map(word))}`,
      list(options['add_modules']).length > 0 && `with ${some(list(options['add_modules']).map(word), 3)}`,
    ),
  'org.osbuild.grub2': (options) =>
    joined(
      word(record(options['uefi'])['vendor']) !== '' && `UEFI ${word(record(options['uefi'])['vendor'])}`,
      word(options['legacy']) !== '' && `BIOS ${word(options['legacy'])}`,
    ),
  'org.osbuild.sfdisk': partitions,
  'org.osbuild.sgdisk': partitions,
  'org.osbuild.truncate': field('filename', 'size'),
  'org.osbuild.mkfs.ext4': field('label', 'uuid'),
  'org.osbuild.mkfs.xfs': field('label', 'uuid'),
  'org.osbuild.mkfs.btrfs': field('label', 'uuid'),
  'org.osbuild.mkfs.fat': field('label', 'volid'),
  'org.osbuild.qemu': (options) => joined(word(record(options['format'])['type']), word(options['filename'])),
  'org.osbuild.xz': field('filename'),
  'org.osbuild.tar': field('filename'),
  'org.osbuild.firewall': (options) =>
    joined(
      list(options['ports']).length > 0 && some(list(options['ports']).map(word), 3),
      list(options['enabled_services']).length > 0 && `allow ${some(list(options['enabled_services']).map(word), 3)}`,
    ),
  'org.osbuild.skopeo': inputNames,
  'org.osbuild.authselect': field('profile'),
  'org.osbuild.chrony': (options) => some(list(options['timeservers']).map(word)),
  'org.osbuild.sshd.config': (options) => some(Object.keys(record(options['config'])), 3),
  'org.osbuild.ostree.init': field('mode', 'path'),
  'org.osbuild.ostree.init-fs': () => 'empty sysroot',
  'org.osbuild.ostree.pull': inputNames,
  'org.osbuild.ostree.commit': commit,
  'org.osbuild.ostree.os-init': field('osname'),
  'org.osbuild.ostree.deploy': deployment,
  'org.osbuild.ostree.fillvar': deployment,
  'org.osbuild.ostree.selinux': deployment,
  'org.osbuild.ostree.config': (options) => some(Object.keys(record(options['config'])), 3),
  'org.osbuild.ostree.remotes': remotes,
  'org.osbuild.ostree.preptree': (options) =>
    joined(
      list(options['etc_group_members']).length > 0 &&
        `groups ${some(list(options['etc_group_members']).map(word), 3)}`,
    ),
  'org.osbuild.ostree.passwd': inputNames,
};

/** Without words of its own: its first plain options, else the names of what it has. */
function generic(options: Options, stage: Stage): string {
  const plain = Object.entries(options).flatMap(([name, value]) =>
    word(value) === '' ? [] : [`${name}: ${word(value)}`],
  );
  if (plain.length > 0) return some(plain);
  return some(Object.keys(options), 3) || inputNames(options, stage);
}
