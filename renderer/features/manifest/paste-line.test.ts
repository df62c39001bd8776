import { expect, test } from 'vitest';
import type { Target } from '../../../shared/manifest/types';
import { lineOf } from './define-lines';
import { isWholeLine, readLine } from './paste-line';

const target = (image: string): Target => ({
  ...{ layout: 'images', distro: 'cs9', target: 'qemu', image, type: 'ostree', arch: 'x86_64' },
  ...{ name: `cs9-qemu-${image}-ostree.x86_64`, manifest: `images/${image}.mpp.yml`, formats: ['qcow2', 'repo'] },
});
const targets = [target('minimal'), target('qm')];
const read = (text: string) => readLine(text, targets, targets[0]!.name);

test('a make line names its target and its defines, and says what it does not take over', () => {
  expect(read(`make -j4 cs9-qemu-qm-ostree.x86_64.qcow2 DEFINES='extra_rpms=["curl"] a=1' OSTREE_REPO=r`)).toEqual({
    kind: 'line',
    target: 'cs9-qemu-qm-ostree.x86_64',
    defines: { extra_rpms: ['curl'], a: 1 },
    notes: ['The repository r is the workspace’s affair.', 'Not taken over: -j4'],
  });
});

test('a target that is not here leaves its defines to the chosen one', () => {
  const line = read(`make rhel-qemu-x-ostree.x86_64.qcow2 DEFINES='a=1'`);
  expect(line).toMatchObject({ kind: 'line', target: undefined, defines: { a: 1 } });
  expect(line).toHaveProperty('notes', [
    'The workspace has no target rhel-qemu-x-ostree.x86_64. Its defines are taken for the chosen one.',
  ]);
  expect(read('make rhel-qemu-x-ostree.x86_64.qcow2')).toMatchObject({ kind: 'problem' });
});

test('a manifest stands for the chosen target, if that is one of its own', () => {
  expect(read(`osbuild-mpp -D 'a="b c"' images/minimal.mpp.yml out.json`)).toMatchObject({
    target: targets[0]!.name,
    defines: { a: 'b c' },
  });
});

test('what cannot be read says why', () => {
  expect(read(`make x DEFINES='a=b'`)).toMatchObject({
    kind: 'problem',
    message: expect.stringContaining('not JSON') as string,
  });
  expect(read('  ')).toBeUndefined();
});

test.each([
  ['make cs9-qemu-qm-ostree.x86_64.qcow2', true],
  [`$ sudo -E osbuild-mpp -D a=1 x.mpp.yml -`, true],
  [`DEFINES='a=1'`, true],
  ['curl strace', false],
  ['ssh-ed25519 AAAA me', false],
  ['makefile-parser', false],
])('%j pasted into the form is a whole line: %s', (text, whole) => expect(isWholeLine(text)).toBe(whole));

test('what is copied can be pasted', () => {
  const defines = { motd: "it's $HOME", list: ['a b'], on: true };
  for (const kind of ['make', 'studio'] as const)
    expect(read(lineOf(kind, targets[1]!, defines))).toMatchObject({ target: targets[1]!.name, defines });
  expect(read(`osbuild-mpp ${lineOf('mpp', targets[0]!, defines)} images/minimal.mpp.yml -`)).toMatchObject({
    defines,
  });
});
