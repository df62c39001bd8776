/** Where the parts of a loaded document stand in their files, so that an error can point at the line. */

/** A place in a file; line and column count from one. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** Places by container, and by key or index within it. Containers keep their identity while they are expanded. */
export class Places {
  private readonly own = new WeakMap<object, Place>();
  private readonly inner = new WeakMap<object, Map<unknown, Place>>();

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
}
