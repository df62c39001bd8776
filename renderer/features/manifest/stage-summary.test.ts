import { describe, expect, it } from 'vitest';
import { stageSummary } from './stage-summary';

const summary = (type: string, options?: Record<string, unknown>, inputs?: Record<string, unknown>) =>
  stageSummary({ type: `org.osbuild.${type}`, ...(options ? { options } : {}), ...(inputs ? { inputs } : {}) });

describe('what a stage does', () => {
  it.each([
    ['mkdir', { paths: [{ path: '/usr/bin' }, { path: '/etc' }, { path: '/a' }] }, '/usr/bin, /etc +1'],
    ['users', { users: { root: {}, guest: {} } }, 'root, guest'],
    [
      'systemd',
      { enabled_services: ['sshd.service'], default_target: 'multi-user.target' },
      'enable sshd, default multi-user.target',
    ],
    ['copy', { paths: [{ from: 'input://x/', to: 'tree:///etc/hosts' }] }, 'to /etc/hosts'],
    ['ln', { paths: [{ target: 'usr/bin', link_name: 'tree:///bin' }] }, '/bin → usr/bin'],
    ['chmod', { items: { '/etc/a': { mode: '0600' } } }, '/etc/a 0600'],
    ['ostree.commit', { ref: 'a/b', os_version: '1' }, 'a/b, version 1'],
    ['sfdisk', { label: 'gpt', partitions: [{ name: 'efi' }, { name: 'root' }] }, 'gpt, 2 partitions, efi, root'],
    ['sysctld', { filename: 'a.conf', config: [{}] }, 'a.conf, 1 entry'],
    ['qemu', { filename: 'disk.qcow2', format: { type: 'qcow2' } }, 'qcow2, disk.qcow2'],
    ['never-heard-of', { size: 3, deep: {} }, 'size: 3'],
    ['never-heard-of', { deep: {} }, 'deep'],
    ['never-heard-of', undefined, ''],
  ])('%s', (type, options, words) => {
    expect(summary(type, options)).toBe(words);
  });

  it('counts packages however they are referenced', () => {
    const packages = (references: unknown) => summary('rpm', {}, { packages: { references } });
    expect(packages(['sha256:a', 'sha256:b'])).toBe('2 packages');
    expect(packages([{ id: 'sha256:a', options: {} }])).toBe('1 package');
    expect(packages({ 'sha256:a': {}, 'sha256:b': {} })).toBe('2 packages');
  });

  it('takes any shape', () => {
    expect(summary('mkdir', { paths: 'no list' })).toBe('paths: no list');
    expect(summary('users', { users: [1] })).toBe('users');
  });
});
