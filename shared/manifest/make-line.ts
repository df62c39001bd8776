/**
 * Lines of a shell that build a target, as people keep them in notes and scripts: make's, osbuild-mpp's and those of the
 * studio's own command line. Reading them takes what they say; nothing is run.
 */
import { StudioError } from '../errors';
import { formatDefines, parseDefine, parseDefines } from './defines';
import { placeIn, placeWords, quoteAssignment, quoteWord, splitWords, type ShellWord } from './shell-words';
import { formatTargetName, parseTargetName } from './target-name';
import type { Defines, Format } from './types';

export interface BuildLine {
  /** Without suffix and format; the path of a manifest in osbuild-mpp's line. */
  target?: string;
  format?: Format;
  suffix?: string;
  defines: Defines;
  /** As it is written: relative to where the line was to be run. */
  ostreeRepo?: string;
  /** Words that say something which is not taken over. */
  rest: string[];
}

/** A line with all that a target's name can carry. */
export interface LineParts {
  readonly target: string;
  /** Undefined for a target that has none. */
  readonly format?: Format | undefined;
  readonly suffix?: string | undefined;
  readonly defines: Defines;
  readonly ostreeRepo?: string | undefined;
}

type Program = 'make' | 'mpp' | 'studio';

const PROGRAMS: readonly [RegExp, Program][] = [
  [/^(?:g|gnu)?make$/, 'make'],
  [/^(?:aib-)?osbuild-mpp$/, 'mpp'],
  [/^(?:npm|ostree-studio)$/, 'studio'],
];
/** Options that have their value in the next word. */
const WITH_VALUE: Readonly<Record<Program, readonly string[]>> = {
  make: ['-C', '--directory', '-f', '--file', '-I', '--include-dir', '-o', '-W'],
  mpp: ['-I', '--import-dir', '--cache', '--dnf-cache'],
  studio: ['-w', '--workspace', '--commit', '--data'],
};
/** Options of osbuild-mpp that resolving does by itself. */
const NEEDLESS = /^(?:-I|--import-dir|--cache|--dnf-cache|--sort-keys)/;
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)(?:\+|:|::)?=([\s\S]*)$/;
const MANIFEST = /\.[mi]pp\.(?:ya?ml|json)$/;
const TARGET = /^([A-Za-z0-9_+-]+)(?:@([A-Za-z0-9_+-]+))?(\.[A-Za-z0-9_]+)$/;

/**
 * What a line says. A text without a program may be a target, defines, or both.
 *
 * @throws StudioError `invalid-input`, one sentence with the place, for a quote without an end or a value that is no JSON
 */
export function parseBuildLine(source: string): BuildLine {
  const bare = source.trim();
  if (/^[\w-]+=/.test(bare) && !/^[A-Z_]+[+:]?=/.test(bare))
    return { defines: located(source, 0, () => parseDefines(bare)), rest: [] };
  const words = splitWords(source.replace(/^(\s*)[$#%>](?=\s)/, '$1 '));
  const commands = commandsOf(words);
  const chosen = commands.find((command) => programAt(command) >= 0) ?? commands[0] ?? [];
  const others = commands.filter((command) => command !== chosen).flatMap((command) => command.map(({ text }) => text));
  const reader = new Reader(source);
  reader.read(chosen);
  reader.line.rest.push(...others);
  return reader.line;
}

/** The make line that builds a target: what the Makefile of the sample images takes. */
export function makeLine(parts: LineParts): string {
  // make reads $$ as $.
  const assign = (name: string, value: string): string => quoteAssignment(name, value.replaceAll('$', '$$$$'));
  const { ostreeRepo, defines } = parts;
  return [
    'make',
    quoteWord(nameOf(parts)),
    ...(ostreeRepo === undefined ? [] : [assign('OSTREE_REPO', ostreeRepo)]),
    ...(Object.keys(defines).length === 0 ? [] : [assign('DEFINES', formatDefines(defines))]),
  ].join(' ');
}

/** The studio's own line that builds a target. */
export function cliLine(parts: LineParts): string {
  const { ostreeRepo, defines } = parts;
  return [
    'npm run studio -- build',
    quoteWord(nameOf(parts)),
    ...(ostreeRepo === undefined ? [] : [quoteAssignment('OSTREE_REPO', ostreeRepo)]),
    ...defineArgs(defines),
  ].join(' ');
}

/** Defines as arguments of osbuild-mpp: `-D 'name=JSON'` each. */
export function defineArgs(defines: Defines): string[] {
  return Object.entries(defines).map(([name, value]) => `-D ${quoteWord(`${name}=${JSON.stringify(value)}`)}`);
}

function nameOf({ target, format, suffix }: LineParts): string {
  return format === undefined ? target : formatTargetName(target, format, suffix);
}

function commandsOf(words: readonly ShellWord[]): ShellWord[][] {
  const commands: ShellWord[][] = [[]];
  for (const word of words) {
    if (word.operator) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.filter((command) => command.length > 0);
}

function programOf({ text }: ShellWord): Program | undefined {
  const name = text.slice(text.lastIndexOf('/') + 1);
  return PROGRAMS.find(([pattern]) => pattern.test(name))?.[1];
}

/** Where the program is, behind `sudo -E A=b`; -1 if there is none. */
function programAt(command: readonly ShellWord[]): number {
  return command.findIndex((word) => programOf(word) !== undefined);
}

/** Runs a parse of a part of the line; its errors get the place. */
function located<T>(source: string, at: number, parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    if (!(thrown instanceof StudioError) || thrown.detail?.line !== undefined) throw thrown;
    const message = `${thrown.message.replace(/\.$/, '')} (${placeWords(source, at)}).`;
    throw new StudioError(thrown.code, message, {
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
      detail: { ...thrown.detail, ...placeIn(source, at) },
      cause: thrown,
    });
  }
}

class Reader {
  readonly line: BuildLine = { defines: {}, rest: [] };
  private program: Program = 'make';
  constructor(private readonly source: string) {}

  read(command: readonly ShellWord[]): void {
    const at = programAt(command);
    const program = command[at];
    this.program = (program && programOf(program)) ?? 'make';
    for (const word of command.slice(0, Math.max(0, at))) if (ASSIGNMENT.test(word.text)) this.assignment(word);
    this.words(this.afterScript(command.slice(at + 1)));
  }

  /** What follows `npm run studio -- build`, or `build` alone. */
  private afterScript(words: readonly ShellWord[]): readonly ShellWord[] {
    if (this.program === 'studio' || words[0]?.text === 'build') {
      const build = words.findIndex(({ text }) => text === 'build');
      if (build >= 0) {
        this.program = 'studio';
        return words.slice(build + 1);
      }
    }
    return words;
  }

  private words(words: readonly ShellWord[]): void {
    const waiting = [...words];
    let positional = 0;
    for (let word = waiting.shift(); word; word = waiting.shift()) {
      const { text } = word;
      if (text === '--') continue;
      if (text.startsWith('-') && text !== '-') this.option(word, () => waiting.shift());
      else if (ASSIGNMENT.test(text) && this.program !== 'mpp') this.assignment(word);
      else {
        this.positional(word, positional);
        positional += 1;
      }
    }
  }

  private option(word: ShellWord, next: () => ShellWord | undefined): void {
    const { text } = word;
    if (this.program !== 'make') {
      const joined = /^(?:-D(?==?.)|--def(?:i(?:n(?:e)?)?)?=|--define=)=?/.exec(text)?.[0];
      const own = /^(?:-D|--def(?:i(?:n(?:e)?)?)?)$/.test(text);
      if (own || (joined !== undefined && !text.startsWith('--defines'))) {
        const value = own ? next() : { ...word, text: text.slice(joined?.length ?? 0) };
        if (value) this.define(value);
        return;
      }
    }
    const [name = '', inline] = text.startsWith('--') ? splitOnce(text) : [text];
    const value =
      inline === undefined && WITH_VALUE[this.program].concat('--defines', '--ostree-repo').includes(name)
        ? next()
        : undefined;
    const given = inline ?? value?.text;
    if (this.program === 'studio' && name === '--ostree-repo' && given !== undefined) this.line.ostreeRepo = given;
    else if (this.program === 'studio' && name === '--defines' && given !== undefined)
      this.defines(given, value?.at ?? word.at);
    else if (!(this.program === 'mpp' && NEEDLESS.test(text)))
      this.line.rest.push(text, ...(value ? [value.text] : []));
  }

  private define(word: ShellWord): void {
    const [name, value] = located(this.source, word.at, () => parseDefine(word.text));
    this.line.defines[name] = value;
  }
  private defines(text: string, at: number): void {
    Object.assign(
      this.line.defines,
      located(this.source, at, () => parseDefines(text)),
    );
  }

  private assignment(word: ShellWord): void {
    const [, name = '', raw = ''] = ASSIGNMENT.exec(word.text) ?? [];
    const value = this.program === 'make' ? raw.replaceAll('$$', '$') : raw;
    if (name === 'DEFINES') this.defines(value, word.at);
    else if (name === 'OSTREE_REPO') this.line.ostreeRepo = value;
    else if (name === 'MPP_ARGS') this.arguments(value, word);
    else this.line.rest.push(word.text);
  }

  /** Arguments of osbuild-mpp in a variable: a shell splits them once more. */
  private arguments(value: string, word: ShellWord): void {
    const inner = located(this.source, word.at, () => splitWords(value));
    const before = this.program;
    this.program = 'mpp';
    this.words(inner.map((each) => ({ ...each, at: word.at })));
    this.program = before;
  }

  private positional({ text }: ShellWord, index: number): void {
    if (this.program === 'mpp') {
      // The second one is where the result goes.
      if (index === 0) this.line.target ??= text;
      return;
    }
    const name = this.line.target === undefined ? targetOf(text) : undefined;
    if (name) Object.assign(this.line, name);
    else this.line.rest.push(text);
  }
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** A target with or without its format, or a manifest; undefined for any other word. */
function targetOf(text: string): Pick<BuildLine, 'target' | 'format' | 'suffix'> | undefined {
  if (!text.includes('.')) return undefined;
  if (MANIFEST.test(text)) return { target: text };
  const file = text.slice(text.lastIndexOf('/') + 1);
  try {
    const { target, format, suffix } = parseTargetName(file);
    return { target, format, ...(suffix === undefined ? {} : { suffix }) };
  } catch {
    const [, name, suffix, arch] = TARGET.exec(file) ?? [];
    if (name === undefined || !name.includes('-')) return undefined;
    return { target: `${name}${arch ?? ''}`, ...(suffix === undefined ? {} : { suffix }) };
  }
}
