import { expect, test } from 'vitest';
import type { Deployment } from '../../../shared/machines/types';
import { Guest, rollbackCommand } from './guest-actions';
import type { CommandResult } from './guest-session';

const deployment = (checksum: string, state: Partial<Deployment>): Deployment => ({
  osname: 'starter',
  checksum,
  serial: 0,
  booted: false,
  pending: false,
  staged: false,
  rollback: false,
  pinned: false,
  ...state,
});

test('a pending deployment is taken back', () => {
  const deployments = [deployment('b', { pending: true }), deployment('a', { booted: true })];
  expect(rollbackCommand(deployments)).toBe('ostree admin undeploy 0');
});

test('the earlier deployment is deployed again with its own origin', () => {
  const deployments = [deployment('b', { booted: true }), deployment('a', { rollback: true })];
  expect(rollbackCommand(deployments)).toBe(
    'ostree admin deploy --os=starter --origin-file=/ostree/deploy/starter/deploy/a.0.origin a',
  );
});

test('where there is no earlier one, that is said', () => {
  expect(() => rollbackCommand([deployment('a', { booted: true })])).toThrow('There is no earlier deployment');
});

/** A guest with plain ostree that answers as OSTree 2022.7 does. */
function guestWith(answers: Readonly<Record<string, CommandResult>>) {
  const typed: string[] = [];
  const guest = new Guest({
    run(command) {
      typed.push(command);
      return Promise.resolve(answers[command] ?? { output: `bash: ${command}: command not found\n`, status: 127 });
    },
    shell: () => Promise.resolve(),
    rebooted: () => Promise.resolve(),
    login: () => Promise.resolve(),
  });
  return { guest, typed };
}

const A = 'a'.repeat(64);
const STATUS = { output: `* starter ${A}.0\n    Version: 1\n`, status: 0 };

test('the date of a commit is asked once', async () => {
  const { guest, typed } = guestWith({
    'ostree admin status': STATUS,
    [`ostree show ${A}`]: { output: `commit ${A}\nDate:  2026-11-23 18:29:40 +0000\n`, status: 0 },
  });
  expect(await guest.deployments()).toMatchObject([{ checksum: A, booted: true, timestamp: 1795458580 }]);
  await guest.deployments();
  expect(typed).toEqual(['type -p rpm-ostree', 'ostree admin status', `ostree show ${A}`, 'ostree admin status']);
});

test('rpm-ostree is used where the guest has it', async () => {
  const { guest, typed } = guestWith({
    'type -p rpm-ostree': { output: '/usr/bin/rpm-ostree\n', status: 0 },
    'rpm-ostree upgrade': { output: 'No upgrade available.\n', status: 0 },
  });
  expect((await guest.upgrade()).available).toBe(false);
  expect(typed).toEqual(['type -p rpm-ostree', 'rpm-ostree upgrade']);
});

test('a command that fails is an error with what it said', async () => {
  const { guest } = guestWith({ 'ostree admin upgrade': { output: 'error: While pulling x: refused\n', status: 1 } });
  await expect(guest.upgrade()).rejects.toMatchObject({
    message: "The guest's 'ostree admin upgrade' ended with status 1: error: While pulling x: refused",
  });
});
