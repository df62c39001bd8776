import { describe, expect, test } from 'vitest';
import { checkDefines } from './define-check';
import { scanVariables } from './variable-scan';

const known = scanVariables(
  `version: '2'
mpp-vars:
  extra_rpms: []
  image_size: '8589934592'
  use_luks: false
  ssh_port: 22
  users: {}
  kernel_package:
    mpp-eval: locals().get('kernel_name', 'kernel')
pipelines:
- name: rootfs
  stages:
  - mpp-if: use_debug
    then: {type: org.osbuild.noop}
`,
  'include/defaults.ipp.yml',
);
const check = (name: string, value: unknown) => checkDefines({ [name]: value }, known)[0];

test('the variables of a file are found: set, read, and with a default', () => {
  expect(known.map(({ name, type }) => [name, type])).toEqual(
    expect.arrayContaining([
      ['extra_rpms', 'list'],
      ['image_size', 'text'],
      ['use_luks', 'boolean'],
      ['ssh_port', 'number'],
      ['users', 'mapping'],
      ['kernel_name', 'text'],
      ['use_debug', undefined],
    ]),
  );
});

describe('names', () => {
  test('an unknown one is a warning with the nearest', () => {
    expect(check('extra_rpm', ['curl'])).toEqual({
      severity: 'warning',
      message: "No manifest reads or sets 'extra_rpm'.",
      hint: "Did you mean 'extra_rpms'?",
      define: 'extra_rpm',
      suggestion: 'extra_rpms',
    });
    expect(check('zzzz', 1)).toMatchObject({ severity: 'warning', hint: 'Remove it: it has no effect.' });
  });

  test('one that is only read, and those that the studio passes, are known', () => {
    expect(check('use_debug', true)).toBeUndefined();
    expect(check('arch', 'aarch64')).toBeUndefined();
  });
});

describe('values', () => {
  test.for([
    ['extra_rpms', ['curl']],
    ['extra_rpms', []],
    ['image_size', '1'],
    ['use_luks', true],
    ['ssh_port', 2222],
    ['users', { root: {} }],
  ] as const)('%s=%j is fine', ([name, value]) => expect(check(name, value)).toBeUndefined());

  test.for([
    ['extra_rpms', 'curl strace', 'error', 'Write: extra_rpms=["curl","strace"]'],
    ['extra_rpms', ['curl', 1], 'error', 'Write: extra_rpms=["curl", "strace"]'],
    ['extra_rpms', ['curl', ''], 'error', 'Write: extra_rpms=["curl", "strace"]'],
    ['users', [], 'error', 'Write: users={"key": "value"}'],
    ['use_luks', 'yes', 'warning', 'Write: use_luks=true'],
    ['ssh_port', '22', 'warning', 'Write it without quotes: ssh_port=1'],
    ['image_size', 1, 'warning', 'Write it in quotes: image_size="1"'],
  ] as const)('%s=%j is a problem', ([name, value, severity, hint]) => {
    expect(check(name, value)).toMatchObject({ severity, hint, define: name });
  });
});

test('a file that cannot be read has no variables', () => {
  expect(scanVariables('a: [', 'a.ipp.yml')).toEqual([]);
});
