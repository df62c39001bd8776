/** Lanes of the commit graph. Pure: the same commits always give the same picture. */
import type { Commit } from './types';

export interface GraphEdge {
  /** Lane in this row. */
  readonly from: number;
  /** Lane in the next row. */
  readonly to: number;
  /** `missing`: the parent is not in the repository; the line ends in nothing, broken, before the next row. */
  readonly kind: 'line' | 'missing';
}

export interface GraphRow {
  /** Lane of this row's commit. */
  readonly lane: number;
  /** Every lane that has a line or the commit in this row, ascending. */
  readonly lanes: number[];
  /** Lines from the middle of this row to the middle of the next. */
  readonly edges: GraphEdge[];
}

export interface GraphLayout {
  readonly rows: GraphRow[];
  /** Number of lanes that the widest row needs; 0 without commits. */
  readonly width: number;
}

/** What the layout reads of a commit. */
export type GraphNode = Pick<Commit, 'checksum' | 'parent' | 'parentMissing'>;

/** A lane that nothing waits in. */
const FREE = '';
/** A lane whose line broke in the row above: nothing may begin there, or it would look connected. */
const BROKEN = '!';

/**
 * Gives each commit a lane and each row the lines that leave it downwards.
 *
 * Commits come newest first, a child before its parent. A lane belongs to a line of commits from its newest to the
 * commit where it joins an older lane; lanes never move, so a colour by lane number is stable. The first lane that is
 * free is taken. Each row can be drawn alone: its node, `edges` of the row above in its upper half and its own `edges`
 * in its lower half (an edge runs from the middle of a row to the middle of the next one).
 *
 * A parent that is named but beyond the end of the list keeps its line to the end. A parent that is missing gives one
 * edge of kind `missing`. A parent that stands above its child (a damaged order) gives no edge.
 *
 * Time is proportional to the number of edges: 10,000 commits on a few refs take some milliseconds.
 */
export function layoutGraph(commits: readonly GraphNode[]): GraphLayout {
  const lanes = new Lanes();
  const seen = new Set<string>();
  const rows: GraphRow[] = [];
  let lane = commits[0] === undefined ? -1 : lanes.enter(commits[0].checksum);
  for (const [at, commit] of commits.entries()) {
    lanes.leave(commit.checksum);
    const active = lanes.active(lane);
    seen.add(commit.checksum);
    lanes.mend();
    const { parent } = commit;
    if (parent !== undefined && commit.parentMissing) lanes.put(lane, BROKEN);
    else if (parent !== undefined && !seen.has(parent)) lanes.put(lane, parent);
    const next = commits[at + 1];
    const nextLane = next === undefined ? -1 : lanes.enter(next.checksum);
    rows.push({ lane, lanes: active, edges: lanes.edges(next?.checksum, nextLane, active) });
    lane = nextLane;
  }
  return { rows, width: lanes.width };
}

/** Which commit each lane waits for. */
class Lanes {
  readonly #waiting: string[] = [];
  readonly #of = new Map<string, number[]>();
  readonly #straight: GraphEdge[] = [];
  #broken: number[] = [];
  width = 0;

  /** Lane of the next commit: the leftmost that waits for it, or the first free one. */
  enter(checksum: string): number {
    const waiting = this.#of.get(checksum);
    if (waiting) return Math.min(...waiting);
    let lane = this.#waiting.indexOf(FREE);
    if (lane < 0) lane = this.#waiting.length;
    this.#waiting[lane] = FREE;
    this.width = Math.max(this.width, lane + 1);
    return lane;
  }

  /** Frees all lanes that waited for this commit. */
  leave(checksum: string): void {
    for (const lane of this.#of.get(checksum) ?? []) this.#waiting[lane] = FREE;
    this.#of.delete(checksum);
  }

  /** Frees the lanes whose line broke one row above. */
  mend(): void {
    for (const lane of this.#broken) if (this.#waiting[lane] === BROKEN) this.#waiting[lane] = FREE;
    this.#broken = [];
  }

  put(lane: number, parent: string): void {
    this.#waiting[lane] = parent;
    if (parent === BROKEN) {
      this.#broken.push(lane);
      return;
    }
    const others = this.#of.get(parent);
    if (others) others.push(lane);
    else this.#of.set(parent, [lane]);
  }

  /** Lanes in use in a row, with the row's own. */
  active(own: number): number[] {
    const active: number[] = [];
    for (const [lane, waits] of this.#waiting.entries()) {
      if (lane === own || (waits !== FREE && waits !== BROKEN)) active.push(lane);
    }
    return active;
  }

  /** Lines to the next row, whose commit is in `nextLane`. `above` are the lanes that this row has. */
  edges(next: string | undefined, nextLane: number, above: readonly number[]): GraphEdge[] {
    const edges: GraphEdge[] = [];
    for (const lane of above) {
      const waits = this.#waiting[lane] ?? FREE;
      if (waits === FREE) continue;
      if (waits === BROKEN) edges.push({ from: lane, to: lane, kind: 'missing' });
      else if (waits === next && lane !== nextLane) edges.push({ from: lane, to: nextLane, kind: 'line' });
      else edges.push((this.#straight[lane] ??= { from: lane, to: lane, kind: 'line' }));
    }
    return edges;
  }
}
