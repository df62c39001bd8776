/** What changed between two resolved manifests: stages, their options, and packages. */
import type { Manifest, Stage } from '../../../shared/manifest/types';
import { record, referencesOf } from './stage-summary';

export interface OptionChange {
  /** `options.users.root.password`. */
  readonly path: string;
  /** Undefined where it was not there. */
  readonly before: unknown;
  readonly after: unknown;
}
export interface StageChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  readonly pipeline: string;
  readonly type: string;
  /** Index in the pipeline: after the change, or before it for what was removed. */
  readonly index: number;
  readonly options: readonly OptionChange[];
}
export interface PackageChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}
export interface ResolvedDiff {
  /** Names of pipelines. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly stages: readonly StageChange[];
  /** By name and architecture, over all pipelines. */
  readonly packages: readonly PackageChange[];
}

/** Changes that lead from one manifest to the other, in the order of the later one. */
export function diffManifests(before: Manifest, after: Manifest): ResolvedDiff {
  const olds = new Map(before.pipelines.map((pipeline) => [pipeline.name, pipeline]));
  const news = new Set(after.pipelines.map(({ name }) => name));
  const stages = after.pipelines.flatMap(({ name, stages: list = [] }) =>
    diffStages(name, olds.get(name)?.stages ?? [], list),
  );
  const gone = before.pipelines.filter(({ name }) => !news.has(name));
  return {
    added: after.pipelines.map(({ name }) => name).filter((name) => !olds.has(name)),
    removed: gone.map(({ name }) => name),
    stages: [...stages, ...gone.flatMap(({ name, stages: list = [] }) => diffStages(name, list, []))],
    packages: diffPackages(packagesOf(before), packagesOf(after)),
  };
}

/** True if there is nothing to tell. */
export function isSame(diff: ResolvedDiff): boolean {
  return [diff.added, diff.removed, diff.stages, diff.packages].every((list) => list.length === 0);
}

/** `+2 −1 stages, 3 changed · +12 packages`; `no change` if there is none. */
export function diffWords(diff: ResolvedDiff): string {
  const of = (list: readonly { kind: string }[], kind: string) => list.filter((entry) => entry.kind === kind).length;
  const part = (list: readonly { kind: string }[], noun: string) => {
    const counts = [
      of(list, 'added') > 0 ? `+${of(list, 'added')}` : '',
      of(list, 'removed') > 0 ? `−${of(list, 'removed')}` : '',
    ].filter(Boolean);
    const also = (['changed', 'moved'] as const).flatMap((kind) =>
      of(list, kind) > 0 ? [`${of(list, kind)} ${kind}`] : [],
    );
    const [first, ...rest] = also;
    if (counts.length === 0 && first === undefined) return '';
    const total = of(list, 'added') + of(list, 'removed') || list.length;
    const plural = total === 1 ? noun : `${noun}s`;
    if (counts.length > 0) return [`${counts.join(' ')} ${plural}`, ...also].join(', ');
    return [first?.replace(' ', ` ${plural} `), ...rest].join(', ');
  };
  return [part(diff.stages, 'stage'), part(diff.packages, 'package')].filter(Boolean).join(' · ') || 'no change';
}

function diffStages(pipeline: string, before: readonly Stage[], after: readonly Stage[]): StageChange[] {
  const oldTexts = before.map((stage) => JSON.stringify(stage));
  const newTexts = after.map((stage) => JSON.stringify(stage));
  const pairs = commonPairs(oldTexts, newTexts);
  const usedOld = new Set(pairs.map(([old]) => old));
  const kept = new Set(pairs.map(([, now]) => now));
  const changes = after.flatMap((stage, index): StageChange[] => {
    if (kept.has(index)) return [];
    const change = (kind: StageChange['kind'], options: readonly OptionChange[] = []): StageChange[] => [
      { kind, pipeline, type: stage.type, index, options },
    ];
    const same = oldTexts.findIndex((text, old) => !usedOld.has(old) && text === newTexts[index]);
    if (same >= 0) {
      usedOld.add(same);
      return change('moved');
    }
    const [from, to] = gapAround(pairs, index, before.length);
    const old = before.findIndex((entry, at) => at > from && at < to && !usedOld.has(at) && entry.type === stage.type);
    if (old < 0) return change('added');
    usedOld.add(old);
    return change('changed', stageChanges(before[old], stage));
  });
  const removed = before.flatMap((stage, index): StageChange[] =>
    usedOld.has(index) ? [] : [{ kind: 'removed', pipeline, type: stage.type, index, options: [] }],
  );
  return [...changes, ...removed];
}

/** The old indexes between which something new stands. */
function gapAround(
  pairs: readonly (readonly [number, number])[],
  index: number,
  length: number,
): readonly [number, number] {
  let from = -1;
  for (const [old, now] of pairs) {
    if (now > index) return [from, old];
    from = old;
  }
  return [from, length];
}

/** Longest common subsequence, as pairs of indexes. */
function commonPairs(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function stageChanges(before: Stage | undefined, after: Stage): OptionChange[] {
  return (['options', 'inputs', 'devices', 'mounts'] as const).flatMap((part) =>
    valueChanges(before?.[part], after[part], part),
  );
}

/** Leaves that differ. A list is one leaf unless it has as many elements as before. */
export function valueChanges(before: unknown, after: unknown, path: string): OptionChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((entry, index) => valueChanges(entry, after[index], `${path}[${index}]`));
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => valueChanges(before[key], after[key], `${path}.${key}`));
  }
  return [{ path, before, after }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Versions by `name.arch`: read from the file names in the manifest's sources, which every manifest has. */
export function packagesOf(manifest: Manifest): Map<string, string> {
  const items = new Map<string, unknown>();
  for (const source of Object.values(manifest.sources ?? {}))
    for (const [checksum, item] of Object.entries(record(record(source)['items']))) items.set(checksum, item);
  const found = new Map<string, string>();
  for (const { stages = [] } of manifest.pipelines)
    for (const stage of stages)
      for (const reference of Object.values(stage.inputs ?? {}).flatMap(referencesOf)) {
        const named = packageName(items.get(reference));
        if (named) found.set(named.name, named.version);
      }
  return found;
}

const RPM = /([^/]+)-([^-/]+-[^-/]+)\.([^./]+)\.rpm$/;

function packageName(item: unknown): { name: string; version: string } | undefined {
  const { url, path } = record(item);
  const text = typeof item === 'string' ? item : typeof url === 'string' ? url : path;
  const match = typeof text === 'string' ? RPM.exec(text.replace(/[?#].*$/, '')) : null;
  return match ? { name: `${match[1]}.${match[3]}`, version: decodeURIComponent(match[2] ?? '') } : undefined;
}

function diffPackages(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): PackageChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): PackageChange[] => {
    const old = before.get(name);
    const now = after.get(name);
    if (old === now) return [];
    if (old === undefined) return [{ kind: 'added', name, after: now ?? '' }];
    if (now === undefined) return [{ kind: 'removed', name, before: old }];
    return [{ kind: 'changed', name, before: old, after: now }];
  });
}
