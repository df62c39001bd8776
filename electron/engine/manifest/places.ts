/** Where the parts of a loaded document stand in their files, and what led to them. */
import type { Reason } from '../../../shared/manifest/types';

/** A place in a file; line and column count from one. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** What is known of a value in its container. */
export interface Slot {
  readonly place: Place | undefined;
  /** What put the value there, outermost first: imports, branches and directives below those of the container. */
  readonly reasons: readonly Reason[];
  /** A directive made the value and all that is in it: what places its parts have tell of other values. */
  readonly whole: boolean;
}

const NO_REASONS: readonly Reason[] = [];

/**
 * Places by container, and by key or index within it. Containers keep their identity while they are expanded. Plain
 * maps: a weak one would cost the garbage collector more than all the rest, and places live as long as a run.
 */
export class Places {
  private readonly own = new Map<object, Place>();
  private readonly inner = new Map<object, Map<unknown, Place>>();
  private readonly made = new Map<object, Map<unknown, Slot>>();

  set(container: object, place: Place): void {
    this.own.set(container, place);
  }

  setInner(container: object, key: unknown, place: Place): void {
    const known = this.inner.get(container);
    if (known) known.set(key, place);
    else this.inner.set(container, new Map([[key, place]]));
  }

  /** The place of a value in its container, else of the container. */
  of(container: object | undefined, key?: unknown): Place | undefined {
    if (!container) return undefined;
    return this.inner.get(container)?.get(key) ?? this.own.get(container);
  }

  /** What is known of a value in its container; undefined if nothing is. */
  slot(container: object, key: unknown): Slot | undefined {
    const made = this.made.get(container)?.get(key);
    if (made) return made;
    const place = this.inner.get(container)?.get(key);
    return place && { place, reasons: NO_REASONS, whole: false };
  }

  /** Says what put a value there. */
  put(container: object, key: unknown, slot: Slot): void {
    const known = this.made.get(container);
    if (known) known.set(key, slot);
    else this.made.set(container, new Map([[key, slot]]));
  }

  /** Hands a slot over to another container. */
  carry(from: object, key: unknown, to: object, toKey: unknown, reasons: readonly Reason[] = NO_REASONS): void {
    const slot = this.slot(from, key);
    if (slot) this.put(to, toKey, reasons.length === 0 ? slot : { ...slot, reasons: [...reasons, ...slot.reasons] });
  }

  /** Takes elements out of a list whose slots are known; the places of those behind them move up. */
  removeFrom(list: unknown[], indexes: readonly number[]): void {
    const removed = new Set(indexes);
    const slots = list.map((_, index) => this.slot(list, index));
    this.inner.delete(list);
    this.made.delete(list);
    let next = 0;
    for (let index = 0; index < slots.length; index += 1) {
      if (removed.has(index)) continue;
      const [slot, value] = [slots[index], list[index]];
      if (slot) this.put(list, next, slot);
      if (slot?.place) this.setInner(list, next, slot.place);
      list[next] = value;
      next += 1;
    }
    list.length = next;
  }
}
