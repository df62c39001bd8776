import { StudioError } from '../../../../shared/errors';
import { configText, defaultsText, environmentText, redirectText } from './grub2-config';
import type { FileSystem, GrubOptions } from './grub2-config';
import { exists, list, rewriteText } from './paths';
import { boolean, object, string, strings, UUID_PATTERN, VFAT_ID_PATTERN } from './schemas';
import { defineStage, type StageContext } from './stage';

interface Options extends GrubOptions {
  rootfs?: FileSystem;
  bootfs?: FileSystem;
  root_fs_uuid?: string;
  boot_fs_uuid?: string;
  legacy?: boolean | string;
  uefi?: { vendor: string; efi_src_dir?: string; install?: boolean; unified?: boolean };
  write_defaults?: boolean;
}

const quiet = { quiet: true };
const MODULES = '/usr/lib/grub';
const FONT = '/usr/share/grub/unicode.pf2';

async function needed(context: StageContext<Options>, file: string): Promise<string> {
  if (await exists(context, file)) return file;
  throw new StudioError('missing-tool', `GRUB's files are not in ${file}.`, {
    hint: 'Install the packages of GRUB (and shim), or build with osbuild, whose build root has them.',
    detail: { names: [file] },
  });
}

/** The boot loader's own files, from the build root. */
async function installEfi(context: StageContext<Options>, source: string, vendor: string): Promise<void> {
  const target = `${context.tree}/boot/efi/EFI`;
  await context.run('mkdir', ['-p', '--', target], quiet);
  for (const name of ['BOOT', vendor])
    await context.run('cp', [
      '-rL',
      '--preserve=mode,timestamps',
      '--',
      await needed(context, `${source}/${name}`),
      target,
    ]);
}

async function installLegacy(context: StageContext<Options>, platform: string): Promise<void> {
  const source = await needed(context, `${MODULES}/${platform}`);
  const [modules, fonts] = [platform, 'fonts'].map((name) => `${context.tree}/boot/grub2/${name}`);
  if (modules === undefined || fonts === undefined) return;
  await context.run('mkdir', ['-p', '--', modules, fonts], quiet);
  const names = (await list(context, `${source}/.`)).filter((name) => /\.(mod|lst)$/.test(name) && name !== 'fdt.lst');
  const files = names.map((name) => `${source}/${name}`);
  if (files.length > 0) await context.run('cp', ['-L', '--preserve=mode,timestamps', '--', ...files, modules], quiet);
  await context.run('cp', ['-L', '--preserve=mode,timestamps', '--', await needed(context, FONT), fonts], quiet);
}

async function install(context: StageContext<Options>): Promise<void> {
  const { options, tree } = context;
  const { uefi, bootfs, boot_fs_uuid: bootUuid } = options;
  const legacy = options.legacy === true ? 'i386-pc' : options.legacy;
  const root = options.rootfs ?? { uuid: options.root_fs_uuid ?? '' };
  const boot = bootfs ?? (bootUuid === undefined ? undefined : { uuid: bootUuid });
  const home = boot ? '/' : '/boot/';
  if (options.write_defaults ?? true) {
    await context.run('mkdir', ['-p', `${tree}/etc/default`], quiet);
    await rewriteText(context, `${tree}/etc/default/grub`, defaultsText(options));
  }
  await context.run('mkdir', ['-p', `${tree}/boot/grub2`], quiet);
  const environment = `${tree}/boot/grub2/grubenv`;
  // A package has made it a link into the EFI partition: where both ways of booting are served there is one of it.
  if (uefi && legacy) await context.run('rm', ['-f', environment], quiet);
  await rewriteText(context, environment, environmentText(options, root));
  let main = `${tree}/boot/grub2/grub.cfg`;
  if (uefi) {
    const { vendor, unified, efi_src_dir: source = '/boot/efi/EFI' } = uefi;
    if (uefi.install) await installEfi(context, source, vendor);
    const file = `${tree}/boot/efi/EFI/${vendor}/grub.cfg`;
    if (legacy || unified) await rewriteText(context, file, redirectText(home));
    else main = file;
  }
  await rewriteText(context, main, configText(options, boot ?? root, home));
  if (legacy) await installLegacy(context, legacy);
}

const uuid = { type: 'string', oneOf: [{ pattern: UUID_PATTERN }, { pattern: VFAT_ID_PATTERN }] };
const fileSystem = {
  type: 'object',
  oneOf: [{ required: ['uuid'] }, { required: ['label'] }],
  properties: { label: string, uuid },
};

/** The folders of the EFI partition must be there, from a package or with `uefi.install`. */
export const grub2 = defineStage<Options>({
  type: 'org.osbuild.grub2',
  summary: 'Configure the boot loader GRUB',
  options: {
    ...object({
      compat_version: { type: 'number', enum: [1, 2] },
      ...{ rootfs: fileSystem, bootfs: fileSystem, root_fs_uuid: uuid, boot_fs_uuid: uuid, kernel_opts: string },
      legacy: { oneOf: [boolean, string] },
      uefi: {
        type: 'object',
        required: ['vendor'],
        properties: {
          vendor: { type: 'string', pattern: '^(.+)$' },
          ...{ efi_src_dir: string, install: boolean, unified: boolean },
        },
      },
      ...{
        saved_entry: string,
        write_defaults: boolean,
        write_cmdline: boolean,
        ignition: boolean,
        greenboot: boolean,
      },
      config: object({
        ...{ default: string, disable_recovery: boolean, disable_submenu: boolean, distributor: string },
        ...{ terminal: strings, terminal_input: strings, terminal_output: strings, serial: string },
        timeout: { type: 'integer', minimum: 0 },
        timeout_style: { type: 'string', enum: ['hidden', 'menu', 'countdown'] },
      }),
    }),
    oneOf: [{ required: ['root_fs_uuid'] }, { required: ['rootfs'] }],
  },
  tools: [],
  run: install,
});
