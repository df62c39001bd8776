import { expect, it } from 'vitest';
import type { StageType } from '../../../shared/manifest/types';
import { checkText } from './text-check';

const type: StageType = {
  type: 'org.osbuild.users',
  summary: 'Users',
  description: '',
  builtin: true,
  osbuild: true,
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['users'],
    properties: {
      users: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: { uid: { type: 'integer' }, shell: { enum: ['/bin/sh', '/bin/bash'] } },
        },
      },
    },
  },
};
const stage = (options: string) =>
  `pipelines:\n- name: a\n  stages:\n  - type: org.osbuild.users\n    options:\n${options}`;
const said = (text: string) =>
  checkText(text, [type]).map(({ severity, message, from, to }) => [severity, message, text.slice(from, to)]);

it('tells of broken YAML at its place, at once', () => {
  const [first] = checkText('a: 1\nb: [1, 2\nc: 3\n', [type]);
  expect(first?.severity).toBe('error');
  expect(first?.from).toBeGreaterThan(5);
  expect(first?.message).not.toContain('line');
});

it('accepts what fits, directives and variables', () => {
  expect(said(stage('      users:\n        me: { uid: 1000, shell: /bin/sh }\n'))).toEqual([]);
  expect(
    said(stage('      users:\n        me:\n          uid:\n            mpp-eval: my_uid\n          shell: $shell\n')),
  ).toEqual([]);
  expect(said(stage('      mpp-eval: all_options\n'))).toEqual([]);
});

it('tells of unknown options, with the nearest', () => {
  expect(said(stage('      user:\n        me: {}\n'))).toEqual([
    ['warning', 'There is no option user here. Did you mean users?', 'user'],
    ['warning', 'Missing here: users.', 'user'],
  ]);
});

it('tells of values of another type', () => {
  expect(said(stage('      users:\n        me:\n          uid: many\n          shell: zsh\n'))).toEqual([
    ['warning', 'A text, where an integer is expected.', 'many'],
    ['warning', 'zsh is none of /bin/sh, /bin/bash.', 'zsh'],
  ]);
});

it('tells of stage types that nobody knows', () => {
  expect(said('stages:\n- type: org.osbuild.user\n')).toEqual([
    [
      'warning',
      'org.osbuild.user is no stage type that is known here. Did you mean org.osbuild.users?',
      'org.osbuild.user',
    ],
  ]);
});

it('never throws', () => {
  for (const text of ['', '\t', '&a *a', '{', '- - -', '? a', '<<: *x', '\u0000', '!!x y'])
    expect(() => checkText(text, [type])).not.toThrow();
});
