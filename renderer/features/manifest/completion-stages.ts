/** Stage types, as a name and as a whole stage with the options that it cannot do without. */
import type { StageType } from '../../../shared/manifest/types';
import type { Entry } from './completion-at';
import { isNested, propertiesOf, schemasAt, typeWords, type Property, type Schema } from './schema-at';

export function stageEntry(type: StageType): Entry {
  return { label: type.type, kind: 'stage', detail: type.summary, info: stageFacts(type), preferred: type.builtin };
}

/** `- type: … options: …` with a field for each required option. */
export function stageSnippet(type: StageType, indent = '  '): Entry {
  const options = type.options;
  const required = options ? propertiesOf(schemasAt(options, [])).filter((property) => property.required) : [];
  const lines = required.flatMap((property) => optionLines(property, options ?? {}, indent));
  const body = lines.length > 0 ? `\noptions:\n${lines.join('\n')}` : '';
  return {
    label: type.type,
    kind: 'stage',
    detail: type.summary,
    info: stageFacts(type),
    snippet: `type: ${type.type}${body}`,
    preferred: type.builtin,
  };
}

/** What runs it, its summary and description, and its options. */
export function stageFacts(type: StageType): string[] {
  const runs = type.builtin
    ? 'Runs in the built-in engine'
    : type.osbuild
      ? 'Runs with the installed osbuild only'
      : 'Nothing on this machine runs it';
  const options = type.options;
  const names = options
    ? propertiesOf(schemasAt(options, [])).map(({ name, required }) => (required ? `${name} (required)` : name))
    : [];
  return [
    runs,
    type.summary,
    ...(type.description !== '' && type.description !== type.summary ? [shorten(type.description)] : []),
    ...(names.length > 0 ? [`Options: ${names.join(', ')}`] : []),
  ];
}

/** A key of the options: its type, default and description. */
export function propertyEntry({ name, schema, required }: Property, root: Schema, json: boolean): Entry {
  const nested = isNested(schema, root);
  const behind = nested === 'list' ? '\n- ${}' : nested === 'object' ? '\n  ${}' : ' ${}';
  return {
    label: name,
    kind: 'key',
    detail: required ? `${typeWords(schema, root)}, required` : typeWords(schema, root),
    info: propertyFacts(schema, root),
    snippet: json ? `"${name}": \${}` : `${name}:${behind}`,
    preferred: required,
  };
}

export function propertyFacts(schema: Schema, root: Schema): string[] {
  const facts = [typeWords(schema, root)];
  if ('default' in schema) facts.push(`Default: ${JSON.stringify(schema['default'])}`);
  if (typeof schema['description'] === 'string') facts.push(shorten(schema['description']));
  return facts.filter((fact) => fact !== '');
}

function optionLines({ name, schema }: Property, root: Schema, indent: string): string[] {
  const nested = isNested(schema, root);
  if (nested === 'list') return [`${indent}${name}:`, `${indent}- \${${name}}`];
  if (nested === 'object') return [`${indent}${name}:`, `${indent}  \${${name}}`];
  return [`${indent}${name}: \${${name}}`];
}

function shorten(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length > 400 ? `${plain.slice(0, 399)}…` : plain;
}
