/** Edits of an image's manifest as text, so that comments and form stay. */
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

/** The text of an image's manifest with another `name` among its variables. */
export function renamedImage(text: string, from: string, to: string): string {
  const vars = parseDocument(text).get('mpp-vars');
  if (!isMap(vars)) return text;
  const value = vars.items.find(({ key }) => isScalar(key) && key.value === 'name')?.value;
  if (!isScalar(value) || value.value !== from || !value.range) return text;
  const [start, end] = value.range;
  const quote = /^["']/.exec(text.slice(start, end))?.[0] ?? quoteFor(to);
  return `${text.slice(0, start)}${quote}${to}${quote}${text.slice(end)}`;
}

/** A name of digits would be read as a number, and `no` as false. */
function quoteFor(name: string): string {
  return /^[\d_.]|^(y|n|yes|no|on|off|true|false|null)$/i.test(name) ? "'" : '';
}

/** The pipeline of the root file system, if it is written in block style. */
function rootfsStages(text: string): YAMLSeq | undefined {
  const pipelines = parseDocument(text).get('pipelines');
  if (!isSeq(pipelines)) return undefined;
  const rootfs = pipelines.items.find((item) => isMap(item) && item.get('name') === 'rootfs');
  const stages = isMap(rootfs) ? rootfs.get('stages') : undefined;
  return isSeq(stages) ? stages : undefined;
}

/** The text with more lines (a list, not indented) at the end of a list; undefined for one that is not in block style. */
function appended(text: string, list: YAMLSeq, lines: string): string | undefined {
  const ends = list.items.at(-1);
  const [first] = list.items;
  const isNode = (node: unknown): node is YAMLMap | YAMLSeq => isMap(node) || isSeq(node) || isScalar(node);
  if (list.flow || !list.range || !isNode(first) || !isNode(ends) || !ends.range) return undefined;
  if (lines.trim() === '') return text;
  // A list in block style begins with its first dash.
  const [start] = list.range;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const nested = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (nested.trim() !== '') return undefined; // `- - a`: its own dash is not the first of the line
  const end = endOfLine(text, ends.range[1]);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text.slice(0, end);
  const body = lines
    .trimEnd()
    .replace(/^(?=.)/gm, ' '.repeat(column))
    .replaceAll('\n', newline);
  return `${before}${before.endsWith('\n') ? '' : newline}${body}${newline}${text.slice(end)}`;
}

/** Where the line after the last one that is not blank begins. */
function endOfLine(text: string, from: number): number {
  const kept = text.slice(0, from).trimEnd().length;
  const next = text.indexOf('\n', kept);
  return next < 0 ? text.length : next + 1;
}

/** The text with more stages at the end of its pipeline `rootfs`; undefined if it has none in block style. */
export function withStages(text: string, stages: string): string | undefined {
  const list = rootfsStages(text);
  return list && appended(text, list, stages);
}

/** The text with more packages in its pipeline `rootfs`; undefined if its packages are not joined lists. */
export function withPackages(text: string, names: readonly string[]): string | undefined {
  for (const stage of rootfsStages(text)?.items ?? []) {
    if (!isMap(stage) || stage.get('type') !== 'org.osbuild.rpm') continue;
    const joined = stage.getIn(['inputs', 'packages', 'mpp-depsolve', 'packages', 'mpp-join']);
    return isSeq(joined) ? appended(text, joined, `- [${names.join(', ')}]`) : undefined;
  }
  return undefined;
}
