/** What stages write and what they call, as texts; the trees are compared in tests/integration/stages-*.test.ts. */
import { createPublicKey, verify, sign, createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { chronyConf } from './chrony';
import { cloudConfig } from './cloud-init';
import { mergeTables, storageConf } from './containers-storage-conf';
import { fixEntry } from './fix-bls';
import { environmentText } from './grub2-config';
import { mkimageArgs } from './grub2-inst';
import { executionConfig } from './oci-archive';
import { encapsulateArgs, isComposeCommand } from './ostree-encapsulate';
import { newKeys } from './ostree-genkey';
import { mergeByName, subordinateIds } from './ostree-passwd';
import { formatArgs } from './qemu';
import { scriptEnvironment } from './rpm';
import { activePolicy, setfilesArgs } from './selinux-tools';
import { sshdConfig } from './sshd-config';
import { tarArgs } from './tar';
import { parseToml, tomlText } from './toml';

test('sshd_config: the first line of a key is changed, comments and the rest stay', () => {
  const text = '#PermitRootLogin yes\npermitrootlogin yes\nPermitRootLogin no\nPort 22';
  expect(sshdConfig(text, { PermitRootLogin: false, PasswordAuthentication: true })).toBe(
    '#PermitRootLogin yes\npermitrootlogin no\nPermitRootLogin no\nPort 22PasswordAuthentication yes\n',
  );
});

test('chrony.conf: its own sources go, leap seconds only where they are set', () => {
  const text = 'server a\npool b\npeer c\nleapsectz x\nmakestep 1 3\n';
  expect(chronyConf(text, { timeservers: ['t'] })).toBe('server t iburst\nleapsectz x\nmakestep 1 3\n');
  expect(chronyConf(text, { leapsectz: 'right/UTC' })).toBe('leapsectz right/UTC\nmakestep 1 3\n');
});

test('cloud-init: sorted, the list of clouds in one line', () => {
  expect(cloudConfig({ ssh_pwauth: true, datasource_list: ['Azure', 'Ec2'], output: { all: '> /x' } })).toBe(
    "datasource_list: [Azure, Ec2]\noutput:\n  all: '> /x'\nssh_pwauth: true\n",
  );
});

test('storage.conf: what is there is kept, what is given counts, tables are merged', () => {
  const there = '# c\n[storage]\ndriver = "overlay" # x\n[storage.options]\nsize = \'1\'\nlist = [ "a", # b\n "c" ]\n';
  const conf = storageConf(['', there], {
    comment: ['ours'],
    config: { storage: { transient_store: true, options: { additionalimagestores: ['/x'] } } },
  });
  expect(conf).toBe(
    '# containers-storage.conf(5)\n# ours\n\n[storage]\ndriver = "overlay"\ntransient_store = true\n\n' +
      '[storage.options]\nsize = "1"\nlist = [\n    "a",\n    "c",\n]\nadditionalimagestores = [\n    "/x",\n]\n',
  );
  expect(mergeTables({ a: { b: 1 } }, { a: 2 })).toEqual({ a: 2 });
});

test('TOML: what is written is read again; what is no TOML is refused', () => {
  const table = { a: 1, 'odd key': 'x"\\', b: { c: { d: [true, [2]] } } };
  expect(parseToml(tomlText(table))).toEqual(table);
  for (const text of ['[a', 'a =', 'a = what', 'a = "x', '= 1', 'a = 1\n[a]\n', 'a = ["x"'])
    expect(() => parseToml(text), text).toThrow(/TOML/);
});

test('boot entries: what is before /boot goes with it', () => {
  expect(fixEntry('linux /a/b/boot/vmlinuz\n', '/boot', true)).toBe('linux /boot/vmlinuz\n');
  expect(fixEntry('linux /boot/vmlinuz\n', '', true)).toBe('linux /boot/vmlinuz\n');
  expect(fixEntry('linux /boot/vmlinuz\n', '', false)).toBe('linux /vmlinuz\n');
  expect(fixEntry('linux /a/boot/x\n', '$1', true)).toBe('linux $1/x\n');
});

test('grubenv has exactly 1024 bytes', () => {
  const text = environmentText({ kernel_opts: 'quiet', saved_entry: 'e' }, { label: 'root' });
  expect(text).toHaveLength(1024);
  expect(text).toMatch(/^# GRUB Environment Block\nkernelopts=root=LABEL=root quiet\nsaved_entry=e\n#+$/);
});

test('grub2-mkimage: partitions are counted from one', () => {
  const core = { type: 'mkimage', partlabel: 'gpt', filesystem: 'ext4' } as const;
  const prefix = { type: 'partition', partlabel: 'gpt', number: 1, path: '/boot/grub2' } as const;
  expect(mkimageArgs({ filename: 'd', platform: 'i386-pc', core, prefix }, 'o').join(' ')).toBe(
    '--verbose --directory /usr/lib/grub/i386-pc --prefix (,gpt2)/boot/grub2 --format i386-pc --compression auto ' +
      '--output o biosdisk part_gpt ext2',
  );
});

test('OCI: a shell unless a command is named, sets as objects', () => {
  expect(executionConfig({ ExposedPorts: ['80/tcp'], User: '1' })).toMatchObject({
    ...{ Cmd: ['sh'], User: '1', ExposedPorts: { '80/tcp': {} } },
  });
  expect(executionConfig({ Cmd: ['x'] })).not.toHaveProperty('Volumes');
});

test('rpm-ostree: compose from 2023.2 on', () => {
  const version = (text: string): boolean => isComposeCommand(`rpm-ostree:\n Version: '${text}'\n Git: x\n`);
  expect(['2022.19', '2023.1', '2023.2', '2024.1'].map(version)).toEqual([false, false, true, true]);
  const options = { filename: 'x', cmd: ['a', 'b'], labels: ['l=1'], max_layers: 3, copymeta: ['v'] };
  expect(encapsulateArgs(options, 'C', '/r', '/t/x').join(' ')).toBe(
    'container-encapsulate C oci-archive:/t/x --format-version 1 --repo /r --cmd a b --copymeta v --label l=1 ' +
      '--max-layers 3',
  );
});

test('keys for signing are ed25519: what the secret one signs, the public one confirms', () => {
  const { publicKey, secretKey } = newKeys();
  const [open, secret] = [publicKey, secretKey].map((key) => Buffer.from(key, 'base64'));
  expect([open?.length, secret?.length, secret?.subarray(32).equals(open ?? Buffer.alloc(0))]).toEqual([32, 64, true]);
  const [x, d] = [open, secret?.subarray(0, 32)].map((bytes) => bytes?.toString('base64url') ?? '');
  const key = { kty: 'OKP', crv: 'Ed25519', x: x ?? '' };
  const signature = sign(null, Buffer.from('m'), createPrivateKey({ key: { ...key, d: d ?? '' }, format: 'jwk' }));
  expect(verify(null, Buffer.from('m'), createPublicKey({ key, format: 'jwk' }), signature)).toBe(true);
});

test('users: the first file counts; wrong lines of subuid are left out', () => {
  expect(mergeByName('a:7\nb:8\n', 'root:0\na:5\n')).toBe('a:7\nb:8\nroot:0\n');
  expect(subordinateIds('# c\na:1:2\nwrong\nb:3:4\n\n')).toBe('a:1:2\n\nb:3:4\n');
});

test('qemu-img: options of the formats', () => {
  expect(formatArgs({ type: 'vpc' })).toEqual(['-o', 'subformat=fixed,force_size']);
  expect(formatArgs({ type: 'vmdk', compression: false, subformat: 'streamOptimized' })).toEqual([
    ...['-o', 'subformat=streamOptimized'],
  ]);
  expect(formatArgs({ type: 'vhdx' })).toEqual([]);
});

test('rpm: a variable cannot be set twice', () => {
  expect(scriptEnvironment({ kernel_install_env: { boot_root: '/b' }, generic_env: { A: '1' } })).toEqual({
    ...{ A: '1', BOOT_ROOT: '/b' },
  });
  const twice = { kernel_install_env: { boot_root: '/b' }, generic_env: { BOOT_ROOT: '/c' } };
  expect(() => scriptEnvironment(twice)).toThrow('both set BOOT_ROOT');
});

test('SELinux: a policy only where it is switched on', () => {
  expect(activePolicy('# x\nSELINUX=enforcing\nSELINUXTYPE=targeted\n')).toBe('targeted');
  expect(activePolicy('SELINUX=disabled\nSELINUXTYPE=targeted\n')).toBeUndefined();
  expect(setfilesArgs('/t/fc', '/t', '/boot', ['/t/x'])).toEqual(['-F', '-r', '/t', '-e', '/t/x', '/t/fc', '/t/boot']);
});

test('tar: sorted; times are held back where the pipeline has one', () => {
  expect(tarArgs({ filename: 'x' }, '/o/x', '/t', undefined).join(' ')).toBe(
    '--format=gnu --pax-option delete=atime,delete=ctime --acls --selinux --xattrs --xattrs-include * ' +
      '--auto-compress --sort=name -cf /o/x -C /t',
  );
  const plain = { filename: 'x', acls: false, selinux: false, xattrs: false, compression: 'zstd' } as const;
  expect(tarArgs(plain, '/o/x', '/t', 9).join(' ')).toBe(
    '--format=gnu --zstd --sort=name --mtime=@9 --clamp-mtime -cf /o/x -C /t',
  );
});
