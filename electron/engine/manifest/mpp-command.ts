/** The preprocessor as a command with osbuild-mpp's arguments: `[-I DIR]… [-D NAME[=JSON]]… SRC DST`. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { hostArch } from './host-node';
import type { PreprocessHost } from './host';
import { preprocess } from './preprocess';
import { ManifestError } from './problem';
import { JsonError, parseJson } from './python/json';
import { PyDict } from './python/values';

export interface MppArguments {
  cache?: string;
  importDirs: string[];
  sortKeys: boolean;
  defines: PyDict;
  source: string;
  target: string;
}

/** Arguments that the command does not take: exit status 2. */
export class UsageError extends Error {}

const LONG = ['--cache', '--dnf-cache', '--import-dir', '--sort-keys', '--define'] as const;

function longOption(text: string): (typeof LONG)[number] {
  if ((LONG as readonly string[]).includes(text)) return text as (typeof LONG)[number];
  const matches = LONG.filter((option) => option.startsWith(text));
  const [match] = matches;
  if (!match || text === '--') throw new UsageError(`unrecognized arguments: ${text}`);
  if (matches.length > 1) throw new UsageError(`ambiguous option: ${text} could match ${matches.join(', ')}`);
  return match;
}

/**
 * Parses the arguments as argparse does: options anywhere, `--opt=value`, `-Dx=1`, and unambiguous prefixes.
 *
 * @throws UsageError, and StudioError invalid-input for a define that is not JSON
 */
export function parseMppArguments(argv: readonly string[]): MppArguments {
  const parsed: MppArguments = { importDirs: [], sortKeys: false, defines: new PyDict(), source: '', target: '' };
  const names: string[] = [];
  const queue = [...argv];
  const value = (option: string, attached: string | undefined): string => {
    const given = attached ?? queue.shift();
    if (given === undefined) throw new UsageError(`argument ${option}: expected one argument`);
    return given;
  };
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') names.push(...queue.splice(0));
    else if (word.startsWith('--')) {
      const [, name = '', attached] = /^(--[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
      const option = longOption(name);
      if (option === '--sort-keys') parsed.sortKeys = true;
      else if (option === '--import-dir') parsed.importDirs.push(value(option, attached));
      else if (option === '--define') define(parsed.defines, value(option, attached));
      else parsed.cache = path.resolve(value(option, attached));
    } else if (/^-[ID]/.test(word)) {
      const given = value(word.slice(0, 2), word.length > 2 ? word.slice(2) : undefined);
      if (word.startsWith('-I')) parsed.importDirs.push(given);
      else define(parsed.defines, given);
    } else if (/^-./.test(word)) throw new UsageError(`unrecognized arguments: ${word}`);
    else names.push(word);
  }
  const [source, target, ...more] = names;
  if (source === undefined || target === undefined)
    throw new UsageError('the following arguments are required: SRCPATH, DESTPATH');
  if (more.length > 0) throw new UsageError(`unrecognized arguments: ${more.join(' ')}`);
  return { ...parsed, source, target };
}

/** One `-D`: `name` alone means true. */
export function define(defines: PyDict, text: string): void {
  const at = text.indexOf('=');
  if (at < 0) return defines.set(text, true);
  try {
    defines.set(text.slice(0, at), parseJson(text.slice(at + 1)));
  } catch (thrown) {
    if (!(thrown instanceof JsonError)) throw thrown;
    throw new StudioError(
      'invalid-input',
      `The value of the define '${text.slice(0, at)}' is not JSON: ${thrown.problem}.`,
      {
        hint: `A text needs quotes: ${text.slice(0, at)}='"text"'`,
        detail: { field: text.slice(0, at) },
      },
    );
  }
}

export interface Streams {
  stdout: (text: string) => void;
  stderr: (text: string) => void;
}

/** Runs the command in `cwd`; returns its exit status. */
export async function mppCommand(
  argv: readonly string[],
  cwd: string,
  host: PreprocessHost,
  streams: Streams,
): Promise<number> {
  let args: MppArguments;
  try {
    args = parseMppArguments(argv);
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      streams.stderr(
        `usage: mpp [--cache PATH] [-I DIR] [--sort-keys] [-D NAME=JSON] SRCPATH DESTPATH\nmpp: error: ${thrown.message}\n`,
      );
      return 2;
    }
    return report(thrown, '', streams);
  }
  try {
    const request = {
      path: args.source,
      cwd,
      importDirs: args.importDirs,
      defines: args.defines,
      arch: hostArch(),
      sortKeys: args.sortKeys,
    };
    const { text } = await preprocess(request, host);
    if (args.target === '-') streams.stdout(text);
    else await writeFile(path.resolve(cwd, args.target), text);
    return 0;
  } catch (thrown) {
    return report(thrown, args.source, streams);
  }
}

/** osbuild-mpp's words on standard output where it has some, ours on standard error. */
function report(thrown: unknown, root: string, streams: Streams): number {
  if (!(thrown instanceof StudioError)) {
    streams.stderr(`internal error: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
    return 1;
  }
  const { detail, hint } = thrown;
  const mpp = thrown instanceof ManifestError ? thrown.mpp : undefined;
  if (mpp?.kind === 'yaml') streams.stdout(`Invalid yaml in "${detail?.file}"${mpp.text}\n`);
  else if (mpp?.kind === 'json') streams.stdout(`Invalid json in "${detail?.file}": ${mpp.text}\n`);
  else if (mpp && mpp.kind !== 'exit') {
    const words = { eval: 'Failed to mpp-eval', if: 'Failed to evaluate mpp-if of', format: 'Failed to format string' }[
      mpp.kind
    ];
    streams.stdout(`In ${root}: ${words}:\n  ${mpp.code}\nError: ${mpp.text}\n`);
  }
  const place =
    detail?.file === undefined
      ? ''
      : `${detail.file}${detail.line === undefined ? '' : `:${detail.line}:${detail.column}`}: `;
  streams.stderr(`${place}${thrown.message}${hint === undefined ? '' : ` ${hint}`}\n`);
  return mpp?.kind === 'exit' ? Number(mpp.text) : 1;
}
