/**
 * osbuild, the reference engine for manifests. https://osbuild.org/docs/developer-guide/projects/osbuild/
 *
 * It is `osbuild` on PATH with its modules in /usr/lib/osbuild, or what `$STUDIO_OSBUILD` names: a program, or the folder
 * of a source checkout, which is run with `python3 -m osbuild` and has the modules in it. `$STUDIO_OSBUILD_LIBDIR` names
 * the modules of an unusual installation.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { cleanEnvironment, run } from '../run';

const DEFAULT_LIBDIR = '/usr/lib/osbuild';
const PROBE_MS = 10_000;

/** The first version whose monitor tells how a stage ended. */
export const OLDEST_OSBUILD = 138;

export interface Osbuild {
  /** The program and what stands before its options; the first is an absolute path. */
  readonly command: readonly string[];
  /** Variables of its environment beside the usual ones. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its stages, inputs and runners are; `named` where it must be told. */
  readonly libdir: string;
  readonly named: boolean;
}

export interface OsbuildProbe {
  readonly version: string;
  /** It has `--rundir`, and runs itself in a user namespace where it is not root. */
  readonly rundir: boolean;
}

export interface OsbuildCall {
  readonly manifest: string;
  readonly store: string;
  readonly cacheSize: number;
  readonly output: string;
  readonly exports: readonly string[];
  readonly checkpoints: readonly string[];
  readonly libdir?: string;
  readonly rundir?: string;
  /** Prints the result document. osbuild 191 fails at it where a pipeline has no stages. */
  readonly json: boolean;
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (cleanEnvironment().PATH ?? '').split(':');
  const own = (env.PATH ?? '').split(':');
  return [...new Set([...own, ...folders])]
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(executable);
}

/** Where osbuild is, or undefined where it is not installed. */
export function findOsbuild(env: NodeJS.ProcessEnv = process.env): Osbuild | undefined {
  const named =
    env.STUDIO_OSBUILD === undefined || env.STUDIO_OSBUILD === '' ? undefined : path.resolve(env.STUDIO_OSBUILD);
  const libdir = env.STUDIO_OSBUILD_LIBDIR ? path.resolve(env.STUDIO_OSBUILD_LIBDIR) : undefined;
  if (named !== undefined && existsSync(path.join(named, 'osbuild', '__main__.py'))) {
    const python = onPath('python3', env);
    if (python === undefined) return undefined;
    return { command: [python, '-m', 'osbuild'], env: { PYTHONPATH: named }, libdir: libdir ?? named, named: true };
  }
  const program = named ?? onPath('osbuild', env);
  if (program === undefined || !executable(program)) return undefined;
  return { command: [program], env: {}, libdir: libdir ?? DEFAULT_LIBDIR, named: libdir !== undefined };
}

/** `osbuild 191`. */
export function parseOsbuildVersion(text: string): string | undefined {
  return /^\S+ (\d+(?:\.\d+)*)\S*\s*$/m.exec(text)?.[1];
}

/**
 * Asks osbuild what it is.
 *
 * @throws StudioError `tool-failed` where it does not start, for example for want of a Python module
 */
export async function probeOsbuild(osbuild: Osbuild, signal?: AbortSignal): Promise<OsbuildProbe> {
  const [program = '', ...before] = osbuild.command;
  const ask = (option: string): Promise<string> =>
    run(program, [...before, option], {
      ...(signal ? { signal } : {}),
      env: cleanEnvironment({ ...osbuild.env, PYTHONDONTWRITEBYTECODE: '1' }),
      timeout: PROBE_MS,
    }).then(({ stdout }) => stdout);
  const [told, help] = await Promise.all([ask('--version'), ask('--help')]);
  const version = parseOsbuildVersion(told);
  if (version === undefined) throw new StudioError('tool-failed', `${program} does not tell its version.`);
  return { version, rundir: help.includes('--rundir') };
}

/** The arguments of a build whose monitor writes to descriptor 3 and whose result document goes to standard output. */
export function osbuildArgs(call: OsbuildCall): string[] {
  const each = (option: string, values: readonly string[]): string[] => values.flatMap((value) => [option, value]);
  return [
    ...['--store', call.store, '--cache-max-size', String(call.cacheSize)],
    ...(call.libdir === undefined ? [] : ['--libdir', call.libdir]),
    ...(call.rundir === undefined ? [] : ['--rundir', call.rundir]),
    ...['--output-directory', call.output],
    ...each('--export', call.exports),
    ...each('--checkpoint', call.checkpoints),
    ...['--monitor', 'JSONSeqMonitor', '--monitor-fd', '3'],
    ...(call.json ? ['--json'] : []),
    call.manifest,
  ];
}
