import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STAGES } from '../builds/stages/registry';
import { createStageTypeReader, mergeStageTypes } from './stage-types';
import { parseStage, stageFolders } from './stage-types-osbuild';
import { OPTION_WORDS } from './stage-types-words';

/** The shape of osbuild's descriptions, with a stage that does not exist. */
const PAINT = JSON.stringify({
  summary: 'Paint the tree',
  description: ['Paints the tree in a colour.', '', 'It dries by itself.'],
  capabilities: ['CAP_PAINT'],
  schema_2: {
    options: {
      additionalProperties: false,
      required: ['colour'],
      properties: { colour: { type: 'string', enum: ['red', 'green'], description: 'The colour' } },
    },
    devices: { additionalProperties: true, required: ['wall'] },
    mounts: { type: 'array' },
  },
});
const FSTAB = JSON.stringify({
  summary: "osbuild's own words",
  description: 'More about it.',
  schema: { properties: { filesystems: { description: 'their words', default: 'x' }, other: { type: 'string' } } },
});

describe("a description of osbuild's", () => {
  test('becomes a stage type', () => {
    expect(parseStage('org.osbuild.paint', PAINT)).toEqual({
      type: 'org.osbuild.paint',
      summary: 'Paint the tree',
      description: 'Paints the tree in a colour.\n\nIt dries by itself.',
      options: expect.objectContaining({ type: 'object', required: ['colour'] }),
      devices: { type: 'object', additionalProperties: true, required: ['wall'] },
      mounts: { type: 'array' },
    });
  });

  test('of an older form has its options, and of another one is left out', () => {
    expect(parseStage('org.osbuild.fstab', FSTAB)?.options).toMatchObject({ type: 'object' });
    expect(parseStage('a.b', 'SCHEMA = """')).toBeUndefined();
    expect(parseStage('a.b', '[1]')).toBeUndefined();
    expect(parseStage('a.b', '{"summary": 7, "schema_2": {"options": [], "inputs": 1}}')).toEqual({
      type: 'a.b',
      summary: '',
      description: '',
    });
  });
});

describe('the two lists as one', () => {
  const types = mergeStageTypes([parseStage('org.osbuild.paint', PAINT)!, parseStage('org.osbuild.fstab', FSTAB)!]);
  const type = (name: string) => types.find((each) => each.type === name)!;

  test('has every stage once, by name', () => {
    expect(types).toHaveLength(STAGES.size + 1);
    expect(types.map((each) => each.type)).toEqual([...types.map((each) => each.type)].sort());
    expect(type('org.osbuild.paint')).toMatchObject({ builtin: false, osbuild: true });
    expect(type('org.osbuild.rpm')).toMatchObject({ builtin: true, osbuild: false });
  });

  test('keeps the options that run, and adds what osbuild says about them', () => {
    const fstab = type('org.osbuild.fstab');
    expect(fstab).toMatchObject({ builtin: true, osbuild: true, description: 'More about it.' });
    const properties = fstab.options?.properties as Record<string, Record<string, unknown>>;
    expect(Object.keys(properties)).toEqual(['filesystems', 'ostree']);
    expect(properties.filesystems).toMatchObject({ type: 'array', description: 'The lines of /etc/fstab.' });
    expect(STAGES.get('org.osbuild.fstab')?.options).not.toHaveProperty('properties.filesystems.description');
  });

  test('says which devices a stage needs', () => {
    expect(type('org.osbuild.sfdisk').devices).toMatchObject({ required: ['device'] });
  });
});

describe('every option of the built-in stages', () => {
  const types = mergeStageTypes([]);
  const walk = (schema: unknown, at: string, missing: string[]): void => {
    const { properties, patternProperties, items } = schema as Record<string, Record<string, unknown> | undefined>;
    for (const [name, child] of Object.entries({ ...properties })) {
      if (!(child as { description?: string }).description) missing.push(`${at}.${name}`);
      walk(child, `${at}.${name}`, missing);
    }
    for (const child of Object.values({ ...patternProperties })) walk(child, `${at}.*`, missing);
    if (items) walk(items, `${at}[]`, missing);
  };
  test('is described', () => {
    const missing: string[] = [];
    for (const type of types) walk(type.options, type.type, missing);
    expect(missing).toEqual([
      // What groups others says nothing more.
      'org.osbuild.ostree.config.config',
      'org.osbuild.ostree.config.config.sysroot',
    ]);
  });
  test('that is described exists', () => {
    for (const [type, words] of Object.entries(OPTION_WORDS)) {
      const text = JSON.stringify(types.find((each) => each.type === type)?.options);
      for (const word of Object.values(words)) expect(text).toContain(JSON.stringify(word).slice(1, -1));
    }
  });
});

describe('a folder of stages', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'stages-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

  test('is read once, and again when it changed', async () => {
    put('org.osbuild.paint.meta.json', PAINT);
    put('org.osbuild.paint', '#!/usr/bin/python3\nraise SystemExit("never run")');
    put('org.osbuild.large.meta.json', JSON.stringify({ summary: 'x'.repeat(300_000) }));
    mkdirSync(path.join(folder, 'org.osbuild.dir.meta.json'));
    const read = createStageTypeReader([path.join(folder, 'none'), folder]);
    const first = await read();
    expect(first.filter((type) => !type.builtin).map(({ type }) => type)).toEqual(['org.osbuild.paint']);
    expect(await read()).toBe(first);
    put('org.osbuild.gild.meta.json', PAINT);
    utimesSync(folder, 1, 1);
    expect((await read()).filter((type) => !type.builtin)).toHaveLength(2);
  });

  test('that is not there leaves the built-in stages', async () => {
    expect(await createStageTypeReader(['/nonexistent'])()).toHaveLength(STAGES.size);
  });

  test("is osbuild's own, or the one that OSBUILD_LIBDIR names", () => {
    expect(stageFolders({})).toEqual(['/usr/lib/osbuild/stages']);
    expect(stageFolders({ OSBUILD_LIBDIR: '/opt/osbuild' })).toEqual([
      '/opt/osbuild/stages',
      '/usr/lib/osbuild/stages',
    ]);
    expect(stageFolders({ OSBUILD_LIBDIR: 'relative' })).toEqual(['/usr/lib/osbuild/stages']);
  });
});
