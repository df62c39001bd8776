import { expect, test } from 'vitest';
import { parseControl, type PackedFile } from './deb-control';
import { fileLines, specFile } from './rpm-spec';

const file = (path: string, more: Partial<PackedFile> = {}): PackedFile => ({
  path,
  type: 'file',
  mode: '0644',
  owner: 'root',
  group: 'root',
  ...more,
});

test('documentation is left out, special modes and owners are named, patterns cannot widen', () => {
  expect(
    fileLines([
      file('/usr', { type: 'dir', mode: '0755' }),
      file('/usr/share/doc/x/copyright'),
      file('/usr/bin/chage', { mode: '2755', group: 'shadow' }),
      file('/usr/bin/['),
      file('/usr/share/a[1]*'),
      file('/usr/share/100%'),
      file('/usr/lib/empty', { type: 'dir', mode: '0755' }),
      file('/usr/lib/full', { type: 'dir', mode: '0755' }),
      file('/usr/lib/full/x'),
      file('/etc/ssl/private', { type: 'dir', mode: '0710', group: 'ssl-cert' }),
    ]),
  ).toEqual([
    '%attr(2755,root,shadow) "/usr/bin/chage"',
    '"/usr/bin/["',
    '"/usr/share/a?1??"',
    '"/usr/share/100%%"',
    '%dir "/usr/lib/empty"',
    '"/usr/lib/full/x"',
    '%attr(0710,root,ssl-cert) %dir "/etc/ssl/private"',
  ]);
});

test('a spec has every relation, no macro of the description, and no conflict with what it provides itself', () => {
  const control = parseControl(
    [
      'Package: mawk',
      'Version: 1.3.4.20200120-3.1',
      'Depends: libc6 (>= 2.34)',
      'Provides: awk',
      'Conflicts: awk, old-awk (<< 2)',
      'Description: Pattern scanning %{lua:os.exit()}',
      ' 100% safe',
    ].join('\n'),
  );
  const lines = specFile(control, '/tmp/files').split('\n');
  expect(lines).toContain('Requires: libc6 >= 2.34');
  expect(lines).toContain('Provides: awk');
  expect(lines).toContain('Conflicts: old-awk < 2');
  expect(lines).not.toContain('Conflicts: awk');
  expect(lines).toContain('Summary: Pattern scanning %%{lua:os.exit()}');
  expect(lines).toContain('100%% safe');
  expect(lines).toContain('%files -f /tmp/files');
});
