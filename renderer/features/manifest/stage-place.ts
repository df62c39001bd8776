/** Which part of a stage a place is in. */
import type { StageType } from '../../../shared/manifest/types';
import { keysUnder, type Lines, type Step } from './text-path';
import type { Schema, SchemaStep } from './schema-at';

export interface StagePlace {
  /** The stage's item in its list. */
  readonly item: Step;
  /** As written; undefined as long as it is not. */
  readonly type: string | undefined;
  /** Keys within the stage that lead to the place. */
  readonly inside: readonly Step[];
}

/** The innermost stage that a path leads through; undefined if there is none. */
export function stageOf(doc: Lines, path: readonly Step[]): StagePlace | undefined {
  for (let index = path.length - 1; index > 0; index -= 1) {
    const item = path[index];
    const list = path[index - 1];
    if (!item || !list || item.kind !== 'item' || list.kind !== 'key' || list.key !== 'stages') continue;
    const type = keysUnder(doc, item).find((step) => step.key === 'type')?.value;
    return { item, type: type === '' ? undefined : type, inside: path.slice(index + 1) };
  }
  return undefined;
}

/** The keys that a part of the stage (`inputs`, `devices`, `mounts`) has, or its items' names. */
export function namesIn(doc: Lines, item: Step, part: string): string[] {
  const found = keysUnder(doc, item).find((step) => step.key === part);
  if (!found) return [];
  if (part !== 'mounts') return keysUnder(doc, found).map((step) => step.key);
  const names: string[] = [];
  for (let line = found.line + 1; line <= doc.lines; line += 1) {
    const text = doc.line(line).text;
    const indent = text.length - text.trimStart().length;
    if (text.trim() !== '' && (indent < found.column || (indent === found.column && !/^\s*-/.test(text)))) break;
    const name = /^\s*(?:-\s+)?"?name"?\s*:\s*["']?([^"',\s]+)/.exec(text);
    if (name) names.push(name[1] ?? '');
  }
  return names;
}

/** The schema of a part of the stage, and the steps within it; undefined if nothing is known of it. */
export function schemaPlace(
  type: StageType | undefined,
  inside: readonly Step[],
): { root: Schema; steps: SchemaStep[] } | undefined {
  const part = inside[0]?.key;
  if (!type || (part !== 'options' && part !== 'inputs' && part !== 'devices' && part !== 'mounts')) return undefined;
  const root = type[part];
  return root && { root, steps: inside.slice(1).map((step) => (step.kind === 'item' ? undefined : step.key)) };
}
