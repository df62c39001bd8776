/** Matches as rows of a list: each file's name above its lines. */
import type { SearchMatch } from '../../../shared/manifest/types';

export type FoundRow =
  | { readonly kind: 'file'; readonly path: string; readonly count: number; readonly folded: boolean }
  | { readonly kind: 'match'; readonly match: SearchMatch };

export function foundRows(matches: readonly SearchMatch[], folded: ReadonlySet<string>): FoundRow[] {
  const byFile = new Map<string, SearchMatch[]>();
  for (const match of matches) {
    const own = byFile.get(match.file);
    if (own) own.push(match);
    else byFile.set(match.file, [match]);
  }
  return [...byFile].flatMap(([path, own]): FoundRow[] => [
    { kind: 'file', path, count: own.length, folded: folded.has(path) },
    ...(folded.has(path) ? [] : own.map((match) => ({ kind: 'match', match }) as const)),
  ]);
}

/** The line around a match, without what is far from it: text before, the match, text after. */
export function matchParts({ text, start, length }: SearchMatch): readonly [string, string, string] {
  const before = text.slice(0, start).trimStart();
  const cut = before.length > 28 ? `…${before.slice(before.length - 27)}` : before;
  return [cut, text.slice(start, start + length), text.slice(start + length)];
}
