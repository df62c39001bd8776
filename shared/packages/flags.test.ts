import { describe, expect, it } from 'vitest';
import { flagsOf, kernelsOf, type FlagSources } from './flags';
import type { InstalledPackage } from './types';
import { outsideOf } from './unfit';

const one = (name: string, version = '1', arch = 'x86_64'): InstalledPackage => ({
  ...{ name, version, arch, epoch: 0, release: '1', size: 1 },
});
const kernel = one('kernel-core');
const flags = (more: Partial<FlagSources> & { now?: InstalledPackage[] }) => {
  const { now = [kernel], ...rest } = more;
  return flagsOf({ trees: [now], before: undefined, reasons: {}, unfit: [], vanished: [], ...rest });
};
const words = (more: Parameters<typeof flags>[0]) => flags(more).map(({ kind, message }) => `${kind}: ${message}`);

describe('kernels', () => {
  it('are told from what is packaged beside them', () => {
    const names = [
      ...['kernel', 'kernel-core', 'kernel-modules', 'kernel-modules-core', 'kernel-headers', 'kernel-tools-libs'],
      ...['kernel-rt', 'kernel-automotive-core', 'kernel-automotive', 'kernelshark', 'linux-image-6.1.0-amd64'],
    ];
    expect(kernelsOf(names.map((name) => one(name))).map(({ name }) => name)).toEqual([
      ...['kernel-core', 'kernel-rt', 'kernel-automotive-core', 'linux-image-6.1.0-amd64'],
    ]);
  });

  it('are missed, told to be several, and compared with the head', () => {
    expect(words({ now: [one('bash')] })).toEqual(['kernel: The image has no kernel: it cannot boot.']);
    expect(words({ now: [] })).toEqual([]);
    expect(words({ now: [kernel, one('kernel-rt-core')] })[0]).toMatch(
      /2 kernels.*kernel-core 1-1, kernel-rt-core 1-1/,
    );
    expect(words({ now: [one('kernel-core', '2')], before: [kernel] })).toEqual([
      'kernel: The kernel changes: kernel-core 1-1 becomes 2-1.',
    ]);
    expect(words({ now: [one('kernel-rt-core')], before: [kernel] })).toEqual([
      'kernel: The kernel kernel-rt-core 1-1 is new.',
      'kernel: The kernel kernel-core 1-1 goes away.',
    ]);
    expect(words({ before: [kernel] })).toEqual([]);
  });
});

describe('other flags', () => {
  it('finds two versions in one tree, not in two, and not of kernels', () => {
    expect(words({ now: [kernel, one('lib', '2'), one('lib')] })).toEqual([
      'duplicate: lib is there in 2 versions: 1-1, 2-1.',
    ]);
    expect(
      words({ now: [kernel, one('lib'), one('lib', '2', 'i686'), one('kernel-modules', '2'), one('kernel-modules')] }),
    ).toEqual([]);
    expect(words({ trees: [[kernel, one('lib')], [one('lib', '2')]] })).toEqual([]);
  });

  it('tells what an OSTree commit cannot carry, and why', () => {
    const unfit = [
      { name: 'a', folder: '/opt' as const, files: 1 },
      { name: 'b', folder: '/var' as const, files: 3 },
      { name: 'c', folder: '/tmp' as const, files: 1 },
    ];
    expect(words({ unfit, now: [kernel, one('dnf')] })).toEqual([
      'unfit: a has a file in /opt, which is a link into /var on an OSTree system: they are not part of the image.',
      'unfit: b has 3 files in /var: an OSTree commit carries nothing below /var, so they are not installed.',
      'unfit: c has a file in /tmp, which is emptied at each boot.',
      'unfit: dnf installs into /usr, which cannot be written on an OSTree system: rpm-ostree is made for it.',
    ]);
    expect(
      ['/var/lib/x', '/var/lib/', '/variable', '/usr/local/bin/x', '/usr/locale/x', '/opt'].map(outsideOf),
    ).toEqual([...['/var', undefined, undefined, '/usr/local', undefined, undefined]]);
  });

  it('names picks that vanished, and one that brings more than fifty', () => {
    expect(words({ vanished: ['gone'] })).toEqual(['vanished: gone was picked, but no repository has it.']);
    const brought = (count: number) => {
      const names = Array.from({ length: count }, (_none, at) => `lib-${at}`);
      const reasons = Object.fromEntries(
        names.map((name, at) => [name, { by: at === 0 ? 'app' : `lib-${at - 1}`, requirement: name }]),
      );
      return { reasons, now: [kernel, one('app'), ...names.map((name) => one(name))] };
    };
    expect(words({ ...brought(51), before: [kernel] })).toEqual(['many: app brings 51 more packages.']);
    expect(words({ ...brought(50), before: [kernel] })).toEqual([]);
    expect(words({ ...brought(51), before: [kernel, one('app')] })).toEqual([]);
    expect(words(brought(51))).toEqual([]);
  });

  it('ends where reasons go in a circle', () => {
    const reasons = { a: { by: 'b', requirement: 'b' }, b: { by: 'a', requirement: 'a' } };
    expect(words({ reasons, now: [kernel, one('a'), one('b')], before: [kernel] })).toEqual([]);
  });
});
