import path from 'node:path';
import { StudioError } from '../../../../shared/errors';
import { inputOf, writeText } from './paths';
import { anyInput, boolean, object, PATH_PATTERN, string, strings } from './schemas';
import { defineStage, type StageContext } from './stage';

interface Options {
  dbpath?: string;
  gpgkeys?: string[];
  'gpgkeys.fromtree'?: string[];
  rpmkeys?: { bin_path?: string; ignore_import_failures?: boolean };
  ostree_booted?: boolean;
  generic_env?: Record<string, string>;
  kernel_install_env?: { boot_root?: string; conf_root?: string; plugins?: string; machine_id?: string };
  exclude?: { docs?: boolean };
  install_langs?: string[];
  nodeps?: boolean;
  ignorearch?: boolean;
  disable_dracut?: boolean;
}

const PATH = { type: 'string', pattern: PATH_PATTERN };
const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);
const HOOKS = ['50-dracut.install', '51-dracut-rescue.install'];

function rpmArgs(options: Options, tree: string, files: readonly string[]): string[] {
  return [
    '--verbose',
    ...(options.dbpath === undefined ? [] : ['--dbpath', options.dbpath]),
    '--root',
    tree,
    ...(options.exclude?.docs ? ['--excludedocs'] : []),
    ...(options.nodeps ? ['--nodeps'] : []),
    ...(options.ignorearch ? ['--ignorearch'] : []),
    ...(options.install_langs ? ['--define', `_install_langs ${options.install_langs.join(':')}`] : []),
    '--nosignature',
    '--install',
    ...files,
  ];
}

/** True if the reference says that the package's signature has to be good (`rpm.check_gpg`). */
function mustBeSigned(reference: unknown): boolean {
  const metadata = (reference as { metadata?: Record<string, unknown> } | undefined)?.metadata;
  return metadata?.['rpm.check_gpg'] === true;
}

async function importKeys(context: StageContext<Options>, database: readonly string[]): Promise<void> {
  const { gpgkeys = [], rpmkeys } = context.options;
  // rpmkeys exits with the number of keys that it did not understand.
  const ok = rpmkeys?.ignore_import_failures ? ANY_STATUS : [0];
  for (const key of gpgkeys) {
    if (key.trim() === '') continue;
    await writeText(context, `${context.tree}/.studio-key`, key);
    const argv = [...database, '--root', context.tree, '--import', '/.studio-key'];
    await context.run(rpmkeys?.bin_path ?? 'rpmkeys', argv, { ok });
    await context.run('rm', [`${context.tree}/.studio-key`], { quiet: true });
  }
}

/** What packages' scripts find in their environment: kernel-install(8)'s variables, and the manifest's own. */
export function scriptEnvironment(options: Options): Record<string, string> {
  const { generic_env: own = {}, kernel_install_env: kernel = {} } = options;
  const named = {
    BOOT_ROOT: kernel.boot_root,
    KERNEL_INSTALL_CONF_ROOT: kernel.conf_root,
    KERNEL_INSTALL_PLUGINS: kernel.plugins,
    MACHINE_ID: kernel.machine_id,
  };
  const given = Object.entries(named).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  const twice = given.flatMap(([name]) => (name in own ? [name] : []));
  if (twice.length > 0)
    throw new StudioError('invalid-input', `generic_env and kernel_install_env both set ${twice.join(', ')}.`);
  return { ...own, ...Object.fromEntries(given) };
}

/** Keys that the packages brought. */
async function importFromTree(context: StageContext<Options>, database: readonly string[]): Promise<void> {
  for (const key of context.options['gpgkeys.fromtree'] ?? []) {
    const file = path.posix.normalize(`/${key}`);
    const argv = [...database, '--root', context.tree, '--import', file];
    await context.run(context.options.rpmkeys?.bin_path ?? 'rpmkeys', argv);
  }
}

/** Installs the packages in one transaction. What they are is remembered, with their versions. */
export const rpm = defineStage<Options>({
  type: 'org.osbuild.rpm',
  summary: 'Verify and install RPM packages',
  options: object({
    dbpath: string,
    gpgkeys: strings,
    exclude: object({ docs: boolean }),
    install_langs: { type: 'array', minItems: 1, uniqueItems: true, items: string },
    nodeps: boolean,
    ignorearch: boolean,
    disable_dracut: boolean,
    'gpgkeys.fromtree': strings,
    rpmkeys: object({ bin_path: string, ignore_import_failures: boolean }),
    ostree_booted: boolean,
    generic_env: { type: 'object', additionalProperties: string },
    kernel_install_env: object({
      ...{ boot_root: PATH, conf_root: PATH, plugins: string },
      machine_id: { type: 'string', pattern: '^[a-f0-9]{32}$' },
    }),
  }),
  inputs: object({ packages: anyInput }, ['packages']),
  tools: ['rpm', 'rpmkeys'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { options, tree } = context;
    const input = inputOf(context, 'packages');
    const files = [...input.files.keys()].map((name) => `${input.path}/${name}`);
    // Debian's rpm would put the database into the caller's home.
    const database = options.dbpath === undefined ? [] : ['--dbpath', options.dbpath];
    const folders = ['proc', 'sys', 'dev', 'etc/kernel/install.d'].map((name) => `${tree}/${name}`);
    await context.run('mkdir', ['-p', '--', ...folders.slice(0, options.disable_dracut ? 4 : 3)], { quiet: true });
    await importKeys(context, database);
    const signed = [...input.files].flatMap(([name, value]) => (mustBeSigned(value) ? [`${input.path}/${name}`] : []));
    if (signed.length > 0) {
      const level = [
        '--define',
        '_pkgverify_level signature',
        '--define',
        `_dbpath ${tree}${options.dbpath ?? '/var/lib/rpm'}`,
      ];
      await context.run('rpmkeys', [...level, '--checksig', ...signed]);
    }
    const hooks = options.disable_dracut ? HOOKS.map((name) => `${tree}/etc/kernel/install.d/${name}`) : [];
    for (const hook of hooks) await context.run('ln', ['-sf', '/dev/null', hook], { quiet: true });
    const booted = `${tree}/run/ostree-booted`;
    if (options.ostree_booted) {
      await context.run('mkdir', ['-p', `${tree}/run`], { quiet: true });
      await writeText(context, booted, '');
    }
    await context.run('rpm', rpmArgs(options, tree, files), { chroot: true, env: scriptEnvironment(options) });
    if (options.ostree_booted) await context.run('rm', ['-f', booted], { quiet: true });
    await importFromTree(context, database);
    if (hooks.length > 0) await context.run('rm', ['-f', ...hooks], { quiet: true });
    // An empty one: systemd sets it up at the first boot.
    await writeText(context, `${tree}/etc/machine-id`, '', '0444');
    await context.run('rm', ['-f', `${tree}/var/lib/systemd/random-seed`], { quiet: true });
    const format = '%{NAME}\\t%{EPOCHNUM}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\n';
    const query = await context.run('rpm', [...database, '--root', tree, '-qa', '--qf', format], { quiet: true });
    const rows = query.stdout.split('\n').filter(Boolean).sort();
    context.log(`${rows.length} packages installed`);
    return {
      packages: rows.map((row) => {
        const [name, epoch, version, release, arch] = row.split('\t');
        return { name, epoch, version, release, arch };
      }),
    };
  },
});
