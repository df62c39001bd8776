/** Inputs of a stage: what is mounted read-only under /run/osbuild/inputs, and what the stage is told about it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../../shared/errors';
import type { Bind } from '../../tools/bwrap';
import type { StageInput } from '../stages/stage';
import { fileInTree } from './devices';
import { type Input, pipelineReferences, references } from './manifest';

export const INPUTS: ReadonlySet<string> = new Set(['org.osbuild.files', 'org.osbuild.tree', 'org.osbuild.ostree']);

export interface InputPlaces {
  /** Folder with the sources' files, named by digest. */
  readonly files: string;
  /** A finished pipeline's tree. */
  tree(pipeline: string): string;
}

export interface MappedInput {
  readonly binds: readonly Bind[];
  readonly input: StageInput;
}

const Compose = z.object({ 'ostree-commit': z.string().regex(/^[0-9a-f]{64}$/) });

/** The commit that a pipeline's tree says it made. */
export async function composedCommit(tree: string): Promise<string> {
  const text = await readFile(path.join(tree, 'compose.json'), 'utf8').catch(() => undefined);
  if (text === undefined) throw new StudioError('invalid-input', 'The pipeline made no commit (no compose.json).');
  return Compose.parse(JSON.parse(text))['ostree-commit'];
}

function filesOfSource(input: Input, at: string, places: InputPlaces): MappedInput {
  const files = references(input);
  const binds = [...files.keys()].map((digest) => ({
    source: path.join(places.files, digest),
    target: `${at}/${digest}`,
    mode: 'ro' as const,
  }));
  // A mount for each of hundreds of packages would be slow: from then on the whole folder is shown, read-only.
  const whole = [{ source: places.files, target: at, mode: 'ro' as const }];
  return { binds: binds.length > 20 ? whole : binds, input: { path: at, files, refs: new Map() } };
}

async function fileOfPipeline(input: Input, at: string, places: InputPlaces): Promise<MappedInput> {
  const binds: Bind[] = [];
  const files = new Map<string, unknown>();
  for (const [id, options] of references(input)) {
    const name = (typeof options.file === 'string' ? options.file : '').replace(/^\//, '');
    const source = await fileInTree(places.tree(id.slice('name:'.length)), name);
    binds.push({ source, target: `${at}/${name}`, mode: 'ro' });
    files.set(name, {});
  }
  return { binds, input: { path: at, files, refs: new Map() } };
}

function theOnePipeline(input: Input): string {
  const [name, ...others] = pipelineReferences(input);
  if (name === undefined || others.length > 0)
    throw new StudioError('invalid-input', `An input of type ${input.type} refers to exactly one pipeline.`);
  return name;
}

async function commitOfPipeline(input: Input, at: string, places: InputPlaces): Promise<MappedInput> {
  const tree = places.tree(theOnePipeline(input));
  const [options = {}] = references(input).values();
  const ref = typeof options.ref === 'string' ? options.ref : undefined;
  const binds = [{ source: path.join(tree, 'repo'), target: `${at}/repo`, mode: 'ro' as const }];
  return { binds, input: { path: at, files: new Map(), refs: new Map([[await composedCommit(tree), { ref }]]) } };
}

/** Maps one input to its place in the sandbox. */
export async function mapInput(name: string, input: Input, places: InputPlaces): Promise<MappedInput> {
  const at = `/run/osbuild/inputs/${name}`;
  if (input.type === 'org.osbuild.files')
    return input.origin === 'org.osbuild.source' ? filesOfSource(input, at, places) : fileOfPipeline(input, at, places);
  if (input.origin !== 'org.osbuild.pipeline')
    throw new StudioError('invalid-input', `The built-in engine has no ${input.type} input from a source.`);
  if (input.type === 'org.osbuild.ostree') return commitOfPipeline(input, at, places);
  const binds = [{ source: places.tree(theOnePipeline(input)), target: at, mode: 'ro' as const }];
  return { binds, input: { path: at, files: new Map(), refs: new Map() } };
}
