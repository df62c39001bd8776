/** What a manifest's text is made of: pipelines with their stages, and the keys at its top. */
import { pathAt, stepsOfLine, type Lines, type Step } from './text-path';

export interface OutlineEntry {
  readonly kind: 'key' | 'pipeline' | 'stage';
  readonly name: string;
  /** Counts from 1. */
  readonly line: number;
  /** 0 for what stands at the top. */
  readonly depth: number;
}

const ITEMS: Readonly<Record<string, { kind: 'pipeline' | 'stage'; name: string; depth: number }>> = {
  pipelines: { kind: 'pipeline', name: 'name', depth: 1 },
  stages: { kind: 'stage', name: 'type', depth: 2 },
};

/** In the order of the text. */
export function outlineOf(doc: Lines): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  const open: Step[] = [];
  let top: number | undefined;
  for (let line = 1; line <= doc.lines; line += 1) {
    for (const step of stepsOfLine(doc.line(line).text, line)) {
      // The braces around a whole JSON text are no list item.
      if (step.kind === 'item' && open.length === 0) continue;
      let item = open[open.length - 1];
      while (item && !isParent(item, step)) {
        open.pop();
        item = open[open.length - 1];
      }
      const list = open[open.length - 2];
      const kind = item?.kind === 'item' && list ? ITEMS[list.key] : undefined;
      if (step.kind === 'key' && kind?.name === step.key)
        entries.push({ kind: kind.kind, name: step.value, line: item?.line ?? line, depth: kind.depth });
      if (step.kind === 'key') top ??= step.column;
      if (step.kind === 'key' && open.length === 0 && step.column === top)
        entries.push({ kind: 'key', name: step.key, line, depth: 0 });
      open.push(step);
    }
  }
  return entries;
}

/** Those whose names have every word. */
export function namedLike(entries: readonly OutlineEntry[], query: string): readonly OutlineEntry[] {
  const words = query.toLowerCase().split(/\s+/);
  return entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

function isParent(outer: Step, inner: Step): boolean {
  return outer.kind === 'key' && inner.kind === 'item' ? outer.column <= inner.column : outer.column < inner.column;
}

export interface Crumb {
  readonly kind: 'key' | 'pipeline' | 'stage';
  readonly label: string;
  readonly line: number;
  readonly column: number;
}

/** The pipeline, the stage and the keys that lead to a line. */
export function crumbsAt(doc: Lines, line: number): Crumb[] {
  const text = doc.line(line).text;
  const own = stepsOfLine(text, line);
  const path = pathAt(doc, line, own.length > 0 ? text.length + 1 : Math.max(0, text.length - text.trimStart().length));
  const crumbs: Crumb[] = [];
  path.forEach((step, index) => {
    const list = path[index - 1];
    const kind = step.kind === 'item' && list ? ITEMS[list.key] : undefined;
    const at = { line: step.line, column: step.column + 1 };
    if (kind) {
      const name = nameOf(doc, step, kind.name);
      // The list's own name says nothing more.
      crumbs.pop();
      crumbs.push({ kind: kind.kind, label: name ?? kind.kind, ...at });
    } else if (step.kind === 'key') crumbs.push({ kind: 'key', label: step.key, ...at });
  });
  const last = path[path.length - 1];
  const named =
    last && path.length > 1 && (last.key === 'name' || last.key === 'type') && path[path.length - 2]?.kind === 'item';
  return named ? crumbs.slice(0, -1) : crumbs;
}

function nameOf(doc: Lines, item: Step, key: string): string | undefined {
  for (let line = item.line; line <= doc.lines; line += 1) {
    const steps = stepsOfLine(doc.line(line).text, line);
    if (line > item.line && steps.some((step) => step.column <= item.column)) return undefined;
    const found = steps.find((step) => step.kind === 'key' && step.key === key && step.column > item.column);
    if (found) return found.value;
    if (line > item.line + 200) return undefined;
  }
  return undefined;
}
