/** What is wrong with a text at a glance: its syntax, and options of stages that do not fit their schemas. */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import { nearestNames } from '../../../shared/manifest/nearest';
import type { StageType } from '../../../shared/manifest/types';
import { propertiesOf, schemasAt, typeWords, valuesOf, type Schema, type SchemaStep } from './schema-at';

export interface Finding {
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Reading longer texts takes longer than a keystroke may: the engine's answer has their problems. */
const LONGEST = 150_000;
const MOST = 200;

/** Findings of a YAML or JSON text, in its order. Never throws. */
export function checkText(text: string, stageTypes: readonly StageType[]): Finding[] {
  if (text.length > LONGEST) return [];
  const document = parseDocument(text, { version: '1.1', keepSourceTokens: false, uniqueKeys: true });
  const syntax = document.errors.map(({ message, pos }): Finding => ({
    from: pos[0],
    to: Math.max(pos[1], pos[0] + 1),
    severity: 'error',
    message: firstLine(message),
  }));
  // What is broken has no shape that could be checked.
  if (syntax.length > 0 || !document.contents) return syntax.slice(0, MOST);
  const types = new Map(stageTypes.map((type) => [type.type, type]));
  const findings: Finding[] = [];
  walk(document.contents, undefined, (stage) => checkStage(stage, types, findings));
  return findings.slice(0, MOST);
}

/** Calls back for every mapping in a list under a key `stages`. */
function walk(node: unknown, key: string | undefined, onStage: (stage: YAMLMap) => void): void {
  if (isSeq(node)) {
    for (const item of node.items) {
      if (key === 'stages' && isMap(item)) onStage(item);
      walk(item, undefined, onStage);
    }
  } else if (isMap(node)) for (const pair of node.items) walk(pair.value, keyOf(pair), onStage);
}

function checkStage(stage: YAMLMap, types: ReadonlyMap<string, StageType>, findings: Finding[]): void {
  const name = stage.get('type');
  const type = typeof name === 'string' ? types.get(name) : undefined;
  if (!type) {
    const at = stage.items.find((pair) => keyOf(pair) === 'type')?.value;
    if (types.size === 0 || typeof name !== 'string' || !name.startsWith('org.') || !isNode(at)) return;
    const near = nearestNames(name, types.keys(), 1)[0];
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    findings.push(finding(at, `${name} is no stage type that is known here.${hint}`));
    return;
  }
  for (const pair of stage.items) {
    const part = keyOf(pair);
    const schema = part === 'options' ? type.options : undefined;
    if (schema && isNode(pair.value)) checkValue(pair.value, schema, [], findings);
  }
}

function checkValue(node: Node, root: Schema, path: readonly SchemaStep[], findings: Finding[]): void {
  const schemas = schemasAt(root, path);
  if (schemas.length === 0 || isAlias(node) || isDirective(node)) return;
  if (isMap(node)) checkMap(node, root, path, schemas, findings);
  else if (isSeq(node)) {
    if (!allows(schemas, 'array'))
      findings.push(finding(node, `A list, where ${expected(schemas, root)} is expected.`));
    else for (const item of node.items) if (isNode(item)) checkValue(item, root, [...path, undefined], findings);
  } else if (isScalar(node)) checkScalar(node, root, schemas, findings);
}

function checkMap(
  node: YAMLMap,
  root: Schema,
  path: readonly SchemaStep[],
  schemas: readonly Schema[],
  findings: Finding[],
): void {
  if (!allows(schemas, 'object')) {
    findings.push(finding(node, `Keys, where ${expected(schemas, root)} is expected.`));
    return;
  }
  const properties = propertiesOf(schemas);
  const names = properties.map(({ name }) => name);
  const closed = names.length > 0 && schemas.some((schema) => schema['additionalProperties'] === false);
  for (const pair of node.items) {
    const name = keyOf(pair);
    if (name === undefined || name.startsWith('mpp-')) continue;
    const known = schemasAt(root, [...path, name]).length > 0;
    if (closed && !known && isNode(pair.key)) {
      const near = nearestNames(name, names, 1)[0];
      const hint = near === undefined ? ` Known: ${names.slice(0, 12).join(', ')}.` : ` Did you mean ${near}?`;
      findings.push(finding(pair.key, `There is no option ${name} here.${hint}`));
    } else if (isNode(pair.value)) checkValue(pair.value, root, [...path, name], findings);
  }
  // Alternatives ask for different keys: only what all of them ask for is missed.
  const [only] = schemas;
  if (schemas.length !== 1 || !only || !Array.isArray(only['required'])) return;
  const missing = only['required'].filter((name) => typeof name === 'string' && !node.has(name));
  const first = node.items[0]?.key;
  if (missing.length > 0 && isNode(first)) findings.push(finding(first, `Missing here: ${missing.join(', ')}.`));
}

function checkScalar(
  node: Node & { value: unknown },
  root: Schema,
  schemas: readonly Schema[],
  findings: Finding[],
): void {
  const value = node.value as string | number | boolean | bigint | null;
  // A variable's value is not known before resolving.
  if (value === null || (typeof value === 'string' && value.includes('$'))) return;
  const named = valuesOf(schemas);
  const others = schemas.some(
    (schema) => schema['enum'] === undefined && typeof schema['type'] === 'string' && schema['type'] !== 'boolean',
  );
  if (named.length > 0 && !others && !named.some((entry) => entry.value === String(value)))
    findings.push(
      finding(
        node,
        `${String(value)} is none of ${named
          .slice(0, 12)
          .map((entry) => entry.value)
          .join(', ')}.`,
      ),
    );
  else if (!allows(schemas, jsonType(value)))
    findings.push(finding(node, `${describe(value)}, where ${expected(schemas, root)} is expected.`));
}

function allows(schemas: readonly Schema[], type: string): boolean {
  const types = schemas.flatMap((schema) => schema['type'] ?? (schema['properties'] ? 'object' : [])) as unknown[];
  // A schema that names no type, and has no alternatives that do, takes everything.
  if (types.length === 0) return true;
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function expected(schemas: readonly Schema[], root: Schema): string {
  const words = [...new Set(schemas.map((schema) => typeWords(schema, root)).filter((word) => word !== ''))];
  return words.length > 0 ? withArticle(words.join(' or ')) : 'something else';
}

function withArticle(words: string): string {
  if (/^one/.test(words)) return words;
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return 'A text';
  return typeof value === 'boolean' ? `The word ${String(value)}` : 'A number';
}

function jsonType(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'bigint') return 'integer';
  return typeof value;
}

function isDirective(node: Node): boolean {
  return isMap(node) && node.items.some((pair) => keyOf(pair)?.startsWith('mpp-'));
}

function isNode(node: unknown): node is Node {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node);
}

function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

function finding(node: Node, message: string): Finding {
  const [from, to] = node.range ?? [0, 0];
  return { from, to: Math.max(to, from + 1), severity: 'warning', message };
}

function firstLine(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return line.replace(/ at line \d+, column \d+:?$/, '').replace(/:$/, '');
}
