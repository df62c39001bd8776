/** What can stand behind a key. */
import type { Entry, PlaceIn } from './completion-at';
import { relativePath } from './knowledge';
import { schemasAt, typeWords, valuesOf } from './schema-at';
import { namesIn, schemaPlace, stageOf } from './stage-place';
import { stageEntry } from './completion-stages';
import { keysUnder, type Step } from './text-path';

/** `value`: what is written already. */
export function valueEntries({ doc, path, know, json }: PlaceIn, key: Step, value: string): Entry[] {
  const outer =
    path[path.length - 1]?.line === key.line && path[path.length - 1]?.key === key.key ? path.slice(0, -1) : path;
  const parents = outer.flatMap((step) => (step.kind === 'key' ? [step.key] : []));
  const parent = parents[parents.length - 1] ?? '';
  if (key.key === 'path' && /^mpp-import-pipelines?$/.test(parent))
    return fileEntries(know.files, know.path, know.path);
  if (key.key === 'path' && parent === 'mpp-embed') return fileEntries(know.files, know.root ?? know.path, know.path);
  if (key.key === 'version' && parents.length === 0) return [{ label: "'2'", kind: 'value' }];
  if ((key.key === 'build' && parent === 'pipelines') || (key.key === 'pipeline' && value.startsWith('name:')))
    return pipelineNames(doc).map((name) => ({ label: `name:${name}`, kind: 'value' }));
  if (key.key === 'id' && parent === 'mpp-import-pipeline') return [];
  const stage = stageOf(doc, outer);
  if (!stage) return [];
  if (key.key === 'type' && stage.inside.length === 0) return know.stageTypes.map((type) => stageEntry(type));
  const names = (part: string, prefix = ''): Entry[] =>
    namesIn(doc, stage.item, part).map((name) => ({
      label: `${prefix}${name}`,
      kind: 'value',
      detail: part.slice(0, -1),
    }));
  const part = stage.inside[0]?.key;
  if (
    (part === 'mounts' && key.key === 'source') ||
    (part === 'devices' && key.key === 'parent') ||
    key.key === 'device'
  )
    return names('devices');
  if (value.startsWith('in')) return [...names('inputs', 'input://')];
  if (value.startsWith('mo')) return [...names('mounts', 'mount://')];
  if (key.key === 'origin' && part === 'inputs')
    return ['org.osbuild.source', 'org.osbuild.pipeline'].map((label) => ({ label, kind: 'value' }));
  const schema = schemaPlace(
    know.stageTypes.find(({ type }) => type === stage.type),
    [...stage.inside, key],
  );
  if (!schema) return [];
  const schemas = schemasAt(schema.root, schema.steps);
  return valuesOf(schemas).map(({ value: label, schema: of }) => ({
    label: json && of['type'] !== 'boolean' ? `"${label}"` : label,
    kind: 'value',
    detail: typeWords(of, schema.root).startsWith('one of') ? '' : typeWords(of, schema.root),
    preferred: String(of['default']) === label,
  }));
}

/** Files as they are written in a file beside them: those of the same folder first. */
function fileEntries(files: readonly string[], from: string, own: string): Entry[] {
  return files
    .filter((path) => path !== own)
    .map((path) => ({ label: relativePath(from, path), kind: 'file', preferred: /\.ipp\.(?:ya?ml|json)$/.test(path) }));
}

function pipelineNames(doc: PlaceIn['doc']): string[] {
  const names: string[] = [];
  for (let line = 1; line <= doc.lines; line += 1) {
    const text = doc.line(line).text;
    const top = /^"?pipelines"?\s*:/.test(text.trimStart()) && !/^\s{3,}/.test(text);
    if (!top) continue;
    const column = text.length - text.trimStart().length;
    for (const step of itemsUnder(doc, line, column)) {
      const name = keysUnder(doc, step).find(({ key }) => key === 'name')?.value;
      if (name) names.push(name);
    }
  }
  return [...new Set(names)];
}

function itemsUnder(doc: PlaceIn['doc'], line: number, column: number): Step[] {
  const items: Step[] = [];
  let at: number | undefined;
  for (let next = line + 1; next <= doc.lines; next += 1) {
    const text = doc.line(next).text;
    const mark = /^(\s*)(?:-\s|\{\s*$)/.exec(text);
    if (
      text.trim() !== '' &&
      !text.trimStart().startsWith('#') &&
      text.length - text.trimStart().length <= column &&
      !mark
    )
      break;
    if (!mark) continue;
    const indent = mark[1]?.length ?? 0;
    at ??= indent;
    if (indent === at) items.push({ kind: 'item', key: '', value: '', column: at, line: next });
  }
  return items;
}
