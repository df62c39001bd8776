/** Order of the log: newest first, and never a parent before its child. */

export interface OrderNode {
  readonly parent: string | undefined;
  readonly timestamp: number;
}

interface Item<T> {
  readonly checksum: string;
  readonly node: T;
  /** Children that are not written yet. */
  children: number;
  /** When the last child was written: of equal times the latest comes first, which keeps a line of commits together. */
  ready: number;
}

function isBefore(a: Item<OrderNode>, b: Item<OrderNode>): boolean {
  return a.node.timestamp === b.node.timestamp ? a.ready > b.ready : a.node.timestamp > b.node.timestamp;
}

/** A heap: the item that comes first is on top. */
class Heap<T extends OrderNode> {
  readonly #items: Item<T>[] = [];

  push(item: Item<T>): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = items[up];
      if (!above || !isBefore(item, above)) break;
      items[at] = above;
      at = up;
    }
    items[at] = item;
  }

  pop(): Item<T> | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (!last || items.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = items[2 * at + 1];
      const right = items[2 * at + 2];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, last)) break;
      items[at] = child;
      at = child === left ? 2 * at + 1 : 2 * at + 2;
    }
    items[at] = last;
    return top;
  }
}

/**
 * Sorts commits newest first, children before parents whatever their clocks said; of equal times, a line of commits
 * stays together. Commits that are each other's ancestors (only damaged objects can be) come last.
 */
export function orderCommits<T extends OrderNode>(commits: ReadonlyMap<string, T>): [string, T][] {
  const items = new Map<string, Item<T>>();
  for (const [checksum, node] of commits) items.set(checksum, { checksum, node, children: 0, ready: 0 });
  const parentOf = ({ node }: Item<T>): Item<T> | undefined =>
    node.parent === undefined ? undefined : items.get(node.parent);
  for (const item of items.values()) {
    const parent = parentOf(item);
    if (parent) parent.children += 1;
  }
  const heap = new Heap<T>();
  let clock = 0;
  for (const item of [...items.values()].reverse()) {
    if (item.children > 0) continue;
    item.ready = clock += 1;
    heap.push(item);
  }
  const ordered: [string, T][] = [];
  for (let item = heap.pop(); item; item = heap.pop()) {
    ordered.push([item.checksum, item.node]);
    items.delete(item.checksum);
    const parent = parentOf(item);
    if (!parent || (parent.children -= 1) > 0) continue;
    parent.ready = clock += 1;
    heap.push(parent);
  }
  for (const { checksum, node } of items.values()) ordered.push([checksum, node]);
  return ordered;
}
