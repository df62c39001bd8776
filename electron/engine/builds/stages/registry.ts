/** All stages that the built-in engine knows. */
import { basePasswd } from './base-passwd';
import { chmod } from './chmod';
import { chown } from './chown';
import { chrony } from './chrony';
import { cloudInit } from './cloud-init';
import { gzip, xz, zstd } from './compress';
import { containersStorageConf } from './containers-storage-conf';
import { copy } from './copy';
import { depmod } from './depmod';
import { dracut } from './dracut';
import { dracutConfig } from './dracut-conf';
import { experimentalOstreeConfig } from './experimental-ostree-config';
import { extlinux } from './extlinux';
import { fixBls } from './fix-bls';
import { fstab } from './fstab';
import { groups } from './groups';
import { grub2 } from './grub2';
import { grub2Inst } from './grub2-inst';
import { gunzip } from './gunzip';
import { hostname } from './hostname';
import { kernelCmdline } from './kernel-cmdline';
import { keymap } from './keymap';
import { ldconfig } from './ldconfig';
import { ln } from './ln';
import { locale } from './locale';
import { machineId } from './machine-id';
import { mkdir } from './mkdir';
import { mkfsExt4, mkfsExt4Features } from './mkfs-ext4';
import { mkfsFat } from './mkfs-fat';
import { mkfsBtrfs, mkfsXfs } from './mkfs-others';
import { modprobe } from './modprobe';
import { noop } from './noop';
import { ociArchive } from './oci-archive';
import { ostreeCommit } from './ostree-commit';
import { ostreeConfig } from './ostree-config';
import { ostreeDeploy } from './ostree-deploy';
import { ostreeEncapsulate } from './ostree-encapsulate';
import { ostreeFillvar } from './ostree-fillvar';
import { ostreeGenkey } from './ostree-genkey';
import { ostreeGrub2 } from './ostree-grub2';
import { ostreeInit } from './ostree-init';
import { ostreeInitFs } from './ostree-init-fs';
import { ostreeOsInit } from './ostree-os-init';
import { ostreePasswd } from './ostree-passwd';
import { ostreePostCopy } from './ostree-post-copy';
import { ostreePreptree } from './ostree-preptree';
import { ostreePull } from './ostree-pull';
import { ostreeRemotes } from './ostree-remotes';
import { ostreeSelinux } from './ostree-selinux';
import { ostreeSign } from './ostree-sign';
import { qemu } from './qemu';
import { rpm } from './rpm';
import { rpmMacros } from './rpm-macros';
import { selinux } from './selinux';
import { sfdisk } from './sfdisk';
import { sshdConfigStage } from './sshd-config';
import type { StageModule } from './stage';
import { sysctld } from './sysctld';
import { systemd } from './systemd';
import { systemdJournald, systemdLogind } from './systemd-conf';
import { systemdPreset } from './systemd-preset';
import { systemdSysusers } from './systemd-sysusers';
import { systemdUnit } from './systemd-unit';
import { systemdUnitCreate } from './systemd-unit-create';
import { tar } from './tar';
import { timezone } from './timezone';
import { tmpfilesd } from './tmpfilesd';
import { truncate } from './truncate';
import { users } from './users';
import { writeDevice } from './write-device';
import { yumRepos } from './yum-repos';

const MODULES: readonly StageModule[] = [
  basePasswd,
  chmod,
  chown,
  chrony,
  cloudInit,
  containersStorageConf,
  copy,
  depmod,
  dracut,
  dracutConfig,
  experimentalOstreeConfig,
  extlinux,
  fixBls,
  fstab,
  groups,
  grub2,
  grub2Inst,
  gunzip,
  gzip,
  hostname,
  kernelCmdline,
  keymap,
  ldconfig,
  ln,
  locale,
  machineId,
  mkdir,
  mkfsBtrfs,
  mkfsExt4,
  mkfsExt4Features,
  mkfsFat,
  mkfsXfs,
  modprobe,
  noop,
  ociArchive,
  ostreeCommit,
  ostreeConfig,
  ostreeDeploy,
  ostreeEncapsulate,
  ostreeFillvar,
  ostreeGenkey,
  ostreeGrub2,
  ostreeInit,
  ostreeInitFs,
  ostreeOsInit,
  ostreePasswd,
  ostreePostCopy,
  ostreePreptree,
  ostreePull,
  ostreeRemotes,
  ostreeSelinux,
  ostreeSign,
  qemu,
  rpm,
  rpmMacros,
  selinux,
  sfdisk,
  sshdConfigStage,
  sysctld,
  systemd,
  systemdJournald,
  systemdLogind,
  systemdPreset,
  systemdSysusers,
  systemdUnit,
  systemdUnitCreate,
  tar,
  timezone,
  tmpfilesd,
  truncate,
  users,
  writeDevice,
  xz,
  yumRepos,
  zstd,
];

export const STAGES: ReadonlyMap<string, StageModule> = new Map(MODULES.map((module) => [module.type, module]));
