/** Hands the folder that Electron Forge packaged to electron-builder, which makes the installers of it. */
import path from 'node:path';
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import type { ForgePlatform } from '@electron-forge/shared-types';
import { Arch, build, Platform, type Configuration } from 'electron-builder';

export interface MakerElectronBuilderConfig {
  /** electron-builder's names: `deb`, `rpm`. */
  targets: string[];
  settings: Configuration;
  /** The program that stands in for electron-builder's downloaded fpm. */
  fpm: string;
}

const ARCHES: Readonly<Record<string, Arch>> = { x64: Arch.x64, arm64: Arch.arm64 };

export class MakerElectronBuilder extends MakerBase<MakerElectronBuilderConfig> {
  override name = 'electron-builder';
  override defaultPlatforms: ForgePlatform[] = ['linux'];

  override isSupportedOnCurrentPlatform(): boolean {
    return process.platform === 'linux';
  }

  override async make({ dir, makeDir, targetArch }: MakerOptions): Promise<string[]> {
    const { targets, settings, fpm } = this.config;
    const arch = ARCHES[targetArch];
    if (arch === undefined) throw new Error(`No installers are made for ${targetArch}.`);
    process.env.CUSTOM_FPM_PATH = fpm;
    const output = path.join(makeDir, targetArch);
    await this.ensureDirectory(output);
    const files = await build({
      prepackaged: dir,
      projectDir: process.cwd(),
      config: { ...settings, directories: { ...settings.directories, output } },
      targets: Platform.LINUX.createTarget(targets, arch),
      publish: 'never',
    });
    return files.filter((file) => targets.some((target) => file.endsWith(`.${target}`)));
  }
}
