import { describe, expect, it, test } from 'vitest';
import type { Variable } from '../../../shared/manifest/types';
import { kindOf } from './define-catalog';
import { formGroups } from './define-form-fields';
import { parseSizeIn, sizeIn } from './define-units';
import { repoProblem } from './define-repos';

const file = 'include/defaults.ipp.yml';
const variable = (name: string, value: unknown, settings: Variable['settings'] = []): Variable => ({
  ...{ name, value, settings, file, line: 7, origin: 'manifest' },
});
const none = { defines: {}, variables: [], names: new Set<string>(), filter: '' };
const shape = (groups: ReturnType<typeof formGroups>) =>
  groups.map((group) => [group.name, ...group.fields.map((field) => field.name)]);

describe('the form of defines', () => {
  it('has what the manifest knows and what is set, in groups', () => {
    const variables = [variable('image_size', '2147483648'), variable('root_password', ''), variable('name', 'x')];
    expect(shape(formGroups({ ...none, variables, names: new Set(['extra_repos']), defines: { mine: 1 } }))).toEqual([
      ['Packages', 'extra_rpms', 'extra_repos'],
      ['System', 'root_password'],
      ['Version and OSTree', 'distro_version'],
      ['Disk', 'image_size'],
      ['Other', 'mine'],
    ]);
  });

  it('finds every variable by name or value', () => {
    const variables = [variable('hostname', 'starter'), variable('weird_switch', 'starter-like')];
    expect(shape(formGroups({ ...none, variables, filter: 'starter' }))).toEqual([
      ['System', 'hostname'],
      ['Other', 'weird_switch'],
    ]);
  });

  it('knows the default behind what is set, and where it is written', () => {
    const settings: Variable['settings'] = [
      { kind: 'include', value: 'starter', place: { file, line: 7, column: 3 } },
      { kind: 'define', value: 'mine' },
    ];
    const [group] = formGroups({
      ...none,
      defines: { hostname: 'mine' },
      variables: [variable('hostname', 'mine', settings)],
      filter: 'hostname',
    });
    expect(group?.fields[0]).toMatchObject({ value: 'mine', isSet: true, base: { value: 'starter' }, file, line: 7 });
  });

  it('is not misled by a default that has asked for the define', () => {
    const base = (code: string, more: readonly Variable[] = []) => {
      const own = variable('hostname', 'mine', [{ kind: 'include', value: 'mine', code }]);
      const variables = [own, ...more];
      return formGroups({ ...none, defines: { hostname: 'mine' }, variables, filter: 'hostname' })[0]?.fields[0]?.base;
    };
    expect(base("locals().get('hostname', 'starter')")).toEqual({ value: 'starter' });
    expect(base("locals().get('hostname', [])")).toEqual({ value: [] });
    expect(base("locals().get('hostname', default_hostname)", [variable('default_hostname', 'd')])).toEqual({
      value: 'd',
    });
    expect(base("locals().get('hostname', f(x))")).toBeUndefined();
  });

  it('takes the default of the sample images from its own variable', () => {
    const variables = [variable('default_root_password', '$6$x$y')];
    const [group] = formGroups({ ...none, variables, names: new Set(['root_password']), filter: 'root_password' });
    expect(group?.fields[0]).toMatchObject({ name: 'root_password', kind: 'password', value: '$6$x$y', isSet: false });
  });
});

test.each([
  ['extra_rpms', [], 'names'],
  ['extra_rpms', 'curl', 'text'],
  ['extra_rpms', [1], 'json'],
  ['image_rpms', ['a'], 'names'],
  ['kernel_opts', ['quiet'], 'options'],
  ['extra_repos', [{ id: 'a' }], 'repos'],
  ['qm_extra_repos', [], 'repos'],
  ['use_luks', false, 'boolean'],
  ['static_uuids', 'yes', 'text'],
  ['image_size', '8589934592', 'bytes'],
  ['abootpart_size', 131072, 'sectors'],
  ['active_gpt_attrs', [48, 49], 'json'],
  ['distro_version', '9', 'version'],
])('%s with %j is edited as %s', (name, value, kind) => expect(kindOf(name, value)).toBe(kind));

test('sizes are shown in the unit that comes out even, and read in any', () => {
  expect(sizeIn(2147483648, 1).unit).toBe('GiB');
  expect(sizeIn(614400 * 512, 512).in(sizeIn(614400 * 512, 512).unit)).toBe('300');
  expect(sizeIn(1000, 1).unit).toBe('B');
  expect(parseSizeIn('1.5', 'GiB', 1)).toEqual({ count: 1610612736 });
  expect(parseSizeIn('100 MiB', 'GiB', 512)).toEqual({ count: 204800 });
  expect(parseSizeIn('much', 'GiB', 1)).toHaveProperty('problem');
  expect(parseSizeIn('100', 'B', 1)).toHaveProperty('problem');
});

test('a repository needs an id of its own and an address', () => {
  const good = { id: 'mine', baseurl: 'https://example.com/$arch', priority: 10 };
  const problem = (row: Record<string, unknown>) => repoProblem(row, [row]);
  expect(problem(good)).toBeUndefined();
  expect(problem({ ...good, id: '' })).toBe('It needs an id.');
  expect(problem({ ...good, baseurl: 'example.com' })).toContain('https://');
  expect(problem({ ...good, priority: 'low' })).toContain('1 to 99');
  expect(repoProblem(good, [good, { ...good }])).toBe('Another one has this id.');
});
