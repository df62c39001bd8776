import { expect, test } from 'vitest';
import { bwrapArgs, type Sandbox } from './bwrap';

const sandbox: Sandbox = {
  root: { kind: 'build', etc: ['/etc/mke2fs.conf'] },
  binds: [
    { source: '/scratch/tree', target: '/run/osbuild/tree', mode: 'rw' },
    { source: '/dev/loop3', target: '/dev/loop3', mode: 'dev' },
  ],
  capabilities: ['CAP_SYS_RAWIO'],
  environment: { PATH: '/usr/bin' },
};

test('a stage sees the host only as a read-only /usr, and no network', () => {
  const args = bwrapArgs(sandbox, ['mkfs.ext4', '/dev/loop3']);
  const text = args.join(' ');
  expect(args).toContain('--unshare-net');
  expect(args).toContain('--die-with-parent');
  expect(text).toContain('--clearenv --setenv PATH /usr/bin');
  expect(text).toContain('--ro-bind /usr /usr');
  expect(text).toContain('--ro-bind-try /etc/mke2fs.conf /etc/mke2fs.conf');
  expect(text).toContain('--bind /scratch/tree /run/osbuild/tree --dev-bind /dev/loop3 /dev/loop3');
  expect(text.endsWith('--chdir / -- mkfs.ext4 /dev/loop3')).toBe(true);
  const writable = args.flatMap((arg, i) => (arg === '--bind' || arg === '--dev-bind' ? [args[i + 1]] : []));
  expect(writable).toEqual(['/scratch/tree', '/dev/loop3']);
});

test('capabilities are dropped but for those that are needed', () => {
  const args = bwrapArgs({ ...sandbox, capabilities: [] }, ['true']);
  const added = args.flatMap((arg, i) => (arg === '--cap-add' ? [args[i + 1]] : []));
  expect(args.slice(args.indexOf('--cap-drop'), args.indexOf('--cap-drop') + 2)).toEqual(['--cap-drop', 'ALL']);
  expect(added).toContain('CAP_SYS_CHROOT');
  expect(added).not.toContain('CAP_SYS_RAWIO');
  expect(added).not.toContain('CAP_NET_ADMIN');
  expect(added).not.toContain('CAP_SYS_MODULE');
});

test('the tree can be the root', () => {
  const args = bwrapArgs({ ...sandbox, root: { kind: 'tree', path: '/scratch/tree' }, binds: [] }, ['dracut']);
  expect(args.join(' ')).toContain('--bind /scratch/tree / --proc /proc --dev /dev');
  expect(args).not.toContain('/usr');
});
