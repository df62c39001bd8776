/** The variables and imports of a workspace's files: where they are set, where they are used, and where they lead. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import type { Place, SymbolIndex, Workspace } from '../../../shared/manifest/types';
import { IMPLIED } from './define-check';
import { BUILTINS } from './python/builtins';
import { scanSymbols, type FileSymbols, type Named } from './symbols-scan';

const MANIFEST = /\.(?:mpp|ipp)\.(?:ya?ml|json)$/;
const MAX_BYTES = 1024 * 1024;
const MOST_FILES = 2000;
/** Names that expressions have without any file setting them. */
const BUILTIN_NAMES = new Set([...Object.keys(BUILTINS), 'rpms', 'embedded', '__import__']);

type Scanned = readonly [file: string, symbols: FileSymbols];
type Texts = Readonly<Record<string, string>>;

/** Reads the files' symbols, again only where a file or its unsaved text changed. */
export function createSymbolReader(): (workspace: Workspace, texts?: Texts) => Promise<SymbolIndex> {
  let known = new Map<string, { stamp: string; symbols: FileSymbols }>();
  const scanned = async (root: string, file: string, text: string | undefined): Promise<FileSymbols | undefined> => {
    const place = path.join(root, file);
    const stamp = text === undefined ? await stampOf(place) : `text:${text}`;
    if (stamp === undefined) return undefined;
    const before = known.get(place);
    if (before?.stamp === stamp) return before.symbols;
    const source = text ?? (await readFile(place, 'utf8').catch(() => ''));
    const symbols = scanSymbols(source);
    known.set(place, { stamp, symbols });
    return symbols;
  };
  return async (workspace, texts = {}) => {
    const names = [...new Set([...workspace.files.map((file) => file.path), ...Object.keys(texts)])];
    const files = names.filter((file) => MANIFEST.test(file)).slice(0, MOST_FILES);
    const found: Scanned[] = [];
    await Promise.all(
      files.map(async (file) => {
        const symbols = await scanned(workspace.path, file, texts[file]);
        if (symbols) found.push([file, symbols]);
      }),
    );
    const places = new Set(files.map((file) => path.join(workspace.path, file)));
    known = new Map([...known].filter(([place]) => places.has(place)));
    found.sort(([a], [b]) => (a < b ? -1 : 1));
    return indexOf(found, new Set(names));
  };
}

async function stampOf(place: string): Promise<string | undefined> {
  const info = await stat(place).catch(() => undefined);
  return info?.isFile() && info.size <= MAX_BYTES ? `${info.mtimeMs}:${info.size}` : undefined;
}

function indexOf(scanned: readonly Scanned[], files: ReadonlySet<string>): SymbolIndex {
  const variables = new Map<string, { definitions: Reference[]; uses: Reference[] }>();
  const entry = (name: string) => {
    const known = variables.get(name) ?? { definitions: [], uses: [] };
    variables.set(name, known);
    return known;
  };
  for (const [file, { definitions }] of scanned)
    for (const named of definitions) entry(named.name).definitions.push(reference(file, named));
  for (const [file, { uses }] of scanned)
    for (const named of uses)
      if (variables.has(named.name) || !BUILTIN_NAMES.has(named.name))
        entry(named.name).uses.push(reference(file, named));
  const values = knownValues(scanned);
  const imports = scanned.flatMap(([file, symbols]) =>
    symbols.imports.map(({ path: written, line, column }) => {
      const to = targetOf(file, written, values, files);
      return { place: { file, line, column }, path: written, ...(to === undefined ? {} : { to }) };
    }),
  );
  return {
    variables: [...variables]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { definitions, uses }]) => ({ name, definitions, uses })),
    imports,
  };
}

type Reference = Place & { text: string };

function reference(file: string, { line, column, text }: Named): Reference {
  return { file, line, column, text };
}

/** The values of variables that are set to the same text wherever they are set, and by no target's name. */
function knownValues(scanned: readonly Scanned[]): ReadonlyMap<string, string> {
  const values = new Map<string, string | undefined>();
  for (const [, { definitions }] of scanned)
    for (const { name, literal } of definitions)
      values.set(name, values.has(name) && values.get(name) !== literal ? undefined : literal);
  for (const name of IMPLIED) values.delete(name);
  return new Map([...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

/** Where an import leads: beside the importing file, else below the workspace. */
function targetOf(
  file: string,
  written: string,
  values: ReadonlyMap<string, string>,
  files: ReadonlySet<string>,
): string | undefined {
  let isKnown = true;
  const name = written.replace(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g, (_all, plain?: string, braced?: string) => {
    const value = values.get(plain ?? braced ?? '');
    isKnown &&= value !== undefined && !value.includes('$');
    return value ?? '';
  });
  if (!isKnown || path.posix.isAbsolute(name)) return undefined;
  const candidates = [path.posix.join(path.posix.dirname(file), name), path.posix.normalize(name)];
  return candidates.find((candidate) => files.has(candidate));
}

/** The contract's row. */
export function symbolHandlers(needs: {
  workspaces: { current(): Workspace };
}): Pick<NounHandlers<'manifest'>, 'manifest.symbols'> {
  const read = createSymbolReader();
  return { 'manifest.symbols': ({ texts }) => read(needs.workspaces.current(), texts) };
}
