/** Partition types as sfdisk reads and prints them. */

const GPT_ALIASES: Record<string, string> = {
  L: '0FC63DAF-8483-4772-8E79-3D69D8477DE4',
  linux: '0FC63DAF-8483-4772-8E79-3D69D8477DE4',
  S: '0657FD6D-A4AB-43C4-84E5-0933C84B4F4F',
  swap: '0657FD6D-A4AB-43C4-84E5-0933C84B4F4F',
  H: '933AC7E1-2EB4-4F13-B844-0E14E2AEF915',
  home: '933AC7E1-2EB4-4F13-B844-0E14E2AEF915',
  U: 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B',
  uefi: 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B',
  R: 'A19D880F-05FC-4D3B-A006-743F0F84911E',
  raid: 'A19D880F-05FC-4D3B-A006-743F0F84911E',
  V: 'E6D6D379-F507-44C2-A23C-238F2A3DF928',
  lvm: 'E6D6D379-F507-44C2-A23C-238F2A3DF928',
};
const DOS_ALIASES: Record<string, string> = {
  L: '83',
  linux: '83',
  S: '82',
  swap: '82',
  E: '5',
  extended: '5',
  X: '85',
  linuxex: '85',
  U: 'ef',
  uefi: 'ef',
  R: 'fd',
  raid: 'fd',
  V: '8e',
  lvm: '8e',
};
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The type as it is read back from the disk; the label's default if none is given; undefined if it is unknown. */
export function diskType(label: 'gpt' | 'dos', type: string | undefined): string | undefined {
  if (label === 'gpt') {
    if (type === undefined) return GPT_ALIASES.linux;
    if (GUID.test(type)) return type.toUpperCase();
    return Object.hasOwn(GPT_ALIASES, type) ? GPT_ALIASES[type] : undefined;
  }
  if (type === undefined) return '83';
  if (Object.hasOwn(DOS_ALIASES, type)) return DOS_ALIASES[type];
  const code = /^(?:0x)?([0-9a-f]{1,2})$/i.exec(type)?.[1];
  return code === undefined ? undefined : parseInt(code, 16).toString(16);
}

/** Whether a DOS type holds logical partitions. */
export function isExtended(type: string): boolean {
  return ['5', 'f', '85'].includes(type);
}
