/** Inputs of a stage: what is mounted read-only under /run/osbuild/inputs, and what the stage is told about it. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';
import type { Bind } from '../../tools/bwrap';
import type { StageInput } from '../stages/stage';
import { fileInTree } from './devices';
import { type Input, pipelineReferences, references } from './manifest';
import { sourceRepository } from './ostree-source';

export const INPUTS: ReadonlySet<string> = new Set([
  'org.osbuild.files',
  'org.osbuild.tree',
  'org.osbuild.ostree',
  'org.osbuild.ostree.checkout',
]);

export interface InputPlaces {
  /** Folder with the sources' files, named by digest. */
  readonly files: string;
  /** A finished pipeline's tree. */
  tree(pipeline: string): string;
  /** Folder for what an input unpacks. */
  readonly scratch: string;
}

export interface MappedInput {
  readonly binds: readonly Bind[];
  readonly input: StageInput;
  /** Removes what was unpacked for it. */
  close?(): Promise<void>;
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

interface Commits {
  readonly repo: string;
  readonly refs: ReadonlyMap<string, { ref?: string | undefined }>;
}

/** The commits that an input refers to, and the repository that has them. */
async function commitsOf(input: Input, places: InputPlaces): Promise<Commits> {
  const wanted = [...references(input)].map(
    ([id, { ref }]) => [id, { ref: typeof ref === 'string' ? ref : undefined }] as const,
  );
  if (input.origin === 'org.osbuild.source') return { repo: sourceRepository(places.files), refs: new Map(wanted) };
  const tree = places.tree(theOnePipeline(input));
  return { repo: path.join(tree, 'repo'), refs: new Map([[await composedCommit(tree), wanted[0]?.[1] ?? {}]]) };
}

async function repository(input: Input, at: string, places: InputPlaces): Promise<MappedInput> {
  const { repo, refs } = await commitsOf(input, places);
  return { binds: [{ source: repo, target: `${at}/repo`, mode: 'ro' }], input: { path: at, files: new Map(), refs } };
}

/** The files of each commit, in a folder that is named by its checksum. */
async function checkouts(input: Input, at: string, places: InputPlaces): Promise<MappedInput> {
  const { repo, refs } = await commitsOf(input, places);
  const folder = path.join(places.scratch, randomUUID());
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o755 });
  try {
    for (const commit of refs.keys())
      await run('ostree', ['checkout', `--repo=${repo}`, '--', commit, path.join(folder, commit)]);
  } catch (thrown) {
    await close();
    throw thrown;
  }
  const paths = new Map([...refs.keys()].map((commit) => [commit, { path: commit }]));
  return {
    binds: [{ source: folder, target: at, mode: 'ro' }],
    input: { path: at, files: new Map(), refs: paths },
    close,
  };
}

/** Maps one input to its place in the sandbox. */
export async function mapInput(name: string, input: Input, places: InputPlaces): Promise<MappedInput> {
  const at = `/run/osbuild/inputs/${name}`;
  if (input.type === 'org.osbuild.files')
    return input.origin === 'org.osbuild.source' ? filesOfSource(input, at, places) : fileOfPipeline(input, at, places);
  if (input.type === 'org.osbuild.ostree') return repository(input, at, places);
  if (input.type === 'org.osbuild.ostree.checkout') return checkouts(input, at, places);
  if (input.origin !== 'org.osbuild.pipeline')
    throw new StudioError('invalid-input', `The built-in engine has no ${input.type} input from a source.`);
  const binds = [{ source: places.tree(theOnePipeline(input)), target: at, mode: 'ro' as const }];
  return { binds, input: { path: at, files: new Map(), refs: new Map() } };
}
