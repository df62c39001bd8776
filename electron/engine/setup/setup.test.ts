import { expect, test } from 'vitest';
import { familyOf, installCommand, parseOsRelease } from './distribution';
import { diskCheck, loopCheck, memoryCheck, runtimeWarning } from './host';
import { parseVersion, readRequirements } from './requirements';

const table = readRequirements('assets');

test.each([
  ['NAME="Debian GNU/Linux"\nID=debian\n', 'debian'],
  ['ID=ubuntu\nID_LIKE=debian\n', 'debian'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'fedora'],
  ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'opensuse'],
  ["ID='endeavouros'\nID_LIKE='arch'\n", 'arch'],
  ['ID=zorin\nID_LIKE="ubuntu debian"\n', 'debian'],
  ['ID=nixos\nID_LIKE=""\n', undefined],
  ['', undefined],
])('knows the family of %j', (text, name) => {
  expect(familyOf(table.families, parseOsRelease(text))?.name).toBe(name);
});

test('every requirement names packages for every family', () => {
  for (const { id, packages } of table.requirements)
    for (const family of Object.keys(table.families))
      expect(packages[family], `${id} for ${family}`).not.toHaveLength(0);
});

test('ids are unique', () => {
  const ids = table.requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('says what to type', () => {
  const command = installCommand({ name: 'debian', install: 'apt-get install' }, ['b|c', 'a', 'a']);
  expect(command.replace(/^sudo /, '')).toBe('apt-get install b a');
});

test.each([
  ['RPM version 4.18.0', '4.18.0'],
  ["libostree:\n Version: '2022.7'\n Git: 77ad9e\n", '2022.7'],
  ['bubblewrap 0.8.0', '0.8.0'],
  ['QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)', '7.2.22'],
  ['Version: 0.20.1 (Features: DeltaRPM LegacyWeakdeps )', '0.20.1'],
  ['extlinux 6.04  Copyright 1994-2015 H. Peter Anvin et al', '6.04'],
  ['sfdisk from util-linux 2.38.1', '2.38.1'],
  ['usage: nothing here', undefined],
])('finds the version in %j', (text, version) => {
  expect(parseVersion(text)).toBe(version);
});

test('warns of a runtime past its end of life, and of no other', () => {
  expect(runtimeWarning('25.1.1')).toContain('25.1.1 is past its end of life');
  expect(runtimeWarning('45.4.1')).toBeUndefined();
  expect(runtimeWarning(undefined)).toBeUndefined();
});

test('tells too little disk and memory, and loop devices that are not there', () => {
  expect(diskCheck(20 * 1024 ** 3, '/x').state).toBe('ok');
  expect(diskCheck(1024 ** 3, '/x')).toMatchObject({ state: 'warning', found: '1.0 GiB free' });
  expect(memoryCheck(1024 ** 3).state).toBe('warning');
  expect(loopCheck('/nonexistent/loop-control')).toMatchObject({ state: 'missing', command: 'sudo modprobe loop' });
});
