import { describe, expect, test } from 'vitest';
import { preprocessText, rejection } from './testing/memory-host';

const IMPORT = (path: string): string => `version: '2'\npipelines:\n- mpp-import-pipelines:\n    path: ${path}\n`;

describe('variables', () => {
  test('come in order, defines win, and each knows its place', async () => {
    const { document, variables } = await preprocessText(
      "version: '2'\nmpp-vars:\n  a: 1\n  b: {mpp-eval: a + 1}\n  c: $b\npipelines: []\nx: {mpp-format-string: '{a} {b} {c}'}\n",
      { defines: [['a', 5n]] },
    );
    expect(document.get('x')).toBe('5 6 6');
    expect(variables.map(({ name, value, origin, place }) => [name, value, origin, place?.line])).toEqual([
      ['arch', 'x86_64', 'manifest', undefined],
      ['a', 5n, 'define', 3],
      ['b', 6n, 'manifest', 4],
      ['c', '6', 'manifest', 5],
    ]);
  });

  test('an expression that fails is told with its line and the nearest name', async () => {
    const error = await rejection(
      preprocessText("version: '2'\nmpp-vars:\n  kernel: linux\npipelines: []\nx:\n  mpp-eval: kernal + '-rt'\n"),
    );
    expect(error).toMatchObject({
      code: 'invalid-input',
      hint: "Did you mean 'kernel'?",
      detail: { file: 'image.mpp.yml', line: 6, names: ['kernel'] },
    });
  });

  test('a number that is none is told where it is asked for', async () => {
    const error = await rejection(preprocessText("version: '2'\npipelines: []\nx:\n  mpp-format-int: '0x10'\n"));
    expect(error.message).toBe("mpp-format-int did not give a number: invalid literal for int() with base 10: '0x10'.");
    expect(error.detail).toMatchObject({ line: 4 });
  });
});

describe('imports', () => {
  test('are looked up beside the importing file', async () => {
    const { document } = await preprocessText(IMPORT('parts/a.ipp.yml'), {
      files: {
        'parts/a.ipp.yml': IMPORT('b.ipp.yml'),
        'parts/b.ipp.yml': "version: '2'\npipelines:\n- name: build\n",
      },
    });
    expect(document.get('pipelines')).toHaveLength(1);
  });

  test('that go round end with a message', async () => {
    const itself = await rejection(preprocessText(IMPORT('image.mpp.yml')));
    expect(itself).toMatchObject({ code: 'invalid-input', hint: 'Does a file import itself?' });
    const round = await rejection(
      preprocessText(IMPORT('a.yml'), { files: { 'a.yml': IMPORT('b.yml'), 'b.yml': IMPORT('a.yml') } }),
    );
    expect(round.message).toContain('100 deep');
    expect(round.detail?.line).toBe(4);
  });

  test('that multiply end with a message', { timeout: 30_000 }, async () => {
    const twice = (path: string): string => IMPORT(path) + IMPORT(path).split('\n').slice(2).join('\n');
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.yml`, twice(`${i + 1}.yml`)]));
    const error = await rejection(
      preprocessText(twice('0.yml'), { files: { ...files, '20.yml': "version: '2'\npipelines: []\n" } }),
    );
    expect(error.message).toContain('more than 2000 files');
  });

  test('of a file that is not there name it', async () => {
    const error = await rejection(preprocessText(IMPORT('distro/cs9.ipp.yml')));
    expect(error).toMatchObject({
      code: 'invalid-input',
      detail: { file: 'image.mpp.yml', line: 4, names: ['distro/cs9.ipp.yml'] },
    });
  });

  test('of a broken file name that file and its line', async () => {
    const error = await rejection(preprocessText(IMPORT('a.yml'), { files: { 'a.yml': 'version: 2\n\tx: 1\n' } }));
    expect(error.detail).toMatchObject({ file: 'a.yml', line: 2, column: 1 });
  });

  test('of another version are refused', async () => {
    const error = await rejection(preprocessText(IMPORT('a.json'), { files: { 'a.json': '{"pipeline": {}}' } }));
    expect(error.message).toContain('version 1');
  });
});

describe('hostile documents', { timeout: 30_000 }, () => {
  test('an alias bomb costs a bounded amount of work', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `x${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    const error = await rejection(preprocessText(`version: '2'\npipelines: []\nx0: &a0 [1]\n${rows.join('\n')}\n`));
    expect(error.message).toContain('more than 400,000 values');
  });

  test('an anchor within itself', async () => {
    const error = await rejection(preprocessText("version: '2'\npipelines: []\nx: &a\n  y: *a\n"));
    expect(error).toMatchObject({ code: 'invalid-input' });
    expect(error.message).toContain('nested');
  });

  test('a document of nothing but brackets', async () => {
    const error = await rejection(preprocessText('['.repeat(50_000)));
    expect(error.code).toBe('invalid-input');
  });

  test.for([
    ['', 'is empty'],
    ['[1]', 'holds a list, not a mapping'],
    ['version: 3', 'must be 1 or 2'],
    ["version: '2'\npipelines: {}", "'pipelines' must be a list"],
    ["version: '2'\npipelines: []\nx: {mpp-eval: exit(3)}", 'ended the run with status 3'],
    ["version: '2'\npipelines: []\nx: 2024-01-01", 'cannot be written'],
  ] as const)('%j', async ([text, message]) => {
    const error = await rejection(preprocessText(text));
    expect(error).toMatchObject({ code: 'invalid-input', detail: { file: 'image.mpp.yml' } });
    expect(error.message).toContain(message);
  });
});

describe('stages', () => {
  const STAGE = (input: string): string =>
    `version: '2'\npipelines:\n- name: tree\n  stages:\n  - type: org.osbuild.copy\n    inputs:\n      f: {type: org.osbuild.files, origin: org.osbuild.source, mpp-embed: ${input}}\n    options: {from: {mpp-format-string: "{embedded['f']}"}, pair: {mpp-eval: "embedded['f']"}}\n`;

  test('an embedded text is a source, and its name a digest', async () => {
    const { text } = await preprocessText(STAGE('{id: f, text: hello}'));
    const digest = 'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
    const manifest = JSON.parse(text) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      pipelines: [
        {
          stages: [{ inputs: { f: { references: { [digest]: {} } } }, options: { from: digest, pair: ['f', digest] } }],
        },
      ],
      sources: { 'org.osbuild.inline': { items: { [digest]: { encoding: 'base64', data: 'aGVsbG8=' } } } },
    });
  });

  test('a file to embed that is not there is named', async () => {
    const error = await rejection(preprocessText(STAGE('{id: f, path: ../hosts}')));
    expect(error).toMatchObject({ detail: { line: 7, names: ['../hosts'] } });
  });

  test('a package list that is none is refused before the solver is asked', async () => {
    const depsolve = (packages: string): string =>
      `version: '2'\npipelines:\n- name: os\n  stages:\n  - type: org.osbuild.rpm\n    inputs:\n      packages:\n        type: org.osbuild.files\n        origin: org.osbuild.source\n        mpp-depsolve: {architecture: x86_64, module-platform-id: 'platform:el9', repos: [{id: a, baseurl: 'http://h/'}], packages: ${packages}}\n`;
    expect((await rejection(preprocessText(depsolve('[1, 2]')))).message).toContain('packages');
    expect((await preprocessText(depsolve('[bash]'))).packages.get('os')).toEqual([]);
  });
});

describe('images', () => {
  const IMAGE = (partitions: string, more = ''): string =>
    `version: '2'\nmpp-define-image:\n  size: '104857600'\n  table: {uuid: u, label: gpt, partitions: ${partitions}}\npipelines: []\n${more}`;

  test('a partition without a size fills the disk; one that says nothing at all is not made', async () => {
    const { document } = await preprocessText(
      IMAGE(
        '[{id: a, size: 2048}, {id: b, uuid: x}, {id: c}]',
        's: {mpp-eval: "[(p.start, p.size) for p in image.layout.partitions]"}\n',
      ),
    );
    expect(
      JSON.stringify(document.get('s'), (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    ).toBe(JSON.stringify([{ items: [2048, 2048] }, { items: [4096, 198656] }, { items: [null, null] }]));
  });

  test('one that does not fit is named with its line', async () => {
    const error = await rejection(preprocessText(IMAGE('[{id: root, size: 999999999}]')));
    expect(error.message).toContain("The partition 'root' cannot be placed");
    expect(error.detail).toMatchObject({ line: 4, names: ['root'] });
  });
});
