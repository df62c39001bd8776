import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { toWire } from '../errors';
import { parseDefines } from './defines';
import { cliLine, makeLine, parseBuildLine, type LineParts } from './make-line';
import { splitWords } from './shell-words';

const target = 'cs9-qemu-minimal-ostree.x86_64';

describe('lines that people paste', () => {
  test.for([
    [
      `make ${target}.qcow2 OSTREE_REPO=ostree-repo DEFINES='extra_rpms=["curl"] distro_version="2"'`,
      {
        target,
        format: 'qcow2',
        ostreeRepo: 'ostree-repo',
        defines: { extra_rpms: ['curl'], distro_version: '2' },
        rest: [],
      },
    ],
    [
      `$ make \\\n  ${target}.repo \\\r\n  DEFINES="extra_rpms=[\\"curl\\"]"`,
      { target, format: 'repo', defines: { extra_rpms: ['curl'] }, rest: [] },
    ],
    [
      `sudo -E VM=1 DEFINES='a=1' make -j4 -C dir cs9-qemu-minimal-ostree@mine.x86_64.img`,
      { target, format: 'img', suffix: 'mine', defines: { a: 1 }, rest: ['VM=1', '-j4', '-C', 'dir'] },
    ],
    [`cd images && make ${target}.img  # build it`, { target, format: 'img', defines: {}, rest: ['cd', 'images'] }],
    [`make ${target}.img DEFINES=$'a="it\\'s"'`, { target, format: 'img', defines: { a: "it's" }, rest: [] }],
    [
      `make ${target}.img MPP_ARGS="-D x=1 -I inc --define 'y=[\\"a b\\"]'"`,
      { target, format: 'img', defines: { x: 1, y: ['a b'] }, rest: [] },
    ],
    [
      `make ${target}.img DEFINES='root_password="$$6$$salt$$hash" other="$6$x"'`,
      { target, format: 'img', defines: { root_password: '$6$salt$hash', other: '$6$x' }, rest: [] },
    ],
    [
      `osbuild-mpp -I . -Dx=1 --define=y=2 -D z images/a.mpp.yml out.json`,
      { target: 'images/a.mpp.yml', defines: { x: 1, y: 2, z: true }, rest: [] },
    ],
    [
      `npm run studio -- build ${target}.repo --define 'a=["b"]' -D c=1 --defines 'd=2' OSTREE_REPO=r --commit 00ff`,
      { target, format: 'repo', ostreeRepo: 'r', defines: { a: ['b'], c: 1, d: 2 }, rest: ['--commit', '00ff'] },
    ],
    [
      `ostree-studio build ${target}.repo --ostree-repo=r -w /w`,
      { target, format: 'repo', ostreeRepo: 'r', defines: {}, rest: ['-w', '/w'] },
    ],
    [`build ${target}.repo -D c=1`, { target, format: 'repo', defines: { c: 1 }, rest: [] }],
    [`${target}.qcow2`, { target, format: 'qcow2', defines: {}, rest: [] }],
    [target, { target, defines: {}, rest: [] }],
    [`extra_rpms=["curl", "a b"] n=1`, { defines: { extra_rpms: ['curl', 'a b'], n: 1 }, rest: [] }],
    [`DEFINES='a=1'`, { defines: { a: 1 }, rest: [] }],
    ['make clean', { defines: {}, rest: ['clean'] }],
    ['', { defines: {}, rest: [] }],
  ] as const)('%s', ([text, expected]) => expect(parseBuildLine(text)).toEqual(expected));

  test('a second target is told', () => {
    expect(parseBuildLine(`make ${target}.img ${target}.repo`).rest).toEqual([`${target}.repo`]);
  });
});

describe('mistakes have their place, in one sentence', () => {
  test.for([
    [`make ${target}.img DEFINES='a=1`, "The quote ' at character 49 has no end."],
    [`make x \\\n DEFINES="a=1`, 'The quote " at character 10 of line 2 has no end.'],
    [`make ${target}.img DEFINES='a=b'`, 'The value of a is not JSON: b (character 41).'],
    [`make x MPP_ARGS='-D a='`, 'The value of a is not JSON: nothing (character 8).'],
    [`a=[1`, 'The value of a is not JSON: [1 (character 1).'],
  ] as const)('%s', ([text, message]) => {
    let thrown: unknown;
    try {
      parseBuildLine(text);
    } catch (error) {
      thrown = error;
    }
    expect(toWire(thrown)).toMatchObject({ code: 'invalid-input', message, detail: { column: expect.any(Number) } });
  });

  test('hostile text ends', () => {
    const started = performance.now();
    parseBuildLine('x '.repeat(50_000));
    parseBuildLine(`make ${'\\\n'.repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

/** A generator of its own, so that a failure can be had again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const PIECES = [
  'a',
  ' ',
  '  ',
  "'",
  '"',
  '\\',
  '$',
  '$$',
  '$HOME',
  '`id`',
  '\n',
  '\t',
  '#',
  '=',
  '!',
  '*',
  '~',
  'ä',
  '😀',
  '\u00a0',
  ';',
  '&',
  '(',
  '%',
  ':',
  ',',
];

function parts(seed: number): LineParts {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const text = (): string => Array.from({ length: Math.floor(next() * 6) }, () => pick(PIECES)).join('');
  const value = (depth: number): unknown => {
    const kind = Math.floor(next() * (depth > 2 ? 4 : 6));
    if (kind === 4) return Array.from({ length: Math.floor(next() * 3) }, () => value(depth + 1));
    if (kind === 5) return Object.fromEntries([[text(), value(depth + 1)]]);
    return [text(), next() * 10, next() < 0.5, null][kind];
  };
  const names = ['a', 'extra_rpms', 'static-uuids', 'distro_version'].slice(0, 1 + Math.floor(next() * 4));
  return {
    target,
    format: pick(['qcow2', 'img', 'repo'] as const),
    ...(next() < 0.3 ? { suffix: 'mine' } : {}),
    defines: Object.fromEntries(names.map((name) => [name, value(0)])),
    ...(next() < 0.5 ? { ostreeRepo: `r${text().replace(/\n/g, '')}` } : {}),
  };
}
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed + 1);
const shell = (line: string): string[] =>
  execFileSync('/bin/sh', ['-c', `words() { for word; do printf '%s\\0' "$word"; done; }; words ${line}`], {
    encoding: 'utf8',
  }).split('\0').slice(0, -1); // prettier-ignore

describe('lines that the studio writes', () => {
  test('look as people write them', () => {
    expect(makeLine({ target, format: 'qcow2', defines: { extra_rpms: ['curl'] }, ostreeRepo: 'ostree-repo' })).toBe(
      `make ${target}.qcow2 OSTREE_REPO=ostree-repo DEFINES='extra_rpms=["curl"]'`,
    );
    expect(cliLine({ target, format: 'repo', suffix: 'x', defines: { a: 'b', n: 1 } })).toBe(
      `npm run studio -- build cs9-qemu-minimal-ostree@x.x86_64.repo -D 'a="b"' -D n=1`,
    );
    expect(makeLine({ target: 'a.mpp.yml', defines: {} })).toBe('make a.mpp.yml');
  });

  test('are read back as they were meant', () => {
    for (const seed of SEEDS) {
      const meant = parts(seed);
      for (const line of [makeLine(meant), cliLine(meant)])
        expect(parseBuildLine(line), line).toEqual({ ...meant, rest: [] });
    }
  });

  test('are split by /bin/sh as here', () => {
    for (const seed of SEEDS)
      for (const line of [makeLine(parts(seed)), cliLine(parts(seed))])
        expect(shell(line), line).toEqual(splitWords(line).map(({ text }) => text));
  });

  const hasMake = ['/usr/bin/make', '/bin/make'].some((file) => existsSync(file));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'make-line-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  test.runIf(hasMake)('give make the defines', () => {
    writeFileSync(path.join(folder, 'Makefile'), `.DEFAULT:\n\t@printf '%s' "$$DEFINES"\n`);
    for (const seed of SEEDS.slice(0, 20)) {
      const { defines } = parts(seed);
      const out = execFileSync('/bin/sh', ['-c', makeLine({ target, format: 'img', defines })], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(parseDefines(out)).toEqual(defines);
    }
  });
});
