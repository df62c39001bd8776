/** All stages that the built-in engine knows. */
import { basePasswd } from './base-passwd';
import { chmod } from './chmod';
import { copy } from './copy';
import { depmod } from './depmod';
import { dracut } from './dracut';
import { dracutConfig } from './dracut-conf';
import { extlinux } from './extlinux';
import { fstab } from './fstab';
import { groups } from './groups';
import { hostname } from './hostname';
import { kernelCmdline } from './kernel-cmdline';
import { ldconfig } from './ldconfig';
import { ln } from './ln';
import { locale } from './locale';
import { mkdir } from './mkdir';
import { mkfsExt4, mkfsExt4Features } from './mkfs-ext4';
import { noop } from './noop';
import { ostreeCommit } from './ostree-commit';
import { ostreeConfig } from './ostree-config';
import { ostreeDeploy } from './ostree-deploy';
import { ostreeFillvar } from './ostree-fillvar';
import { ostreeInit } from './ostree-init';
import { ostreeInitFs } from './ostree-init-fs';
import { ostreeOsInit } from './ostree-os-init';
import { ostreePreptree } from './ostree-preptree';
import { ostreePull } from './ostree-pull';
import { ostreeRemotes } from './ostree-remotes';
import { qemu } from './qemu';
import { rpm } from './rpm';
import { sfdisk } from './sfdisk';
import type { StageModule } from './stage';
import { sysctld } from './sysctld';
import { systemd } from './systemd';
import { systemdPreset } from './systemd-preset';
import { systemdSysusers } from './systemd-sysusers';
import { timezone } from './timezone';
import { tmpfilesd } from './tmpfilesd';
import { truncate } from './truncate';
import { users } from './users';

const MODULES: readonly StageModule[] = [
  basePasswd,
  chmod,
  copy,
  depmod,
  dracut,
  dracutConfig,
  extlinux,
  fstab,
  groups,
  hostname,
  kernelCmdline,
  ldconfig,
  ln,
  locale,
  mkdir,
  mkfsExt4,
  mkfsExt4Features,
  noop,
  ostreeCommit,
  ostreeConfig,
  ostreeDeploy,
  ostreeFillvar,
  ostreeInit,
  ostreeInitFs,
  ostreeOsInit,
  ostreePreptree,
  ostreePull,
  ostreeRemotes,
  qemu,
  rpm,
  sfdisk,
  sysctld,
  systemd,
  systemdPreset,
  systemdSysusers,
  timezone,
  tmpfilesd,
  truncate,
  users,
];

export const STAGES: ReadonlyMap<string, StageModule> = new Map(MODULES.map((module) => [module.type, module]));
