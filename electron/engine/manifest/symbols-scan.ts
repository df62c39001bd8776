/** What one manifest file names: the variables it sets and reads, and its imports, each with its place. */
import { alignScalar } from './symbols-align';
import { namesInCode, namesInFormat } from './symbols-code';
import { composeYaml, type MappingNode, type ScalarNode, type YamlNode } from './yaml/compose';
import { YamlError } from './yaml/reader';

/** A name at a place; line and column count from 1, columns in UTF-16 units. */
export interface Named {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** The whole line, cut to 500 characters around the name. */
  readonly text: string;
}
export interface FileSymbols {
  readonly definitions: readonly (Named & {
    /** The text that it is set to, where that is all there is to it. */
    readonly literal: string | undefined;
  })[];
  readonly uses: readonly Named[];
  readonly imports: readonly { readonly path: string; readonly line: number; readonly column: number }[];
}

/** Directives in whose bodies `$name` is replaced. */
const SUBSTITUTED = new Set([
  'mpp-vars',
  'mpp-import-pipelines',
  'mpp-import-pipeline',
  'mpp-define-images',
  'mpp-define-image',
  'mpp-depsolve',
  'mpp-embed',
  'mpp-resolve-images',
  'mpp-resolve-ostree-commits',
]);
const IMPORTS = new Set(['mpp-import-pipelines', 'mpp-import-pipeline']);
const VARIABLE = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;
const LONGEST_LINE = 500;
/** Lines that are left out, one after the other, until the rest can be read. */
const MOST_REPAIRS = 6;

/** Never throws: of a text that is no YAML, what can be had. */
export function scanSymbols(source: string): FileSymbols {
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  // Where a line is indented by tabs, as JSON may be, blanks keep the columns.
  const readable = text.replace(/^\t+/gm, (tabs) => ' '.repeat(tabs.length));
  const scan = new Scan(text, readable);
  const root = readNodes(readable);
  if (root?.kind === 'mapping') scan.root(root);
  return scan.found();
}

function readNodes(text: string): YamlNode | undefined {
  let now = text;
  for (let tries = 0; tries <= MOST_REPAIRS; tries += 1) {
    try {
      return composeYaml(now);
    } catch (thrown) {
      if (!(thrown instanceof YamlError) && !(thrown instanceof RangeError)) throw thrown;
      const at = thrown instanceof YamlError ? thrown.mark?.at : undefined;
      if (at === undefined) return undefined;
      now = withoutLine(now, at);
    }
  }
  return undefined;
}

/** The line of an offset (the one above, if it is empty by now) made of blanks. */
function withoutLine(text: string, at: number): string {
  let end = text.indexOf('\n', at);
  if (end < 0) end = text.length;
  let start = text.lastIndexOf('\n', Math.max(0, end - 1)) + 1;
  while (start > 0 && text.slice(start, end).trim() === '') {
    end = start - 1;
    start = text.lastIndexOf('\n', Math.max(0, end - 1)) + 1;
  }
  return text.slice(0, start) + ' '.repeat(Math.max(0, end - start)) + text.slice(end);
}

class Scan {
  private readonly definitions: FileSymbols['definitions'][number][] = [];
  private readonly uses: Named[] = [];
  private readonly imports: FileSymbols['imports'][number][] = [];
  private readonly seen = new Set<YamlNode>();
  private readonly starts: number[] = [0];

  /** `readable` has the same places as `text`. */
  constructor(
    private readonly text: string,
    private readonly readable: string,
  ) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  found(): FileSymbols {
    const order = (a: Named, b: Named): number => a.line - b.line || a.column - b.column;
    return { definitions: this.definitions, uses: this.uses.sort(order), imports: this.imports };
  }

  root(node: MappingNode): void {
    for (const [key, value] of node.pairs) {
      const name = key.kind === 'scalar' ? key.value : '';
      if (name === 'mpp-vars' && value.kind === 'mapping') this.variables(value);
      if (name === 'mpp-define-image') this.define('image', key.mark.at, undefined);
      if (name === 'mpp-define-images' && value.kind === 'sequence')
        for (const item of value.items) this.image(childOf(item, 'id'));
    }
    this.mapping(node, false);
  }

  private variables(block: MappingNode): void {
    for (const [key, value] of block.pairs) {
      if (key.kind !== 'scalar') continue;
      const text = value.kind === 'scalar' && value.tag.endsWith(':str') ? value.value : undefined;
      this.define(key.value, this.start(key), text);
    }
  }
  private image(id: YamlNode | undefined): void {
    if (id?.kind === 'scalar') this.define(id.value, this.start(id), undefined);
  }
  private define(name: string, at: number, literal: string | undefined): void {
    this.definitions.push({ ...this.named(name, at), literal });
  }

  private start(node: ScalarNode): number {
    return alignScalar(this.readable, node.mark.at, node.value)?.[0] ?? node.mark.at;
  }

  private node(node: YamlNode, substituted: boolean): void {
    if (this.seen.has(node)) return;
    this.seen.add(node);
    if (node.kind === 'mapping') this.mapping(node, substituted);
    else if (node.kind === 'sequence') for (const item of node.items) this.node(item, substituted);
    else if (substituted) this.dollars(node);
  }

  private mapping(node: MappingNode, substituted: boolean): void {
    for (const [key, value] of node.pairs) {
      const name = key.kind === 'scalar' ? key.value : '';
      if (IMPORTS.has(name)) this.imported(childOf(value, 'path'));
      if (value.kind === 'scalar') {
        if (name === 'mpp-eval' || name === 'mpp-if') this.code(value, namesInCode);
        else if (/^mpp-format-(?:string|int|json)$/.test(name)) this.code(value, namesInFormat);
      }
      this.node(value, substituted || SUBSTITUTED.has(name));
    }
  }

  private imported(path: YamlNode | undefined): void {
    if (path?.kind !== 'scalar') return;
    const { line, column } = this.place(this.start(path));
    this.imports.push({ path: path.value, line, column });
  }

  private dollars(node: ScalarNode): void {
    if (!node.value.includes('$')) return;
    let places: number[] | undefined;
    for (const { 0: all, 1: plain, 2: braced, index } of node.value.matchAll(VARIABLE)) {
      const name = plain ?? braced;
      if (name === undefined) continue;
      places ??= alignScalar(this.readable, node.mark.at, node.value);
      const at = places?.[index + (braced === undefined ? 1 : 2)];
      if (at !== undefined && all !== '') this.uses.push(this.named(name, at));
    }
  }

  private code(node: ScalarNode, read: (code: string) => { name: string; at: number }[]): void {
    if (this.seen.has(node)) return;
    const names = read(node.value);
    if (names.length === 0) return;
    const places = alignScalar(this.readable, node.mark.at, node.value);
    for (const { name, at } of names) {
      const place = places?.[at];
      if (place !== undefined) this.uses.push(this.named(name, place));
    }
  }

  private place(at: number): { line: number; column: number } {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.starts[low] ?? 0) + 1 };
  }

  private named(name: string, at: number): Named {
    const { line, column } = this.place(at);
    const from = this.starts[line - 1] ?? 0;
    const whole = this.text.slice(from, (this.starts[line] ?? this.text.length + 1) - 1);
    const cut = whole.length > LONGEST_LINE ? Math.max(0, Math.min(column - 100, whole.length - LONGEST_LINE)) : 0;
    return { name, line, column, text: whole.slice(cut, cut + LONGEST_LINE) };
  }
}

function childOf(node: YamlNode, name: string): YamlNode | undefined {
  if (node.kind !== 'mapping') return undefined;
  return node.pairs.find(([key]) => key.kind === 'scalar' && key.value === name)?.[1];
}
