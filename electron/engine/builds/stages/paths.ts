/** Paths in options: `tree:///p`, `mount://NAME/p`, `input://NAME/p`; without a scheme they are in the tree. */
import path from 'node:path';
import { StudioError } from '../../../../shared/errors';
import type { StageContext } from './stage';

/** A path inside a folder: `..` cannot leave it; a slash at the end becomes `/.`, the folder's contents. */
function within(root: string, inner: string): string {
  const joined = path.posix.join(root, path.posix.normalize(`/${inner}`));
  return inner.endsWith('/') ? `${joined.replace(/\/$/, '')}/.` : joined;
}

/** The place in the sandbox that a location stands for. */
export function locate(location: string, context: StageContext<unknown>): string {
  const match = /^(tree|mount|input):\/\/([^/]*)(\/.*)?$/.exec(location);
  if (!match) return within(context.tree, location);
  const [, scheme, name = '', inner = '/'] = match;
  if (scheme === 'tree') return within(context.tree, inner);
  if (scheme === 'mount' && name === '') return within('/run/osbuild/mounts', inner);
  const root = scheme === 'mount' ? context.mounts[name] : context.inputs[name]?.path;
  if (root === undefined)
    throw new StudioError(
      'invalid-input',
      `'${location}' names the ${scheme} '${name}', which the stage does not have.`,
    );
  return within(root, inner);
}

/** The input of this name; the schema has made sure that it is there. */
export function inputOf(context: StageContext<unknown>, name: string): StageContext<unknown>['inputs'][string] {
  const input = context.inputs[name];
  if (!input) throw new StudioError('invalid-input', `The input '${name}' is missing.`);
  return input;
}

export function deviceOf(context: StageContext<unknown>, name: string): string {
  const device = context.devices[name];
  if (device === undefined) throw new StudioError('invalid-input', `The device '${name}' is missing.`);
  return device;
}

/** Replaces a file (a link there is removed, not followed); its folder must exist. */
export async function writeText(
  context: StageContext<unknown>,
  file: string,
  text: string,
  mode = '0644',
): Promise<void> {
  await context.run('rm', ['-f', '--', file], { quiet: true });
  await context.run('dd', [`of=${file}`, 'status=none'], { stdin: text, quiet: true });
  if (mode !== '0644') await context.run('chmod', [mode, '--', file], { quiet: true });
}

/** Replaces a file's text; the file keeps its owner and mode. */
export async function rewriteText(context: StageContext<unknown>, file: string, text: string): Promise<void> {
  await context.run('dd', [`of=${file}`, 'status=none'], { stdin: text, quiet: true });
}

/** Writes a file that must not be there yet. */
export async function createText(context: StageContext<unknown>, file: string, text: string): Promise<void> {
  if (await exists(context, file))
    throw new StudioError('invalid-input', `The file '${file.replace(context.tree, '')}' is there already.`);
  await writeText(context, file, text);
}

/** The text of a file that must be there. */
export async function requireText(context: StageContext<unknown>, file: string): Promise<string> {
  const text = await readText(context, file);
  if (text === undefined)
    throw new StudioError('invalid-input', `The tree has no file '${file.replace(context.tree, '')}'.`);
  return text;
}

/** The only file of an input, in the sandbox. */
export function fileOf(context: StageContext<unknown>, name: string): string {
  const input = inputOf(context, name);
  const [file, ...others] = input.files.keys();
  if (file === undefined || others.length > 0)
    throw new StudioError('invalid-input', `The input '${name}' must have exactly one file.`);
  return `${input.path}/${file}`;
}

/** A file's text, or undefined if there is none. */
export async function readText(context: StageContext<unknown>, file: string): Promise<string | undefined> {
  const { stdout, exitCode } = await context.run('cat', ['--', file], { ok: [0, 1], quiet: true });
  return exitCode === 0 ? stdout : undefined;
}

/** True if something is there, a dangling link included. */
export async function exists(context: StageContext<unknown>, file: string): Promise<boolean> {
  const argv = ['-e', file, '-o', '-L', file];
  return (await context.run('test', argv, { ok: [0, 1], quiet: true })).exitCode === 0;
}

/** Names in a folder, sorted; none if it is missing. */
export async function list(context: StageContext<unknown>, folder: string): Promise<string[]> {
  const argv = [folder, '-mindepth', '1', '-maxdepth', '1', '-printf', '%f\\0'];
  const { stdout, exitCode } = await context.run('find', argv, { ok: [0, 1], quiet: true });
  return exitCode === 0 ? stdout.split('\0').filter(Boolean).sort() : [];
}
