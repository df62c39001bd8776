import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { removeOption, setOption } from './stage-option-text';
import { addStage, disableStage, duplicateStage, enableStage, moveStage, removeStage } from './stage-text';

const SOURCE = `pipelines:
- name: tree
  stages:
  # who may log in
  - type: org.osbuild.users
    options:
      users:
        root:
          password: abc # never used
  - type: org.osbuild.systemd
    options:
      enabled_services:
      - sshd
      - networkd # wired
      # the last one
      flags: {a: 1, b: [x, y]}
      name:
        mpp-eval: hostname

  - type: org.osbuild.machine-id
- name: other
  stages:
  - type: org.osbuild.rpm
`;
const USERS = 5;
const SYSTEMD = 10;
const MACHINE = 20;
const RPM = 23;
const at = (line: number) => ({ file: 'a.yml', line, column: 5 });
const types = (text: string) =>
  (parse(text) as { pipelines: { stages: { type?: string; 'mpp-if'?: string }[] | null }[] }).pipelines.map(
    ({ stages }) => (stages ?? []).map((stage) => (stage.type ?? `if ${stage['mpp-if']}`).replace('org.osbuild.', '')),
  );
const options = (text: string, index: number) =>
  (parse(text) as { pipelines: { stages: { options?: unknown }[] }[] }).pipelines[0]!.stages[index]!.options;
/** Lines that only one of two texts has. */
const changed = (after: string) => {
  const before = SOURCE.split('\n');
  const now = after.split('\n');
  return [
    ...before.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
};

describe('stages', () => {
  it('are added after another one, in the style of the file', () => {
    const text = addStage(SOURCE, at(USERS), { type: 'org.osbuild.mkdir', options: { paths: [{ path: '/a' }] } });
    expect(types(text)[0]).toEqual(['users', 'mkdir', 'systemd', 'machine-id']);
    expect(changed(text)).toEqual(['+  - type: org.osbuild.mkdir', '+      paths:', '+      - path: /a']);
  });

  it('are removed with the comment above them, and nothing else changes', () => {
    const text = removeStage(SOURCE, at(USERS));
    expect(types(text)[0]).toEqual(['systemd', 'machine-id']);
    expect(text).not.toContain('who may log in');
    expect(text).toContain('networkd # wired');
  });

  it('leave an empty list behind the last one', () => {
    expect(types(removeStage(SOURCE, at(RPM)))[1]).toEqual([]);
  });

  it('move up and down with their comments', () => {
    const down = moveStage(SOURCE, at(USERS), at(SYSTEMD), true);
    expect(types(down)[0]).toEqual(['systemd', 'users', 'machine-id']);
    expect(down).toContain('  # who may log in\n  - type: org.osbuild.users');
    const up = moveStage(SOURCE, at(MACHINE), at(USERS), false);
    expect(types(up)[0]).toEqual(['machine-id', 'users', 'systemd']);
    expect(changed(up)).toEqual([]);
    expect(() => moveStage(SOURCE, at(MACHINE), at(RPM), false)).toThrow('different lists');
  });

  it('are copied', () => {
    const text = duplicateStage(SOURCE, at(RPM));
    expect(types(text)[1]).toEqual(['rpm', 'rpm']);
  });

  it('are switched off and on again without a trace', () => {
    for (const line of [USERS, SYSTEMD, MACHINE, RPM]) {
      const off = disableStage(SOURCE, at(line));
      expect(
        types(off)
          .flat()
          .filter((type) => type === 'if False'),
      ).toHaveLength(1);
      expect(enableStage(off, at(line))).toBe(SOURCE);
    }
  });

  it('that are gone, or in a text that is broken, are refused', () => {
    expect(() => removeStage(SOURCE, at(1))).toThrow('no stage any more');
    expect(() => removeStage('stages:\n- type: [a\n', at(2))).toThrow('cannot be read');
  });
});

describe('options', () => {
  it('are changed where they stand', () => {
    const text = setOption(SOURCE, at(USERS), ['users', 'root', 'password'], 'x: y');
    expect(changed(text)).toEqual([
      '-          password: abc # never used',
      '+          password: "x: y" # never used',
    ]);
  });

  it('are added to what is there, and to a stage without any', () => {
    const deep = setOption(SOURCE, at(USERS), ['users', 'guest'], { shell: '/bin/sh' });
    expect(changed(deep)).toEqual(['+        guest:', '+          shell: /bin/sh']);
    const first = setOption(SOURCE, at(MACHINE), ['first-boot'], 'yes');
    // Readers of YAML 1.1 take a bare yes for true.
    expect(changed(first)).toEqual(['+      first-boot: "yes"']);
    const list = setOption(SOURCE, at(SYSTEMD), ['enabled_services', 2], 'cups');
    expect(options(list, 1)).toMatchObject({ enabled_services: ['sshd', 'networkd', 'cups'] });
    expect(list).toContain('networkd # wired');
  });

  it('in braces stay in braces', () => {
    const text = setOption(SOURCE, at(SYSTEMD), ['flags', 'b', 1], 'z');
    expect(changed(text)).toEqual(['-      flags: {a: 1, b: [x, y]}', '+      flags: {a: 1, b: [x, z]}']);
  });

  it('change between words and blocks', () => {
    const block = setOption(SOURCE, at(USERS), ['users', 'root'], 'none');
    expect(options(block, 0)).toEqual({ users: { root: 'none' } });
    const word = setOption(SOURCE, at(USERS), ['users', 'root', 'password'], ['a', 'b']);
    expect(options(word, 0)).toEqual({ users: { root: { password: ['a', 'b'] } } });
    const list = setOption(SOURCE, at(SYSTEMD), ['enabled_services'], ['networkd', 'sshd']);
    expect(options(list, 1)).toMatchObject({
      enabled_services: ['networkd', 'sshd'],
      name: { 'mpp-eval': 'hostname' },
    });
  });

  it('are removed; what is left empty stays empty', () => {
    expect(changed(removeOption(SOURCE, at(SYSTEMD), ['enabled_services', 0]))).toEqual(['-      - sshd']);
    expect(options(removeOption(SOURCE, at(USERS), ['users', 'root', 'password']), 0)).toEqual({ users: { root: {} } });
    expect(options(removeOption(SOURCE, at(SYSTEMD), ['flags', 'b']), 1)).toMatchObject({ flags: { a: 1 } });
    expect(options(removeOption(SOURCE, at(SYSTEMD), ['enabled_services']), 1)).not.toHaveProperty('enabled_services');
  });

  it('behind a dash leave the dash to the next one', () => {
    const source = 'stages:\n- type: a\n  options:\n    paths:\n    - from: x\n      to: y\n';
    expect(removeOption(source, at(2), ['paths', 0, 'from'])).toBe(
      'stages:\n- type: a\n  options:\n    paths:\n    - to: y\n',
    );
  });
});
