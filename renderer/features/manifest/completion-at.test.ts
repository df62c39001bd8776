import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { StageType } from '../../../shared/manifest/types';
import { completionsAt } from './completion-at';
import { hoverAt } from './hover-at';
import type { Knowledge } from './knowledge';

const rpm: StageType = {
  type: 'org.osbuild.rpm',
  summary: 'Install packages',
  description: 'Verifies and installs RPMs.',
  builtin: true,
  osbuild: false,
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['dbpath'],
    definitions: { level: { type: 'string', enum: ['low', 'high'], description: 'How much.' } },
    properties: {
      dbpath: { type: 'string', default: '/var/lib/rpm', description: 'Where the database is.' },
      exclude: { type: 'object', properties: { docs: { type: 'boolean' } } },
      levels: { type: 'array', items: { $ref: '#/definitions/level' } },
      level: { $ref: '#/definitions/level' },
    },
  },
};
const know: Knowledge = {
  variables: [
    {
      name: 'distro_name',
      value: 'starter',
      origin: 'manifest',
      settings: [
        { kind: 'include', value: 'none', place: { file: 'include/defaults.ipp.yml', line: 3, column: 3 } },
        { kind: 'define', value: 'starter' },
      ],
    },
  ],
  symbols: {
    variables: [
      { name: 'other_name', definitions: [{ file: 'targets/rpi.ipp.yml', line: 2, column: 3, text: '' }], uses: [] },
    ],
    imports: [],
  },
  stageTypes: [rpm, { ...rpm, type: 'org.osbuild.copy', options: {}, builtin: false }],
  files: ['images/minimal.mpp.yml', 'include/image.ipp.yml', 'files/hosts'],
  path: 'images/minimal.mpp.yml',
  root: 'images/minimal.mpp.yml',
};

/** Completes at `|`. */
function at(text: string, explicit = false, more: Partial<Knowledge> = {}) {
  const offset = text.indexOf('|');
  const doc = Text.of(text.replace('|', '').split('\n'));
  const line = doc.lineAt(offset);
  const found = completionsAt(doc, line.number, offset - line.from, { ...know, ...more }, explicit);
  return { labels: found?.entries.map(({ label }) => label) ?? [], found };
}

describe('keys', () => {
  it('offers those of a manifest, without the ones that are there', () => {
    const { labels } = at('version: "2"\np|');
    expect(labels).toContain('pipelines');
    expect(labels).toContain('mpp-vars');
    expect(labels).not.toContain('version');
    expect(labels).not.toContain('mpp-embed');
  });

  it('offers imports as an entry of the pipelines only', () => {
    expect(at('pipelines:\n- m|').labels).toContain('mpp-import-pipelines');
    expect(at('pipelines:\n- name: a\n  m|').labels).not.toContain('mpp-import-pipelines');
    expect(at('pipelines:\n- name: a\n  m|').labels).toContain('stages');
  });

  it('offers the keys of a directive, required ones first', () => {
    const { labels, found } = at('pipelines:\n- mpp-import-pipeline:\n    p|');
    expect(labels).toEqual(['path', 'id']);
    expect(found?.entries[0]).toMatchObject({ detail: 'required' });
  });

  it("offers a stage's options with type, default and description", () => {
    const { labels, found } = at('pipelines:\n- stages:\n  - type: org.osbuild.rpm\n    options:\n      d|');
    expect(labels).toEqual(expect.arrayContaining(['dbpath', 'exclude', 'levels']));
    expect(found?.entries.find(({ label }) => label === 'dbpath')).toMatchObject({
      detail: 'string, required',
      info: ['string', 'Default: "/var/lib/rpm"', 'Where the database is.'],
    });
    expect(
      at('pipelines:\n- stages:\n  - type: org.osbuild.rpm\n    options:\n      exclude:\n        d|').labels,
    ).toContain('docs');
  });

  it('offers whole stages with their required options', () => {
    const { found } = at('pipelines:\n- stages:\n  - o|');
    expect(found?.entries.find(({ label }) => label === 'org.osbuild.rpm')?.snippet).toBe(
      'type: org.osbuild.rpm\noptions:\n  dbpath: ${dbpath}',
    );
  });

  it('says nothing in comments and in literal text', () => {
    expect(at('# p|', true).labels).toEqual([]);
    expect(at('text: |-\n  p|'.replace('|-', '>-'), true).labels).toEqual([]);
  });

  it('reads JSON by its lines', () => {
    const { found } = at('{\n  "pipelines": [\n    {\n      "n|\n    }\n  ]\n}', false, { path: 'a.mpp.json' });
    expect(found?.entries.find(({ label }) => label === 'name')?.snippet).toBe('"name": ${}');
  });
});

describe('values', () => {
  it('offers stage types behind type:', () => {
    expect(at('pipelines:\n- stages:\n  - type: |').labels).toEqual(['org.osbuild.rpm', 'org.osbuild.copy']);
  });

  it('offers named values of an option, also in lists and through references', () => {
    const stage = 'pipelines:\n- stages:\n  - type: org.osbuild.rpm\n    options:\n';
    expect(at(`${stage}      level: |`).labels).toEqual(['low', 'high']);
    expect(at(`${stage}      exclude:\n        docs: |`).labels).toEqual(['true', 'false']);
  });

  it('offers the paths of other files behind an import, from this file', () => {
    const { labels } = at('pipelines:\n- mpp-import-pipelines:\n    path: ../|');
    expect(labels).toEqual(['../include/image.ipp.yml', '../files/hosts']);
  });

  it('offers the devices of the same stage for its mounts, and inputs in paths', () => {
    const stage = `pipelines:\n- stages:\n  - type: org.osbuild.copy\n    inputs:\n      root:\n        type: org.osbuild.tree\n    devices:\n      disk:\n        type: x\n    mounts:\n    - name: root\n      source: |\n`;
    expect(at(stage).labels).toEqual(['disk']);
    const from = stage.replace('source: |', 'source: disk\n    options:\n      paths:\n      - from: in|');
    expect(at(from).labels).toEqual(['input://root']);
  });
});

describe('names', () => {
  it('offers variables behind $, with what set them', () => {
    const { labels, found } = at('a: $di|');
    expect(labels).toEqual(['distro_name', 'other_name']);
    expect(found?.from).toBe(4);
    expect(found?.entries[0]?.info).toEqual([
      '= starter',
      'Set by your defines',
      'before: none, by an included file in include/defaults.ipp.yml:3',
    ]);
  });

  it('closes the brace of ${', () => {
    expect(at('a: ${di|').found?.entries[0]?.snippet).toBe('distro_name}');
  });

  it('offers variables and Python in expressions, but not behind a dot', () => {
    const { labels } = at('a:\n  mpp-eval: dis|');
    expect(labels).toEqual(expect.arrayContaining(['distro_name', 'len', 'sorted', 'embedded']));
    expect(at('a:\n  mpp-eval: image.la|').labels).toEqual([]);
    expect(at('a:\n  mpp-format-string: root={di|').labels).toContain('distro_name');
    expect(at('a:\n  mpp-format-string: root di|').labels).not.toContain('len');
  });
});

describe('hovering', () => {
  const over = (text: string) => {
    const offset = text.indexOf('|');
    const doc = Text.of(text.replace('|', '').split('\n'));
    const line = doc.lineAt(offset);
    return hoverAt(doc, line.number, offset - line.from, know);
  };
  it('tells of directives, stages, options, variables and imports', () => {
    expect(over('a:\n  mpp-e|val: x')?.facts[0]).toContain('Python');
    expect(over('stages:\n- type: org.osb|uild.rpm')?.facts[0]).toBe('Runs in the built-in engine');
    expect(over('stages:\n- type: org.osbuild.rpm\n  options:\n    db|path: /x')?.facts).toEqual([
      'string',
      'Default: "/var/lib/rpm"',
      'Where the database is.',
      'Required.',
    ]);
    expect(over('a: $distro|_name')).toMatchObject({ title: 'distro_name', from: 4, to: 15 });
    expect(over('- mpp-import-pipelines:\n    path: ../include/im|age.ipp.yml')?.title).toBe('include/image.ipp.yml');
    expect(over('a: noth|ing')).toBeUndefined();
  });
});
