/** What one set of defines changes in another. */
import type { Defines } from '../../../shared/manifest/types';

export interface DefineChange {
  readonly name: string;
  readonly kind: 'added' | 'changed' | 'removed' | 'same';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Changes by name; what stays the same stands last. */
export function defineChanges(before: Defines, after: Defines): readonly DefineChange[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])].sort();
  const changes = names.map((name): DefineChange => {
    const was = Object.hasOwn(before, name);
    const is = Object.hasOwn(after, name);
    if (!is) return { name, kind: 'removed', before: before[name] };
    if (!was) return { name, kind: 'added', after: after[name] };
    const same = JSON.stringify(before[name]) === JSON.stringify(after[name]);
    return { name, kind: same ? 'same' : 'changed', before: before[name], after: after[name] };
  });
  return [...changes.filter(({ kind }) => kind !== 'same'), ...changes.filter(({ kind }) => kind === 'same')];
}
