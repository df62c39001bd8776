import { describe, expect, it } from 'vitest';
import type { Resolved } from '../../../shared/manifest/types';
import { disabledIn, disabledStagesOf } from './stage-disabled';
import { stageRows } from './stage-rows';

const TEXT = `pipelines:
- name: tree
  stages:
  - type: org.osbuild.a
  - mpp-if: 'False'
    then:
      type: org.osbuild.off
      options: {}
  - mpp-if: use_it
    then:
      type: org.osbuild.b
- name: other
  stages:
  - mpp-if: 'False'
    then:
      type: org.osbuild.last
`;
const origin = (line: number) => ({ place: { file: 'a.yml', line, column: 5 }, reasons: [] });
const resolved: Resolved = {
  target: 't',
  manifest: {
    version: '2',
    pipelines: [{ name: 'tree', stages: [{ type: 'org.osbuild.a' }, { type: 'org.osbuild.b' }] }, { name: 'other' }],
  },
  variables: [],
  pipelines: [
    {
      name: 'tree',
      stages: [
        { type: 'org.osbuild.a', id: '1' },
        { type: 'org.osbuild.b', id: '2' },
      ],
    },
    { name: 'other', stages: [] },
  ],
  packages: {},
  origins: { '/pipelines/0/stages/0': origin(4), '/pipelines/0/stages/1': origin(11) },
  files: ['a.yml'],
  problems: [],
  tookMs: 1,
};

describe('stages that are switched off', () => {
  it('are found with their pipeline; other conditions are not', () => {
    expect(disabledIn('a.yml', TEXT).map(({ pipeline, type, place }) => [pipeline, type, place.line])).toEqual([
      ['tree', 'org.osbuild.off', 5],
      ['other', 'org.osbuild.last', 14],
    ]);
  });

  it('are taken from what is edited, else from the disk', () => {
    const sources = new Map([['a.yml', TEXT]]);
    const edited = { kind: 'open', text: 'a: 1', saved: '', hash: '', saving: false, disk: undefined } as const;
    expect(disabledStagesOf(['a.yml'], new Map(), sources)).toHaveLength(2);
    expect(disabledStagesOf(['a.yml'], new Map([['a.yml', edited]]), sources)).toEqual([]);
  });
});

describe('rows', () => {
  const rows = stageRows(resolved, disabledIn('a.yml', TEXT));
  it('have what is switched off in its place', () => {
    expect(rows.map((row) => (row.kind === 'pipeline' ? row.pipeline : `${row.kind} ${row.type.slice(12)}`))).toEqual([
      'tree',
      'stage a',
      'disabled off',
      'stage b',
      'other',
      'disabled last',
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it('can be those of one pipeline', () => {
    expect(stageRows(resolved, [], 'other').map(({ kind }) => kind)).toEqual(['pipeline']);
  });
});
