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
  /** Absolute folder of the package cache, if one was named. */
  cache?: string;
  importDirs: string[];
  sortKeys: boolean;
  defines: PyDict;
  source: string;
  target: string;
}

/** Arguments that the command does not take: exit status 2. */
export class UsageError extends Error {}

const LONG = ['--help', '--cache', '--dnf-cache', '--import-dir', '--sort-keys', '--define'] as const;
type Long = (typeof LONG)[number];
const SHORT: Readonly<Record<string, Long>> = { '-h': '--help', '-I': '--import-dir', '-D': '--define' };

const USAGE = 'usage: resolve [-h] [--cache PATH] [-I SEARCHDIRS] [--sort-keys] [-D VARS] SRCPATH DESTPATH';
const HELP = `${USAGE}

Resolves a manifest in the mpp language to an osbuild manifest.

positional arguments:
  SRCPATH               Input manifest
  DESTPATH              Output manifest, - for standard output

options:
  -h, --help            show this help message and exit
  --cache PATH, --dnf-cache PATH
                        Path to package cache-directory to use
  -I SEARCHDIRS, --import-dir SEARCHDIRS
                        Search for import in that directory
  --sort-keys           Sort keys in generated json
  -D VARS, --define VARS
                        Set/Override variable, format is key=Json
`;

/** `--help` among the arguments. */
export class HelpRequest extends Error {}

interface Option {
  name: Long;
  /** `--define=x=1`, `-Dx=1`, `-D=x=1` */
  attached: string | undefined;
}

function longOption(text: string): Long | undefined {
  if ((LONG as readonly string[]).includes(text)) return text as Long;
  const matches = LONG.filter((option) => option.startsWith(text));
  if (matches.length > 1) throw new UsageError(`ambiguous option: ${text} could match ${matches.join(', ')}`);
  return matches[0];
}

function knownOption(word: string): Option | undefined {
  const [, name = '', attached] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const long = word.startsWith('--') ? longOption(name) : SHORT[name];
  if (long) return { name: long, attached };
  const short = SHORT[word.slice(0, 2)];
  return short && { name: short, attached: word.slice(2) };
}

/** What argparse takes a word for: an option, or (also a lone dash, a number, a text with a blank) a value. */
function readWord(word: string): Option | 'value' {
  if (!word.startsWith('-') || word === '-') return 'value';
  const option = knownOption(word);
  if (option) return option;
  if (/^-(?:\d+|\d*\.\d+)$/.test(word) || word.includes(' ')) return 'value';
  throw new UsageError(`unrecognized arguments: ${word}`);
}

/**
 * Parses the arguments as argparse does: options anywhere, `--opt=value`, `-Dx=1`, and unambiguous prefixes.
 *
 * @throws UsageError, HelpRequest, and StudioError invalid-input for a define that is not JSON
 */
export function parseMppArguments(argv: readonly string[]): MppArguments {
  const parsed: MppArguments = { importDirs: [], sortKeys: false, defines: new PyDict(), source: '', target: '' };
  const defines: string[] = [];
  const names: string[] = [];
  const queue = [...argv];
  const apply = ({ name, attached }: Option): void => {
    if (name === '--help' || name === '--sort-keys') {
      if (attached !== undefined) throw new UsageError(`argument ${name}: ignored explicit argument '${attached}'`);
      if (name === '--help') throw new HelpRequest();
      parsed.sortKeys = true;
      return;
    }
    const next = queue[0];
    const value = attached ?? (next !== undefined && readWord(next) === 'value' ? queue.shift() : undefined);
    if (value === undefined) throw new UsageError(`argument ${name}: expected one argument`);
    if (name === '--import-dir') parsed.importDirs.push(value);
    else if (name === '--define') defines.push(value);
    else parsed.cache = path.resolve(value);
  };
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      names.push(...queue.splice(0));
      break;
    }
    const read = readWord(word);
    if (read === 'value') names.push(word);
    else apply(read);
  }
  const [source, target, ...more] = names;
  if (source === undefined || target === undefined)
    throw new UsageError(`the following arguments are required: ${source === undefined ? 'SRCPATH, ' : ''}DESTPATH`);
  if (more.length > 0) throw new UsageError(`unrecognized arguments: ${more.join(' ')}`);
  for (const text of defines) define(parsed.defines, text);
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

/** Makes the host; the argument is the folder of the package cache, if the command named one. */
export type HostMaker = (cache: string | undefined) => PreprocessHost;

/** Runs the command in `cwd`; returns its exit status. */
export async function mppCommand(
  argv: readonly string[],
  cwd: string,
  hostFor: HostMaker,
  streams: Streams,
): Promise<number> {
  let source = '';
  try {
    const args = parseMppArguments(argv);
    ({ source } = args);
    const { importDirs, defines, sortKeys, target } = args;
    const request = { path: source, cwd, importDirs, defines, arch: hostArch(), sortKeys };
    const { text } = await preprocess(request, hostFor(args.cache));
    if (target === '-') streams.stdout(text);
    else await write(path.resolve(cwd, target), target, text);
    return 0;
  } catch (thrown) {
    if (thrown instanceof HelpRequest) {
      streams.stdout(HELP);
      return 0;
    }
    if (!(thrown instanceof UsageError)) return report(thrown, source, streams);
    streams.stderr(`${USAGE}\nresolve: error: ${thrown.message}\n`);
    return 2;
  }
}

async function write(file: string, name: string, text: string): Promise<void> {
  await writeFile(file, text).catch((thrown: unknown) => {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StudioError('invalid-input', `'${name}' cannot be written: ${message}.`, { cause: thrown });
  });
}

/** A path as Python's pathlib prints it. */
function asPathlib(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return (name.startsWith('/') ? '/' : '') + parts.join('/') || '.';
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
    streams.stdout(`In ${asPathlib(mpp.path ?? root)}: ${words}:\n  ${mpp.code}\nError: ${mpp.text}\n`);
  }
  const place =
    detail?.file === undefined
      ? ''
      : `${detail.file}${detail.line === undefined ? '' : `:${detail.line}:${detail.column}`}: `;
  streams.stderr(`${place}${thrown.message}${hint === undefined ? '' : ` ${hint}`}\n`);
  return mpp?.kind === 'exit' ? Number(mpp.text) : 1;
}
