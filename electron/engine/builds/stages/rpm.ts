import { inputOf, writeText } from './paths';
import { anyInput, boolean, object, string, strings } from './schemas';
import { defineStage, type StageContext } from './stage';

interface Options {
  dbpath?: string;
  gpgkeys?: string[];
  exclude?: { docs?: boolean };
  install_langs?: string[];
  nodeps?: boolean;
  ignorearch?: boolean;
  disable_dracut?: boolean;
}

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
  for (const key of context.options.gpgkeys ?? []) {
    if (key.trim() === '') continue;
    await writeText(context, `${context.tree}/.studio-key`, key);
    await context.run('rpmkeys', [...database, '--root', context.tree, '--import', '/.studio-key']);
    await context.run('rm', [`${context.tree}/.studio-key`], { quiet: true });
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
    await context.run('rpm', rpmArgs(options, tree, files), { chroot: true });
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
