/** The commits that a filter leaves, joined over those that it hides. */
import type { Commit } from '../../../shared/history/types';

/** A row of the list: a commit, or the commits between two shown ones. */
export type HistoryRow =
  | { readonly kind: 'commit'; readonly commit: Commit }
  | { readonly kind: 'gap'; readonly key: string; readonly count: number };

export interface FilteredHistory {
  readonly rows: readonly HistoryRow[];
  /** The same rows as nodes of a graph: a gap is a node between its neighbours. */
  readonly nodes: readonly Commit[];
  /** How many commits match. */
  readonly matches: number;
}

/** True if the checksum begins with the words, or the version, subject or a ref contains them. */
export function matchesCommit(commit: Commit, query: string): boolean {
  const words = query.trim().toLowerCase();
  if (words === '') return true;
  return (
    (/^[0-9a-f]+$/.test(words) && commit.checksum.startsWith(words)) ||
    (commit.version?.toLowerCase().includes(words) ?? false) ||
    commit.subject.toLowerCase().includes(words) ||
    commit.refs.some((ref) => ref.toLowerCase().includes(words))
  );
}

/** Rows and nodes for a filter; an empty one leaves everything as it is. */
export function filterHistory(commits: readonly Commit[], query: string): FilteredHistory {
  if (query.trim() === '') {
    return { rows: commits.map((commit) => ({ kind: 'commit', commit })), nodes: commits, matches: commits.length };
  }
  const shown = new Set(commits.filter((commit) => matchesCommit(commit, query)).map((commit) => commit.checksum));
  const ancestor = nearestShown(commits, shown);
  const rows: HistoryRow[] = [];
  const nodes: Commit[] = [];
  for (const commit of commits) {
    if (!shown.has(commit.checksum)) continue;
    const next = ancestor(commit);
    rows.push({ kind: 'commit', commit });
    if (next.hidden === 0) {
      nodes.push(commit);
      continue;
    }
    const key = `gap-${commit.checksum}`;
    nodes.push({ ...commit, parent: key, parentMissing: false });
    nodes.push(gapNode(key, commit.timestamp, next.checksum));
    rows.push({ kind: 'gap', key, count: next.hidden });
  }
  return { rows, nodes, matches: shown.size };
}

function gapNode(key: string, timestamp: number, parent: string | undefined): Commit {
  const node = { checksum: key, parentMissing: false, subject: '', timestamp, refs: [] };
  return parent === undefined ? node : { ...node, parent };
}

interface Next {
  /** The nearest ancestor that is shown, undefined if there is none. */
  checksum: string | undefined;
  /** Commits between. */
  hidden: number;
}

/** Finds the nearest shown ancestor; each commit is walked once. */
function nearestShown(commits: readonly Commit[], shown: ReadonlySet<string>): (commit: Commit) => Next {
  const byChecksum = new Map(commits.map((commit) => [commit.checksum, commit]));
  const known = new Map<string, Next>();
  return (start) => {
    const path: Commit[] = [];
    let at: Commit | undefined = start;
    let result: Next | undefined;
    while (result === undefined) {
      const parent: Commit | undefined = at?.parent === undefined ? undefined : byChecksum.get(at.parent);
      if (at) path.push(at);
      if (!parent) result = { checksum: undefined, hidden: 0 };
      else if (shown.has(parent.checksum)) result = { checksum: parent.checksum, hidden: 0 };
      else result = known.get(parent.checksum) && stepOver(known.get(parent.checksum));
      at = parent;
    }
    for (const commit of path.reverse()) {
      known.set(commit.checksum, result);
      result = { checksum: result.checksum, hidden: result.hidden + 1 };
    }
    return known.get(start.checksum) ?? { checksum: undefined, hidden: 0 };
  };
}

function stepOver(next: Next | undefined): Next | undefined {
  return next && { checksum: next.checksum, hidden: next.hidden + 1 };
}
