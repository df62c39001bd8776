/**
 * Our ids of stages and pipelines beside osbuild's: manifests that osbuild-mpp resolved, and what osbuild's loader
 * computed for each of their stages.
 *
 * The recordings are no part of the project. They are looked for in the folder that OSTREE_STUDIO_MPP names, then in
 * `../shared/mpp/public` beside the project; without them nothing here is tested, and the run says so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stageIds } from '../../electron/engine/builds/executor/ids';
import { Manifest } from '../../shared/manifest/types';

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const cases = path.resolve(process.env.OSTREE_STUDIO_MPP ?? path.join(project, '../shared/mpp/public'));

const Pipeline = z.object({
  name: z.string(),
  id: z.string().nullable(),
  stages: z.array(z.object({ type: z.string(), id: z.string() })),
});
/** What osbuild refuses as a whole has no ids: its loader did not know a stage, or an option of one. */
const Ids = z.object({ pipelines: z.array(Pipeline).optional() });

function readCases(): { name: string; text: string; pipelines: z.infer<typeof Pipeline>[] }[] {
  const folders = existsSync(cases) ? readdirSync(cases).sort() : [];
  return folders.flatMap((name) => {
    const [ids, golden] = ['ids.json', 'golden.json'].map((file) => path.join(cases, name, file));
    if (!ids || !golden || !existsSync(ids) || !existsSync(golden)) return [];
    const { pipelines } = Ids.parse(JSON.parse(readFileSync(ids, 'utf8')));
    return pipelines ? [{ name, pipelines, text: readFileSync(golden, 'utf8') }] : [];
  });
}

/** Python tells `1.0` from `1`, has whole numbers of any size, and writes NaN: JSON as JavaScript reads it does not. */
function hasOtherNumbers(text: string): boolean {
  return text.split('\n').some((line) => {
    const [, number] = /^\s*(?:"(?:[^"\\]|\\.)*": )?(-?\d[\w.+-]*|-?Infinity|NaN),?$/.exec(line) ?? [];
    return number !== undefined && (/^\D*[A-Z]|\.0$/.test(number) || /^-?\d{16,}$/.test(number));
  });
}

const all = readCases();
if (all.length === 0)
  console.warn(
    `\n*** SKIPPED: ids beside osbuild's. There are no recordings in ${cases}; ` +
      'set OSTREE_STUDIO_MPP to the folder that holds them. ***\n',
  );

describe.skipIf(all.length === 0)('ids beside osbuild’s', () => {
  test.for(all)('$name', ({ text, pipelines }, context) => {
    const [, version] = /^\s*"version": "(\d)"/m.exec(text) ?? [];
    if (version !== '2') context.skip('a manifest of version 1, which the studio does not build');
    if (hasOtherNumbers(text)) context.skip('it has numbers that a JavaScript number is not: 1.0, NaN, 2**64');
    const ours = stageIds(Manifest.parse(JSON.parse(text)));
    expect([...ours].map(([name, ids]) => ({ name, ids, id: ids.at(-1) ?? null }))).toEqual(
      pipelines.map(({ name, id, stages }) => ({ name, ids: stages.map((stage) => stage.id), id })),
    );
  });
});
