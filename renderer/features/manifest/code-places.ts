/** Which name a place of a text has, and where names are set. */
import type { Place, SymbolIndex, Variable } from '../../../shared/manifest/types';

export type NameAt =
  | { readonly kind: 'variable'; readonly name: string; readonly place: Place }
  | { readonly kind: 'import'; readonly path: string; readonly to: string | undefined };

/** The variable or the import at an offset of a file's text. */
export function nameAt(
  file: string,
  text: string,
  offset: number,
  symbols: SymbolIndex,
  variables: readonly Variable[],
): NameAt | undefined {
  const place = placeOf(file, text, offset);
  const line = lineAt(text, offset);
  const imported = symbols.imports.find((entry) => entry.place.file === file && entry.place.line === place.line);
  if (imported && line.includes(imported.path)) return { kind: 'import', path: imported.path, to: imported.to };
  const name = wordAt(line, place.column - 1);
  const known = [symbols.variables, variables].some((all) => all.some((entry) => entry.name === name));
  return name !== undefined && known ? { kind: 'variable', name, place } : undefined;
}

/** Where a variable is set: first the place that gives the value it has, then the others in the order of files. */
export function definitionsOf(name: string, symbols: SymbolIndex, variables: readonly Variable[]): Place[] {
  const settings = variables.find((variable) => variable.name === name)?.settings ?? [];
  const effective = [...settings].reverse().flatMap(({ place }) => place ?? []);
  const all = [...effective, ...(symbols.variables.find((symbol) => symbol.name === name)?.definitions ?? [])];
  const seen = new Set<string>();
  return all.filter(({ file, line }) => !seen.has(`${file}:${line}`) && seen.add(`${file}:${line}`));
}

/** The identifier that covers a column (from 0), or ends there. */
export function wordAt(line: string, column: number): string | undefined {
  for (const { 0: word, index } of line.matchAll(/[A-Za-z_]\w*/g))
    if (index <= column && column <= index + word.length) return word;
  return undefined;
}

function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  return text.slice(from, to < 0 ? text.length : to);
}

function placeOf(file: string, text: string, offset: number): Place {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < from; at = text.indexOf('\n', at + 1)) line += 1;
  return { file, line, column: offset - from + 1 };
}
