/**
 * Packaging: Electron Forge lays the app out, electron-builder makes the installers. `npm run make` (scripts/make.mjs)
 * sets up and builds first. Nothing of node_modules goes in: out/ is complete.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { MakerElectronBuilder } from './scripts/make/maker-electron-builder';

const root = process.cwd();
const icons = path.join(root, 'assets', 'icons', 'app');

interface Requirement {
  use: string[];
  packages: { debian: string[]; fedora: string[] };
}
const { requirements } = JSON.parse(readFileSync(path.join(root, 'assets', 'setup', 'requirements.json'), 'utf8')) as {
  requirements: Requirement[];
};

/** Packages that bring what the named uses need, as dependencies of a package; alternatives stay alternatives. */
function dependencies(family: 'debian' | 'fedora', ...uses: string[]): string[] {
  const wanted = requirements.filter(({ use }) => use.some((one) => uses.includes(one)));
  const names = wanted.flatMap(({ packages }) => packages[family]);
  return [...new Set(names)].map((name) => name.replaceAll('|', ' | '));
}

/** Of the project only what runs. */
function isLeftOut(file: string): boolean {
  if (file === '' || file === '/package.json' || file === '/out') return false;
  return !file.startsWith('/out/') || file.endsWith('.map');
}

/** The product speaks English: Chromium's own texts in fifty other languages stay out. */
function removeLocales(folder: string): void {
  const locales = path.join(folder, 'locales');
  for (const name of existsSync(locales) ? readdirSync(locales) : [])
    if (name !== 'en-US.pak') rmSync(path.join(locales, name));
}

const config: ForgeConfig = {
  outDir: 'dist',
  packagerConfig: {
    name: 'ostree-studio',
    executableName: 'ostree-studio',
    electronZipDir: path.join(root, '.cache', 'electron-zip'),
    asar: true,
    prune: false,
    ignore: isLeftOut,
    // Beside the archive: other programs (Python, the worker's children) read these.
    extraResource: [path.join(root, 'assets')],
  },
  hooks: {
    packageAfterExtract: (_config, folder) => Promise.resolve(removeLocales(folder)),
  },
  makers: [
    new MakerElectronBuilder({
      targets: ['deb', 'rpm'],
      fpm: path.join(root, 'scripts', 'make', 'fpm.mjs'),
      settings: {
        appId: 'io.github.ostree_studio',
        productName: 'ostree-studio',
        copyright: 'Apache-2.0',
        electronVersion: existsSync('node_modules/electron/dist/version')
          ? readFileSync('node_modules/electron/dist/version', 'utf8').trim()
          : null,
        extraMetadata: { homepage: 'https://github.com/ostree-studio/ostree-studio' },
        linux: {
          category: 'Development',
          executableName: 'ostree-studio',
          syncDesktopName: true,
          icon: icons,
          maintainer: 'The OSTree Studio authors <maintainers@users.noreply.example>',
          synopsis: 'Compose, build and rehearse OSTree images',
          description:
            'Composes OSTree-based OS images, builds them, browses their history and rehearses upgrades in QEMU.',
          desktop: { entry: { Name: 'OSTree Studio', StartupWMClass: 'ostree-studio' } },
        },
        deb: {
          compression: 'gz',
          depends: dependencies('debian', 'window'),
          // pkexec asks for the password where sudo cannot: builds mount file systems as root.
          recommends: [...dependencies('debian', 'builds', 'machines', 'starter'), 'pkexec'],
        },
        rpm: { compression: 'gzip', depends: dependencies('fedora', 'window') },
      },
    }),
  ],
};

export default config;
