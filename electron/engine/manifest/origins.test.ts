import { expect, test } from 'vitest';
import type { Origin } from '../../../shared/manifest/types';
import { originsOf, relativeTo, settingOf } from './origins';
import type { Value } from './python/values';
import { PyDict } from './python/values';
import { preprocess } from './preprocess';
import { memoryHost, preprocessText } from './testing/memory-host';

const name = relativeTo('/w');

async function resolve(text: string, files: Record<string, string> = {}, defines: [string, Value][] = []) {
  const result = await preprocessText(text, { files, defines });
  const origins = originsOf(result.document, result.places, 'image.mpp.yml', name);
  /** `image.mpp.yml:5:3` of a value, or of the nearest above it that has a place. */
  const originOf = (pointer: string): Origin => {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const found = origins[at];
      if (found) return found;
    }
  };
  return {
    origins,
    place: (pointer: string) => {
      const { file, line, column } = originOf(pointer).place;
      return `${file}:${line}:${column}`;
    },
    reasons: (pointer: string) =>
      originOf(pointer).reasons.map((reason) => {
        const at = `${reason.place.file}:${reason.place.line}`;
        if (reason.kind === 'import') return `${at} import ${reason.path}`;
        if (reason.kind === 'if') return `${at} if ${reason.code} ${reason.branch}`;
        return `${at} ${reason.name}${reason.code === undefined ? '' : ` ${reason.code}`}`;
      }),
  };
}

const HEAD = "version: '2'\n";

test('literals stand where they are written, mappings and lists too', async () => {
  const { place, origins } = await resolve(`${HEAD}pipelines:
  - name: os
    stages:
      - type: org.osbuild.test
        options:
          words: [a, b]
`);
  expect(place('')).toBe('image.mpp.yml:1:1');
  expect(place('/pipelines')).toBe('image.mpp.yml:3:3');
  expect(place('/pipelines/0/name')).toBe('image.mpp.yml:3:11');
  expect(place('/pipelines/0/stages/0/options')).toBe('image.mpp.yml:7:11');
  expect(place('/pipelines/0/stages/0/options/words/1')).toBe('image.mpp.yml:7:22');
  expect(Object.values(origins).every(({ reasons }) => reasons.length === 0)).toBe(true);
});

test('an import, a branch in it, and an expression in that are told outermost first', async () => {
  const { place, reasons } = await resolve(
    `${HEAD}mpp-vars:
  big: true
  words: [x, y]
pipelines:
  - mpp-import-pipelines:
      path: include/one.ipp.yml
`,
    {
      'include/one.ipp.yml': `${HEAD}pipelines:
  - mpp-import-pipelines:
      path: two.ipp.yml
`,
      'include/two.ipp.yml': `${HEAD}pipelines:
  - name: os
    stages:
      - mpp-if: not big
        then: {type: org.osbuild.small}
      - mpp-if: big
        then:
          type: org.osbuild.big
          options:
            words:
              mpp-eval: words
      - type: org.osbuild.last
`,
    },
  );
  const imports = ['image.mpp.yml:7 import include/one.ipp.yml', 'include/one.ipp.yml:4 import include/two.ipp.yml'];
  expect(place('/pipelines/0')).toBe('include/two.ipp.yml:3:5');
  expect(reasons('/pipelines/0/name')).toEqual(imports);
  expect(place('/pipelines/0/stages/0/type')).toBe('include/two.ipp.yml:9:17');
  expect(reasons('/pipelines/0/stages/0')).toEqual([...imports, 'include/two.ipp.yml:7 if big then']);
  expect(place('/pipelines/0/stages/0/options/words/1')).toBe('include/two.ipp.yml:12:25');
  expect(reasons('/pipelines/0/stages/0/options/words/1')).toEqual([
    ...imports,
    'include/two.ipp.yml:7 if big then',
    'include/two.ipp.yml:12 mpp-eval words',
  ]);
  expect(place('/pipelines/0/stages/1')).toBe('include/two.ipp.yml:13:9');
  expect(reasons('/pipelines/0/stages/1')).toEqual(imports);
});

test('elements of joined lists keep their own places, whatever was removed before them', async () => {
  const { place, reasons } = await resolve(
    `${HEAD}mpp-vars: {more: [m1, m2]}
pipelines:
  - name: os
    stages:
      - mpp-if: 'False'
        then: {type: org.osbuild.gone}
      - type: org.osbuild.rpm
        options:
          list:
            mpp-join:
              - mpp-if: 'False'
                then: [gone]
              - - a
                - mpp-if: 'False'
                  then: gone
                - mpp-format-string: 'b{1}'
                - c
              - mpp-eval: more
              - mpp-if: 'False'
                then: [gone]
                else:
                  - d
`,
  );
  const list = '/pipelines/0/stages/0/options/list';
  const join = 'image.mpp.yml:12 mpp-join';
  expect(place(list)).toBe('image.mpp.yml:12:15');
  expect([0, 1, 2, 3, 4, 5].map((index) => place(`${list}/${index}`))).toEqual([
    'image.mpp.yml:14:19',
    'image.mpp.yml:17:38',
    'image.mpp.yml:18:19',
    'image.mpp.yml:19:27',
    'image.mpp.yml:19:27',
    'image.mpp.yml:23:21',
  ]);
  expect([0, 1, 4, 5].map((index) => reasons(`${list}/${index}`))).toEqual([
    [join],
    [join, 'image.mpp.yml:17 mpp-format-string b{1}'],
    [join, 'image.mpp.yml:19 mpp-eval more'],
    [join, 'image.mpp.yml:20 if False else'],
  ]);
});

test('what directives of stages make has the directive as its reason, also among the sources', async () => {
  const host = memoryHost();
  const text = `${HEAD}pipelines:
  - name: os
    stages:
      - type: org.osbuild.rpm
        inputs:
          packages:
            type: org.osbuild.files
            origin: org.osbuild.source
            mpp-depsolve:
              architecture: x86_64
              module-platform-id: p
              repos: [{id: one, baseurl: 'http://x'}]
              packages: [bash]
      - mpp-if: 'True'
        then:
          type: org.osbuild.copy
          inputs:
            inlinefile:
              type: org.osbuild.files
              origin: org.osbuild.source
              mpp-embed: {id: motd, text: hello}
`;
  const result = await preprocess(
    { path: 'image.mpp.yml', cwd: '/w', arch: 'x86_64' },
    {
      ...host,
      readFile: async () => Buffer.from(text),
      solve: async () => [{ name: 'bash', checksum: 'sha256:1/2~3', remote_location: 'http://x/bash.rpm' }] as never,
    },
  );
  const origins = originsOf(result.document, result.places, 'image.mpp.yml', name);
  const depsolve = { kind: 'directive', name: 'mpp-depsolve', place: { file: 'image.mpp.yml', line: 11, column: 15 } };
  expect(origins['/pipelines/0/stages/0/inputs/packages/references']?.reasons).toEqual([depsolve]);
  expect(origins['/sources/org.osbuild.curl/items']?.reasons).toEqual([depsolve]);
  expect(Object.keys(origins).filter((pointer) => pointer.includes('~1'))).toEqual([]);
  const [digest] = Object.keys(origins).filter((pointer) => pointer.startsWith('/sources/org.osbuild.inline/items/'));
  expect(
    origins[digest ?? '']?.reasons.map((reason) => (reason.kind === 'directive' ? reason.name : reason.kind)),
  ).toEqual(['if', 'mpp-embed']);
});

test('keys are escaped as JSON pointers are', async () => {
  const { place } = await resolve(`${HEAD}pipelines: []\na/b~c: 1\n`);
  expect(place('/a~1b~0c')).toBe('image.mpp.yml:3:8');
});

test('a file outside of the folder is named from it', () => {
  expect(relativeTo('/w/x')('/w/y.yml')).toBe('../y.yml');
  expect(relativeTo('/w/x')('/w/x/a/../b.yml')).toBe('b.yml');
});

test('settings of a variable are told oldest first, with what gave the value', async () => {
  const result = await preprocess(
    {
      path: 'image.mpp.yml',
      cwd: '/w',
      arch: 'x86_64',
      implied: PyDict.from([['arch', 'aarch64']]),
      defines: PyDict.from([
        ['arch', 'aarch64'],
        ['level', 'mine'],
      ]),
    },
    memoryHost({
      '/w/image.mpp.yml': `${HEAD}mpp-vars:
  level: low
  list: [$level]
pipelines:
  - mpp-import-pipelines: {path: more.ipp.yml}
`,
      '/w/more.ipp.yml': `${HEAD}mpp-vars:
  level:
    mpp-if: arch == 'aarch64'
    then: {mpp-eval: level + '!'}
pipelines: []
`,
    }),
  );
  const settings = (variable: string) =>
    result.variables
      .find((each) => each.name === variable)
      ?.settings.map((setting) => settingOf(setting, name))
      .map(({ kind, value, code, place }) => [kind, value, code, place && `${place.file}:${place.line}`]);
  expect(settings('arch')).toEqual([
    ['builtin', 'x86_64', undefined, undefined],
    ['target', 'aarch64', undefined, undefined],
  ]);
  expect(settings('level')).toEqual([
    ['manifest', 'low', undefined, 'image.mpp.yml:3'],
    ['include', 'mine!', "level + '!'", 'more.ipp.yml:4'],
    ['define', 'mine', undefined, undefined],
  ]);
  expect(settings('list')).toEqual([['manifest', ['mine'], undefined, 'image.mpp.yml:4']]);
});
