import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SetupReport } from '../../../shared/setup';
import { studioPaths } from '../context';
import { createSetup } from './setup';

const tcg = { kind: 'tcg' as const, reason: 'There is no /dev/kvm.', arguments: ['-accel', 'tcg'] };
let folder: string;
let savedPath: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'setup-'));
  savedPath = process.env.PATH;
});
afterEach(async () => {
  process.env.PATH = savedPath;
  await rm(folder, { recursive: true });
});

function open(probes: { count: number } = { count: 0 }) {
  const paths = studioPaths(path.join(folder, 'not-made-yet'), path.resolve('assets'));
  return createSetup(
    { paths, emit: () => undefined, openPort: () => undefined },
    {
      accelerator: async () => ((probes.count += 1), tcg),
      knownAccelerator: async () => (probes.count > 0 ? tcg : undefined),
    },
  );
}

test('on a machine that was set up, every program is there with its version', async () => {
  const setup = open();
  const report = SetupReport.parse(await setup.handlers['setup.check']({ probe: false }));
  await setup.close();
  const missing = report.checks.filter(({ state, id }) => state === 'missing' && id !== 'loop');
  expect(missing).toEqual([]);
  const version = (id: string) => report.checks.find((check) => check.id === id)?.found;
  for (const id of ['rpm', 'ostree', 'bubblewrap', 'qemu', 'createrepo', 'qemu-img'])
    expect(version(id), id).toMatch(/^\d+\.\d/);
  expect(report.freeBytes).toBeGreaterThan(0);
  expect(report.accelerator).toBeUndefined();
});

test('the accelerator is tested only when asked for', async () => {
  const probes = { count: 0 };
  const setup = open(probes);
  await setup.handlers['setup.check']({ probe: false });
  expect(probes.count).toBe(0);
  const probed = await setup.handlers['setup.check']({ probe: true });
  expect(probes.count).toBe(1);
  expect(probed.accelerator).toEqual(tcg);
  expect((await setup.handlers['setup.check']({ probe: false })).accelerator).toEqual(tcg);
  expect(probes.count).toBe(1);
  expect(probed.checks.find(({ id }) => id === 'accelerator')).toMatchObject({ state: 'warning', problem: tcg.reason });
  await setup.close();
});
