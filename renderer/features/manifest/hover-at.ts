/** What is known of the word at a place. */
import { propertyFacts, stageFacts } from './completion-stages';
import { variableFacts } from './completion-names';
import { wordAt } from './code-places';
import { directiveNamed } from './directive-docs';
import { joinPath, type Knowledge } from './knowledge';
import { propertiesOf, schemasAt } from './schema-at';
import { schemaPlace, stageOf } from './stage-place';
import { pathAt, stepsOfLine, type Lines, type Step } from './text-path';

export interface Hover {
  readonly title: string;
  readonly facts: readonly string[];
  /** Columns from 0. */
  readonly from: number;
  readonly to: number;
}

/** Undefined where nothing is to be said. `column` counts from 0. */
export function hoverAt(doc: Lines, line: number, column: number, know: Knowledge): Hover | undefined {
  const text = doc.line(line).text;
  const key = stepsOfLine(text, line).find(
    (step) => step.kind === 'key' && step.column <= column && column <= step.column + step.key.length + 1,
  );
  if (key) {
    const facts = keyFacts(doc, line, key, know);
    if (facts) return { title: key.key, facts, from: key.column, to: key.column + key.key.length };
  }
  return valueHover(doc, line, column, text, know) ?? variableHover(text, column, know);
}

function keyFacts(doc: Lines, line: number, key: Step, know: Knowledge): string[] | undefined {
  const directive = directiveNamed(key.key);
  if (directive) {
    const keys = (directive.keys ?? []).map(
      ({ name, text, required }) => `${name}${required ? ' (required)' : ''}: ${text}`,
    );
    return [directive.text, ...keys];
  }
  const path = pathAt(doc, line, key.column);
  const owner = path[path.length - 1];
  const outer = owner?.kind === 'item' ? path[path.length - 2] : owner;
  const own = directiveNamed(outer?.key ?? '')?.keys?.find(({ name }) => name === key.key);
  if (own) return [own.text];
  const stage = stageOf(doc, path);
  const schema =
    stage &&
    schemaPlace(
      know.stageTypes.find(({ type }) => type === stage.type),
      stage.inside,
    );
  if (!schema) return undefined;
  const property = propertiesOf(schemasAt(schema.root, schema.steps)).find(({ name }) => name === key.key);
  if (!property) return undefined;
  const facts = propertyFacts(property.schema, schema.root);
  return property.required ? [...facts, 'Required.'] : facts;
}

function valueHover(doc: Lines, line: number, column: number, text: string, know: Knowledge): Hover | undefined {
  for (const { 0: word, index } of text.matchAll(/[\w./-]+/g)) {
    if (index > column || column > index + word.length) continue;
    const place = { from: index, to: index + word.length };
    const type = know.stageTypes.find((entry) => entry.type === word);
    if (type) return { title: word, facts: stageFacts(type), ...place };
    if (!/^\s*(?:-\s+)?["']?path["']?\s*:/.test(text)) return undefined;
    const target = importTarget(doc, line, word, know);
    return target === undefined ? undefined : { title: target, facts: ['Ctrl+click or F12 opens it.'], ...place };
  }
  return undefined;
}

function importTarget(doc: Lines, line: number, path: string, know: Knowledge): string | undefined {
  const known = know.symbols.imports.find(({ place }) => place.file === know.path && place.line === line);
  if (known?.to !== undefined) return known.to;
  const outer = pathAt(doc, line, doc.line(line).text.length + 1);
  const from = outer.some(({ key }) => key === 'mpp-embed') ? (know.root ?? know.path) : know.path;
  const target = joinPath(from, path);
  return know.files.includes(target) ? target : undefined;
}

function variableHover(text: string, column: number, know: Knowledge): Hover | undefined {
  const name = wordAt(text, column);
  const variable = name === undefined ? undefined : know.variables.find((entry) => entry.name === name);
  if (!variable || name === undefined || text.trimStart().startsWith('#')) return undefined;
  const from = text.lastIndexOf(name, column);
  return { title: name, facts: variableFacts(variable), from, to: from + name.length };
}
