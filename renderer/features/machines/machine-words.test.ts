import { describe, expect, it } from 'vitest';
import { checksum, deployment, machine } from '../../testing/samples';
import { bootedChecksum, deploymentTags, nameOfImage, stateWords, whyNot } from './machine-words';

describe('stateWords', () => {
  it('counts the seconds of a boot', () => {
    expect(stateWords({ kind: 'booting', since: 1_000 }, 13_400)).toMatchObject({ tone: 'run', label: 'booting 12 s' });
  });
  it('gives a panic its line', () => {
    const words = stateWords({ kind: 'panicked', line: 'Kernel panic - not syncing: VFS' }, 0);
    expect(words).toMatchObject({ tone: 'bad', label: 'panicked', more: 'Kernel panic - not syncing: VFS' });
  });
});

describe('whyNot', () => {
  const two = [deployment('a2', { booted: true }), deployment('a1', { rollback: true })];
  it('allows what can be done', () => {
    expect(whyNot(machine('m', { deployments: two }), 'rollback', undefined)).toBeUndefined();
    expect(whyNot(machine('m', { state: { kind: 'login', bootSeconds: 18 } }), 'upgrade', undefined)).toBeUndefined();
  });
  it('says what stands against it', () => {
    const reason = (more: Parameters<typeof machine>[1], action: Parameters<typeof whyNot>[1] = 'upgrade') =>
      whyNot(machine('m', more), action, undefined);
    expect(reason({ state: { kind: 'booting', since: 1 } })).toMatch(/booting/);
    expect(reason({ state: { kind: 'stopped', reason: '' } })).toMatch(/stopped/);
    expect(reason({ publishing: false })).toMatch(/No repository/);
    expect(reason({ publishing: false }, 'refresh')).toBeUndefined();
    expect(reason({ action: 'reboot' })).toMatch(/Rebooting/);
    expect(reason({ deployments: two.slice(0, 1) }, 'rollback')).toMatch(/only one/);
    expect(whyNot(machine('m'), 'refresh', 'upgrade')).toMatch(/Upgrading/);
  });
});

it('tags a deployment', () => {
  expect(deploymentTags(deployment('a', { pending: true, staged: true })).map((tag) => tag.text)).toEqual([
    'pending',
    'staged',
  ]);
});

it('knows what is booted: the guest says it, else the image', () => {
  expect(bootedChecksum(machine('m', { commit: checksum('a1') }))).toBe(checksum('a1'));
  const upgraded = machine('m', { commit: checksum('a1'), deployments: [deployment('a2', { booted: true })] });
  expect(bootedChecksum(upgraded)).toBe(checksum('a2'));
});

it('names a machine after its image', () => {
  expect(nameOfImage('/out/starter-qemu-minimal-ostree.x86_64.qcow2')).toBe('starter-qemu-minimal-ostree');
});
