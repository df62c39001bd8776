import { describe, expect, test } from 'vitest';
import { parseAdminStatus, parseCommitDate, parseRpmOstreeStatus, parseUpgrade } from './deployments';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

describe('ostree admin status (2022.7)', () => {
  const text = [
    `  starter ${B}.0 (pending)`,
    '    Version: 2',
    '    origin refspec: auto-sig:starter/x86_64/qemu-minimal',
    `* starter ${A}.0`,
    '    Version: 1',
    '    origin refspec: auto-sig:starter/x86_64/qemu-minimal',
    '',
  ].join('\n');
  test('booted and pending, versions and origins', () => {
    const [next, booted] = parseAdminStatus(text);
    expect(next).toMatchObject({ checksum: B, pending: true, booted: false, version: '2' });
    expect(booted).toMatchObject({ checksum: A, booted: true, pending: false, version: '1' });
    expect(booted?.origin).toBe('auto-sig:starter/x86_64/qemu-minimal');
  });
  test('rollback, staged and pinned', () => {
    const [booted, rollback] = parseAdminStatus(`* os ${A}.0\n  os ${B}.1 (rollback)\n    Pinned: yes\n`);
    expect(booted?.booted).toBe(true);
    expect(rollback).toMatchObject({ rollback: true, serial: 1, pinned: true });
    expect(parseAdminStatus(`  os ${A}.0 (staged)`)[0]).toMatchObject({ staged: true, pending: true });
  });
  test('anything else is no deployment', () => {
    expect(parseAdminStatus('No deployments.\n* os nonsense.0\n')).toEqual([]);
  });
});

describe('rpm-ostree status --json', () => {
  const deployment = {
    osname: 'auto',
    serial: 0,
    pinned: false,
    staged: false,
    version: '9',
    timestamp: 5,
    origin: 'x',
  };
  test('what stands before the booted one is pending, behind it is the rollback', () => {
    const json = JSON.stringify({
      deployments: [
        { ...deployment, checksum: B, booted: false },
        { ...deployment, checksum: A, booted: true },
        { ...deployment, checksum: 'c'.repeat(64), booted: false },
      ],
    });
    expect(parseRpmOstreeStatus(json).map(({ pending, booted, rollback }) => [pending, booted, rollback])).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });
  test('a checksum that is none is refused', () => {
    expect(() =>
      parseRpmOstreeStatus(JSON.stringify({ deployments: [{ ...deployment, checksum: '../x', booted: true }] })),
    ).toThrow();
  });
});

describe('upgrade', () => {
  test('what ostree printed about the transfer', () => {
    const line = '119 metadata, 51 content objects fetched; 9583 KiB transferred in 3 seconds; 25.1 MB content written';
    expect(parseUpgrade(`${line}\n`, 4.2)).toEqual({
      available: true,
      seconds: 4.2,
      transferred: line,
      metadataObjects: 119,
      contentObjects: 51,
      transferredKiB: 9583,
    });
  });
  test('nothing newer, in the words of both programs', () => {
    expect(parseUpgrade('No update available.\n', 1).available).toBe(false);
    expect(parseUpgrade('No upgrade available.\n', 1).available).toBe(false);
  });
});

test('the date of a commit', () => {
  const shown = `commit ${A}\nContentChecksum:  ${B}\nDate:  2026-11-23 18:29:40 +0000\nVersion: 1\n`;
  expect(parseCommitDate(shown)).toBe(Date.UTC(2026, 10, 23, 18, 29, 40) / 1000);
  expect(parseCommitDate('Date:  someday')).toBeUndefined();
});
