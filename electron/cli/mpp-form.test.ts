import { expect, test } from 'vitest';
import { isMppForm } from './mpp-form';

const isFile = (name: string): boolean => name === 'image.mpp.yml';

test.for([
  [['image.mpp.yml', 'out.json']],
  [['image.mpp.yml', '-']],
  [['-I', 'include', '-D', 'a=1', 'gone.yml', 'out.json']],
  [['--def', 'a=1', 'a.yml', '--sort-keys', 'b.json']],
  [['image.mpp.yml']],
  [['-Dx=1', '--', 'a', 'b']],
])('%j is what osbuild-mpp takes', ([argv]) => expect(isMppForm(argv ?? [], isFile)).toBe(true));

test.for([
  [['cs9-qemu-minimal-ostree.x86_64']],
  [['cs9-qemu-minimal-ostree.x86_64', '-D', 'a=1', '--json']],
  [['-w', 'image.mpp.yml', 'cs9-qemu-minimal-ostree.x86_64']],
  [['--workspace', 'folder', 'target', '--data-dir', 'other']],
  [['--define=a=1', 'target']],
  [['--help']],
  [[]],
])('%j names a target', ([argv]) => expect(isMppForm(argv ?? [], isFile)).toBe(false));
