/** What a guest prints about its deployments and upgrades, parsed. Pure. */
import { z } from 'zod';
import type { Deployment, Upgrade } from './types';

const LINE = /^([* ]) (\S+) ([0-9a-f]{64})\.(\d+)((?: \([a-z]+\))*)$/;

/** `ostree admin status` (ostree-admin-status(1)): first the one that boots next. */
export function parseAdminStatus(text: string): Deployment[] {
  const found: Deployment[] = [];
  for (const line of text.split('\n').map((each) => each.trimEnd())) {
    const match = LINE.exec(line);
    if (match) {
      const [, star = '', osname = '', checksum = '', serial = '', words = ''] = match;
      const has = (word: string): boolean => words.includes(`(${word})`);
      found.push({
        osname,
        checksum,
        serial: Number(serial),
        booted: star === '*',
        pending: has('pending') || has('staged'),
        staged: has('staged'),
        rollback: has('rollback'),
        pinned: has('pinned'),
      });
      continue;
    }
    const last = found.at(-1);
    const detail = /^\s+(Version|origin refspec|Pinned): (.*)$/.exec(line);
    if (!last || !detail) continue;
    if (detail[1] === 'Version') last.version = detail[2] ?? '';
    else if (detail[1] === 'Pinned') last.pinned = detail[2] === 'yes';
    else last.origin = detail[2] ?? '';
  }
  return found;
}

const RpmOstree = z.object({
  deployments: z.array(
    z.object({
      osname: z.string(),
      checksum: z.string().regex(/^[0-9a-f]{64}$/),
      serial: z.number().int(),
      booted: z.boolean(),
      staged: z.boolean().default(false),
      pinned: z.boolean().default(false),
      version: z.string().nullish(),
      timestamp: z.number().int().nullish(),
      origin: z.string().nullish(),
    }),
  ),
});

/** `rpm-ostree status --json`. What stands before the booted one is pending, behind it is the rollback. */
export function parseRpmOstreeStatus(text: string): Deployment[] {
  const { deployments } = RpmOstree.parse(JSON.parse(text));
  const booted = deployments.findIndex((deployment) => deployment.booted);
  return deployments.map(({ version, timestamp, origin, ...rest }, index) => ({
    ...rest,
    ...(version == null ? {} : { version }),
    ...(timestamp == null ? {} : { timestamp }),
    ...(origin == null ? {} : { origin }),
    pending: booted >= 0 && index < booted,
    rollback: booted >= 0 && index === booted + 1,
  }));
}

/** The commit's date of `ostree show` (`Date:  2026-11-23 17:12:33 +0000`) in epoch seconds, if it is there. */
export function parseCommitDate(text: string): number | undefined {
  const match = /^Date: {2}(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\s*$/m.exec(text);
  if (!match) return undefined;
  const [, day = '', time = '', hours = '', minutes = ''] = match;
  const at = Date.parse(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at) ? undefined : at / 1000;
}

const TRANSFER = /(\d+) metadata, (\d+) content objects fetched; (\d+) (B|[KMG]i?B) transferred in (\d+) seconds[^\n]*/;
const KIB: Readonly<Record<string, number>> = {
  B: 1 / 1024,
  KiB: 1,
  KB: 1,
  MiB: 1024,
  MB: 1024,
  GiB: 1024 ** 2,
  GB: 1024 ** 2,
};

/** What `ostree admin upgrade` or `rpm-ostree upgrade` printed. */
export function parseUpgrade(text: string, seconds: number): Upgrade {
  const none = /No update available|No upgrade available/i.test(text);
  const match = TRANSFER.exec(text);
  if (!match) return { available: !none, seconds };
  const [line, metadata, content, amount, unit = 'KiB'] = match;
  return {
    available: !none,
    seconds,
    transferred: line,
    metadataObjects: Number(metadata),
    contentObjects: Number(content),
    transferredKiB: Math.round(Number(amount) * (KIB[unit] ?? 1)),
  };
}
