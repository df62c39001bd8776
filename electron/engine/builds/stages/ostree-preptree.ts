import { StudioError } from '../../../../shared/errors';
import { dracutArgs } from './dracut';
import { exists, list, writeText } from './paths';
import { boolean, object, strings } from './schemas';
import { defineStage, type StageContext } from './stage';
import { tmpfilesLine } from './tmpfilesd';

interface Options {
  etc_group_members?: string[];
  'initramfs-args'?: string[];
  'tmp-is-dir'?: boolean;
}

/** Links at the root of a deployment, to where their contents live across upgrades. */
const LINKS: Record<string, string> = {
  home: 'var/home',
  media: 'run/media',
  mnt: 'var/mnt',
  opt: 'var/opt',
  ostree: 'sysroot/ostree',
  root: 'var/roothome',
  srv: 'var/srv',
};
const FOLDERS = ['dev', 'proc', 'run', 'sys', 'sysroot', 'var', 'boot'];
const quiet = { quiet: true };

/** Kernel and initramfs go beside the modules, where ostree looks for them. */
async function moveKernels(context: StageContext<Options>): Promise<void> {
  const { tree } = context;
  const kernels = await list(context, `${tree}/usr/lib/modules`);
  if (kernels.length === 0) throw new StudioError('invalid-input', 'The tree has no kernel in /usr/lib/modules.');
  for (const kernel of kernels) {
    const folder = `${tree}/usr/lib/modules/${kernel}`;
    if (!(await exists(context, `${folder}/vmlinuz`)))
      await context.run('mv', [`${tree}/boot/vmlinuz-${kernel}`, `${folder}/vmlinuz`]);
    const candidates = [`initramfs-${kernel}.img`, `initrd.img-${kernel}`].map((name) => `${tree}/boot/${name}`);
    for (const file of candidates)
      if (await exists(context, file)) await context.run('mv', [file, `${folder}/initramfs.img`]);
    if (await exists(context, `${folder}/initramfs.img`)) continue;
    const argv = dracutArgs({
      reproducible: true,
      add_modules: ['ostree'],
      extra: context.options['initramfs-args'] ?? [],
    });
    const output = `/usr/lib/modules/${kernel}/initramfs.img`;
    await context.run('dracut', [...argv, '--kver', kernel, output], { root: 'tree' });
  }
}

/** Folders and links that packages have put into /var are made at boot instead: /var is not part of a commit. */
async function varToTmpfiles(context: StageContext<Options>): Promise<void> {
  const { tree } = context;
  const format = '%y\\t%P\\t%m\\t%U\\t%G\\t%l\\0';
  const argv = [`${tree}/var`, '-mindepth', '1', '(', '-type', 'd', '-o', '-type', 'l', ')', '-printf', format];
  const { stdout } = await context.run('find', argv, { ...quiet, ok: [0, 1] });
  const lines = stdout.split('\0').flatMap((row) => {
    const [kind, path, mode = '', user, group, target] = row.split('\t');
    if (!path || /\s/.test(path)) return [];
    if (kind === 'l') return [tmpfilesLine({ type: 'L', path: `/var/${path}`, argument: target ?? '' })];
    const octal = mode.padStart(4, '0');
    return [tmpfilesLine({ type: 'd', path: `/var/${path}`, mode: octal, user: user ?? '0', group: group ?? '0' })];
  });
  if (lines.length === 0) return;
  const text = lines.sort().map((line) => `${line}\n`);
  const folder = `${tree}/usr/lib/tmpfiles.d`;
  await context.run('mkdir', ['-p', folder], quiet);
  await writeText(context, `${folder}/rpm-ostree-1-autovar.conf`, text.join(''));
}

/** The package database goes where a commit has it, without what SQLite and rpm leave beside it. */
async function moveDatabase(context: StageContext<Options>): Promise<void> {
  const { tree } = context;
  const database = `${tree}/usr/share/rpm`;
  if (!(await exists(context, database))) {
    if (!(await exists(context, `${tree}/var/lib/rpm`))) return;
    await context.run('mv', [`${tree}/var/lib/rpm`, database], quiet);
  }
  await context.run('rm', ['-f', `${database}/.rpm.lock`], quiet);
  const unwritten = ['-name', 'rpmdb.sqlite-wal', '-size', '+0'];
  if ((await context.run('find', [database, ...unwritten], quiet)).stdout.trim() !== '') return;
  await context.run('rm', ['-f', `${database}/rpmdb.sqlite-wal`, `${database}/rpmdb.sqlite-shm`], quiet);
}

/** The root's folders and links; /usr, /etc (as /usr/etc), /home and links into /usr stay, the rest goes. */
async function layOut(context: StageContext<Options>): Promise<void> {
  const { tree } = context;
  const home = await list(context, `${tree}/home`);
  const at = (names: readonly string[]): string[] => names.map((name) => `${tree}/${name}`);
  const kept = new Set(['usr', 'bin', 'lib', 'lib32', 'lib64', 'libx32', 'sbin']);
  const others = (await list(context, tree)).filter((name) => !kept.has(name) && !(name === 'home' && home.length > 0));
  await context.run('rm', ['-rf', '--one-file-system', '--', ...at(others), `${tree}/usr/local`], quiet);
  await context.run('mkdir', ['-m', '0755', '--', ...at(FOLDERS)], quiet);
  if (home.length > 0) await context.run('mv', [`${tree}/home`, `${tree}/var/home`], quiet);
  for (const [name, target] of Object.entries(LINKS))
    await context.run('ln', ['-s', '--', target, `${tree}/${name}`], quiet);
  await context.run('ln', ['-s', '--', '../var/usrlocal', `${tree}/usr/local`], quiet);
  if (context.options['tmp-is-dir'] === false) await context.run('ln', ['-s', 'sysroot/tmp', `${tree}/tmp`], quiet);
  else await context.run('mkdir', ['-m', '1777', `${tree}/tmp`], quiet);
}

/** Turns an installed root file system into what a commit of an OSTree-based system looks like. */
export const ostreePreptree = defineStage<Options>({
  type: 'org.osbuild.ostree.preptree',
  summary: 'Lay the tree out for an OSTree commit',
  options: object({ etc_group_members: strings, 'initramfs-args': strings, 'tmp-is-dir': boolean }),
  tools: ['find'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { tree } = context;
    await moveKernels(context);
    await moveDatabase(context);
    await varToTmpfiles(context);
    await context.run('mv', ['-T', `${tree}/etc`, `${tree}/usr/etc`], quiet);
    await layOut(context);
    context.log('/etc is /usr/etc; kernel and initramfs are in /usr/lib/modules; /var is empty');
  },
});
