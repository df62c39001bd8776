import { describe, expect, test } from 'vitest';
import { octalMode, parseContents, parseControl, rpmDependencies, splitVersion } from './deb-control';

test('control fields keep folded lines', () => {
  const fields = parseControl('Package: jq\nDescription: JSON processor\n slice and filter\n .\n and map\nno field\n');
  expect(fields.get('Package')).toBe('jq');
  expect(fields.get('Description')).toBe('JSON processor\n slice and filter\n .\n and map');
});

test.each([
  ['1:2.36-9+deb12u10', { epoch: '1', version: '2.36', release: '9+deb12u10' }],
  ['2.36', { epoch: '', version: '2.36', release: '' }],
  ['1.0-rc-2', { epoch: '', version: '1.0.rc', release: '2' }],
])('version %s', (text, parts) => expect(splitVersion(text)).toEqual(parts));

describe('dependencies', () => {
  test.each([
    ['libc6 (>> 2.36)', 'libc6 >= 2.36'],
    ['libc6 (>> 2.36-3)', 'libc6 > 2.36-3'],
    ['foo (<< 1:2.0-1~)', 'foo < 1:2.0-1~'],
    ['debconf (>= 0.5) | debconf-2.0', '(debconf >= 0.5 or debconf-2.0)'],
    ['python3:any', 'python3'],
  ])('%s', (debian, rpm) => expect(rpmDependencies(debian)).toEqual([rpm]));

  test('several, folded, and nonsense left out', () => {
    expect(rpmDependencies('a,\n b (= 1-1), %{evil}, ')).toEqual(['a', 'b = 1-1']);
    expect(rpmDependencies(undefined)).toEqual([]);
  });
});

test.each([
  ['rwsr-xr-x', '4755'],
  ['rwxr-sr-x', '2755'],
  ['rwxrwxrwt', '1777'],
  ['rw-r--r--', '0644'],
  ['rwSr--r--', '4644'],
])('mode %s', (text, octal) => expect(octalMode(` ${text}`)).toBe(octal));

test('contents: merged into /usr, links and hard links named, owners and escapes kept', () => {
  const listed = parseContents(
    [
      'drwxr-xr-x root/root         0 2023-01-08 23:06 ./',
      'drwxr-xr-x root/root         0 2023-01-08 23:06 ./lib/systemd/',
      '-rwxr-sr-x root/shadow   80376 2023-01-08 23:06 ./usr/bin/chage',
      'lrwxrwxrwx root/root         0 2023-01-08 23:06 ./bin/sh -> dash',
      'hrwxr-xr-x root/root         0 2023-01-08 23:06 ./usr/bin/perl5.36.0 link to ./usr/bin/perl',
      '-rw-r--r-- root/root         5 2023-01-08 23:06 ./lib/systemd/system/system-systemd\\\\x2dcryptsetup.slice',
      '-rw-r--r-- root/root         5 2023-01-08 23:06 ./usr/share/caf\\303\\251 au lait',
    ].join('\n'),
  );
  expect(listed.map((file) => [file.type, file.path, file.mode, file.group])).toEqual([
    ['dir', '/', '0755', 'root'],
    ['dir', '/usr/lib/systemd', '0755', 'root'],
    ['file', '/usr/bin/chage', '2755', 'shadow'],
    ['link', '/usr/bin/sh', '0777', 'root'],
    ['file', '/usr/bin/perl5.36.0', '0755', 'root'],
    ['file', '/usr/lib/systemd/system/system-systemd\\x2dcryptsetup.slice', '0644', 'root'],
    ['file', '/usr/share/café au lait', '0644', 'root'],
  ]);
});
