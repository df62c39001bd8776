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
    ['ssh_port', '22', 'warning', 'Write it without quotes: ssh_port=22'],
    ['image_size', 1, 'warning', 'Write it in quotes: image_size="1"'],
  ] as const)('%s=%j is a problem', ([name, value, severity, hint]) => {
    expect(check(name, value)).toMatchObject({ severity, hint, define: name });
  });
});

test('a file that cannot be read has no variables', () => {
  expect(scanVariables('a: [', 'a.ipp.yml')).toEqual([]);
});

describe('the variables of the sample images', () => {
  const sample = scanVariables(
    `mpp-vars:
  default_extra_rpms: []
  default_extra_repos: []
  default_target_repos: []
  default_kernel_opts: []
  default_image_size: '8589934592'
  default_efipart_size: 204800
  default_root_password: $6$salt$aaaaaaaaaaaa
  default_guest_password: $6$salt$aaaaaaaaaaaa
  default_root_ssh_key: ""
  default_ssh_permit_root_login: false
  default_dracut_add_modules: [base]
  default_dracut_omit_modules: [bash]
  default_ostree_repo_url: http://10.0.2.100/
  default_partition_label: gpt
  default_display_server: {mpp-eval: "str(None)"}
${[
  'extra_rpms',
  'extra_repos',
  'target_repos',
  'kernel_opts',
  'image_size',
  'efipart_size',
  'root_password',
  'guest_password',
  'root_ssh_key',
  'ssh_permit_root_login',
  'dracut_add_modules',
  'dracut_omit_modules',
  'ostree_repo_url',
  'partition_label',
  'display_server',
]
  .map((name) => `  ${name}: {mpp-eval: "locals().get('${name}', default_${name})"}`)
  .join('\n')}
  distro_version: '9'
  static_uuids: {mpp-eval: "locals()['static-uuids'] if 'static-uuids' in locals() else True"}
  rootfs_uuid: {mpp-eval: "'76a22bf4-f153-4541-b6c7-0332c0dfaeac' if static_uuids else x"}
mpp-define-images:
- id: disk
  size: $image_size
`,
    'include/defaults.ipp.yml',
  );
  const problem = (name: string, value: unknown) => checkDefines({ [name]: value }, sample)[0];

  test.for([
    ['extra_rpms', ['curl', '@core', 'a = 1.0', '/usr/bin/x']],
    ['extra_repos', [{ id: 'mine', baseurl: 'https://example.com' }]],
    ['target_repos', []],
    ['kernel_opts', ['quiet']],
    ['image_size', '8589934592'],
    ['image_size', '8G'],
    ['efipart_size', 409600],
    ['root_password', '$6$xoLqEUz0cGGJRx01$H3H/bFm0myJPULNMtbSsOFd/2BnHqHkMD92Sfxd.'],
    ['root_password', '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7'],
    ['root_password', ''],
    ['guest_password', '!'],
    ['ssh_permit_root_login', true],
    ['ostree_repo_url', 'file:///srv/repo'],
    ['distro_version', '9.1'],
    ['static-uuids', true],
    ['static_uuids', false],
    ['rootfs_uuid', '76a22bf4-f153-4541-b6c7-0332c0dfaeac'],
    ['display_server', 'neptune'],
    ['disk', {}],
  ] as const)('%s=%j is fine', ([name, value]) => expect(problem(name, value)).toBeUndefined());

  test.for([
    [
      'extra_rpms',
      'curl strace',
      'error',
      "'extra_rpms' must be a list of texts, but is a text.",
      'Write: extra_rpms=["curl","strace"]',
    ],
    [
      'extra_rpms',
      ['curl strace'],
      'error',
      "Entry 1 of 'extra_rpms' has 2 names in one text.",
      'Write: extra_rpms=["curl","strace"]',
    ],
    [
      'extra_repos',
      ['https://example.com'],
      'error',
      "Entry 1 of 'extra_repos' is no repository with an id.",
      'Write: extra_repos=[{"id": "mine", "baseurl": "https://…"}]',
    ],
    [
      'extra_repos',
      [{ id: 'a' }],
      'warning',
      "The repository 'a' of 'extra_repos' has no baseurl, metalink or mirrorlist.",
      'Write: extra_repos=[{"id": "mine", "baseurl": "https://…"}]',
    ],
    [
      'extra_repos',
      [
        { id: 'a', baseurl: '/x' },
        { id: 'a', baseurl: '/y' },
      ],
      'error',
      "Two entries of 'extra_repos' have the id 'a'.",
      'Give each an id of its own.',
    ],
    ['kernel_opts', 'quiet', 'error', "'kernel_opts' must be a list, but is a text.", 'Write: kernel_opts=[…]'],
    [
      'image_size',
      8589934592,
      'warning',
      "'image_size' must be a text of bytes, but is a number.",
      'Write it in quotes: image_size="8589934592"',
    ],
    ['image_size', '8 GB', 'error', "'image_size' is no size: 8 GB.", 'Write bytes as a text: image_size="8589934592"'],
    [
      'efipart_size',
      '409600',
      'warning',
      "'efipart_size' must be a number, but is a text.",
      'Write it without quotes: efipart_size=409600',
    ],
    [
      'root_password',
      'secret',
      'warning',
      "'root_password' is not a crypt(5) hash: nobody can log in with it, and it is kept as plain text.",
      'Let the studio hash it, or give the output of: openssl passwd -6',
    ],
    [
      'guest_password',
      '$6$',
      'warning',
      "'guest_password' is a damaged crypt(5) hash: part of it is missing.",
      'A shell replaces $ in double quotes, and make everywhere: use single quotes, and $$ in a make line.',
    ],
    [
      'ssh_permit_root_login',
      'yes',
      'warning',
      "'ssh_permit_root_login' must be true or false, but is a text.",
      'Write: ssh_permit_root_login=true',
    ],
    [
      'ssh_permit_root_login',
      'no',
      'warning',
      "'ssh_permit_root_login' must be true or false, but is a text.",
      'Write: ssh_permit_root_login=false',
    ],
    [
      'distro_version',
      9.1,
      'warning',
      "'distro_version' must be a text, but is a number.",
      'Write it in quotes: distro_version="9.1"',
    ],
    [
      'dracut_add_modules',
      'base',
      'error',
      "'dracut_add_modules' must be a list of texts, but is a text.",
      'Write: dracut_add_modules=["base"]',
    ],
    [
      'ostree_repo_url',
      '10.0.2.100',
      'warning',
      "'ostree_repo_url' is no address: it has no https:// or file:// before it.",
      'Write: ostree_repo_url="https://…"',
    ],
    [
      'rootfs_uuid',
      'abc',
      'warning',
      "'rootfs_uuid' is no UUID.",
      'A UUID has 8-4-4-4-12 hexadecimal digits; uuidgen makes one.',
    ],
    ['str', 1, 'warning', "No manifest reads or sets 'str'.", 'Remove it: it has no effect.'],
    ['extra-rpms', [], 'warning', "No manifest reads or sets 'extra-rpms'.", "Did you mean 'extra_rpms'?"],
    ['image_sise', '1', 'warning', "No manifest reads or sets 'image_sise'.", "Did you mean 'image_size'?"],
    ['arhc', 'x', 'warning', "No manifest reads or sets 'arhc'.", "Did you mean 'arch'?"],
  ] as const)('%s=%j', ([name, value, severity, message, hint]) => {
    expect(problem(name, value)).toMatchObject({ severity, message, hint, define: name });
  });
});
