import { expect, test } from 'vitest';
import { BuildRequest } from '../../../shared/builds/types';
import { commandOf } from './command';

test('a command that a shell reads back as it was', () => {
  expect(
    commandOf(
      BuildRequest.parse({
        kind: 'target',
        target: 'starter-qemu-minimal-ostree.x86_64.repo',
        defines: { extra_rpms: ['curl', "o'neil"], distro_version: '2' },
      }),
    ),
  ).toBe(
    `npm run studio -- build starter-qemu-minimal-ostree.x86_64.repo -D 'extra_rpms=["curl","o'\\''neil"]' -D 'distro_version="2"'`,
  );
});
