/** Keys that can be written at a place. */
import type { Entry, PlaceIn } from './completion-at';
import { propertyEntry, stageSnippet } from './completion-stages';
import { DIRECTIVES, directiveNamed, type Directive } from './directive-docs';
import { propertiesOf, schemasAt } from './schema-at';
import { schemaPlace, stageOf } from './stage-place';
import { keysUnder, type Step } from './text-path';

type Words = readonly (readonly [name: string, detail: string, snippet?: string])[];

const TOP: Words = [
  ['version', "the manifest's version", " '2'"],
  ['pipelines', 'list of pipelines', '\n- ${}'],
  ['sources', 'where inputs come from', '\n  ${}'],
];
const PIPELINE: Words = [
  ['name', 'name of the pipeline', ' ${}'],
  ['build', 'the pipeline that it runs in', ' name:${build}'],
  ['runner', 'the runner of the build system', ' ${org.osbuild.linux}'],
  ['source-epoch', 'seconds for reproducible times', ' ${}'],
  ['stages', 'list of stages', '\n- type: ${}'],
];
const STAGE: Words = [
  ['type', 'the stage', ' ${}'],
  ['options', "the stage's options", '\n  ${}'],
  [
    'inputs',
    'files, packages, trees that it reads',
    '\n  ${name}:\n    type: ${org.osbuild.files}\n    origin: ${org.osbuild.source}',
  ],
  ['devices', 'block devices by name', '\n  ${name}:\n    type: ${org.osbuild.loopback}'],
  [
    'mounts',
    'file systems that are mounted',
    '\n- name: ${name}\n  type: ${org.osbuild.ext4}\n  source: ${device}\n  target: ${/}',
  ],
];
const INPUT: Words = [
  ['type', 'kind of input', ' ${org.osbuild.files}'],
  ['origin', 'source or pipeline', ' ${org.osbuild.source}'],
  ['references', 'what of it', '\n  ${}'],
];

/** `before`: the line up to the cursor. */
export function keyEntries(place: PlaceIn, before: string): Entry[] {
  const { path, doc, json } = place;
  const parent = path[path.length - 1];
  const present = new Set(parent ? siblings(place, parent).map(({ key }) => key) : topKeys(place));
  const fits = ({ label }: Entry) => !present.has(label);
  if (!parent || (json && path.length === 1 && parent.kind === 'item'))
    return [...words(TOP, json), ...directives('top', json)].filter(fits);
  const outer = parent.kind === 'item' ? path[path.length - 2] : undefined;
  const owner = (parent.kind === 'key' ? parent : outer)?.key ?? '';
  const directive = directiveNamed(owner);
  if (directive) return directiveKeys(directive, place).filter(fits);
  const first = present.size === 0;
  const values = first && !json ? directives('value', json) : [];
  // Beside an mpp-if stand its branches.
  const choice = present.has('mpp-if') ? directiveNamed('mpp-if') : undefined;
  const branches = choice ? directiveKeys(choice, place) : [];
  if (owner === 'pipelines' && outer)
    return [...words(PIPELINE, json), ...(first ? directives('pipelines', json) : [])].filter(fits);
  const stage = stageOf(doc, path);
  if (!stage) return [...branches, ...values].filter(fits);
  if (stage.inside.length === 0)
    return [...(first ? wholeStages(place, before) : []), ...words(STAGE, json), ...values].filter(fits);
  return [...partEntries(place, stage.inside, stage.type), ...branches, ...values].filter(fits);
}

function partEntries({ know, json }: PlaceIn, inside: readonly Step[], typeName: string | undefined): Entry[] {
  const type = know.stageTypes.find((entry) => entry.type === typeName);
  const schema = schemaPlace(type, inside);
  const known = schema
    ? propertiesOf(schemasAt(schema.root, schema.steps)).map((property) => propertyEntry(property, schema.root, json))
    : [];
  if (inside[0]?.key !== 'inputs' || inside.length !== 2) return known;
  const names = new Set(known.map(({ label }) => label));
  return [...known, ...words(INPUT, json).filter(({ label }) => !names.has(label)), ...directives('input', json)];
}

function wholeStages({ know, json }: PlaceIn, before: string): Entry[] {
  return !json && /-\s+\S*$/.test(before) ? know.stageTypes.map((type) => stageSnippet(type)) : [];
}

function directiveKeys({ keys = [] }: Directive, { json, doc, line, path }: PlaceIn): Entry[] {
  const parent = path[path.length - 1];
  // A file is an embedded one or a text, and so on: what is written already is not offered by its alternatives.
  const used = parent
    ? keysUnder(doc, parent)
        .filter((step) => step.line !== line)
        .map(({ key }) => key)
    : [];
  return keys
    .filter(({ name }) => !used.includes(name))
    .map(({ name, text, required }) => ({
      label: name,
      kind: 'key',
      detail: required ? 'required' : '',
      info: [text],
      snippet: json ? `"${name}": \${}` : `${name}: \${}`,
      preferred: required === true,
    }));
}

function directives(where: Directive['where'], json: boolean): Entry[] {
  return DIRECTIVES.filter((directive) => directive.where === where).map(({ name, summary, text, keys, snippet }) => ({
    label: name,
    kind: 'directive',
    detail: summary,
    info: [text, ...(keys ? [`Keys: ${keys.map((key) => key.name).join(', ')}`] : [])],
    snippet: json ? `"${name}": \${}` : `${name}:${snippet}`,
  }));
}

function words(list: Words, json: boolean): Entry[] {
  return list.map(([label, detail, snippet = ' ${}']) => ({
    label,
    kind: 'key',
    detail,
    snippet: json ? `"${label}": \${}` : `${label}:${snippet}`,
  }));
}

function siblings({ doc, line }: PlaceIn, parent: Step): Step[] {
  return keysUnder(doc, parent).filter((step) => step.line !== line);
}

function topKeys({ doc, line }: PlaceIn): string[] {
  return keysUnder(doc, { kind: 'key', key: '', value: '', column: -1, line: 1 })
    .filter((step) => step.line !== line)
    .map(({ key }) => key);
}
