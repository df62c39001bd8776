/**
 * A small reader of serialised GVariants, for the types that OSTree's objects are made of. Every read stays within
 * the bytes that were given: what does not fit is a FormatError, never a crash.
 * https://docs.gtk.org/glib/gvariant-specification.html
 */

/** The bytes are not what their type says. */
export class FormatError extends Error {}

/** Nesting beyond this is hostile: real metadata has a handful of levels. */
const MAX_DEPTH = 32;
const MAX_TYPE_LENGTH = 255;

export type Type =
  | { readonly kind: 'basic'; readonly code: string; readonly size: number; readonly text: string }
  | { readonly kind: 'text'; readonly code: string; readonly text: string }
  | { readonly kind: 'variant'; readonly text: string }
  | { readonly kind: 'maybe' | 'array'; readonly element: Type; readonly text: string }
  | { readonly kind: 'tuple' | 'entry'; readonly members: readonly Type[]; readonly text: string };

/** Size and alignment of a type; size 0 means that it varies. */
interface Layout {
  readonly size: number;
  readonly align: number;
}

const BASIC_SIZES: Readonly<Record<string, number>> = { b: 1, y: 1, n: 2, q: 2, i: 4, u: 4, h: 4, x: 8, t: 8, d: 8 };

/** Reads one complete type at `at`; gives it with the index after it. */
function readType(text: string, at: number, depth: number): [Type, number] {
  const code = text[at] ?? '';
  if (depth > MAX_DEPTH) throw new FormatError('the type is nested too deeply');
  const size = BASIC_SIZES[code];
  if (size !== undefined) return [{ kind: 'basic', code, size, text: code }, at + 1];
  if (code === 's' || code === 'o' || code === 'g') return [{ kind: 'text', code, text: code }, at + 1];
  if (code === 'v') return [{ kind: 'variant', text: code }, at + 1];
  if (code === 'a' || code === 'm') {
    const [element, end] = readType(text, at + 1, depth + 1);
    return [{ kind: code === 'a' ? 'array' : 'maybe', element, text: text.slice(at, end) }, end];
  }
  const close = code === '(' ? ')' : code === '{' ? '}' : undefined;
  if (close === undefined) throw new FormatError(`'${text}' is no type`);
  const members: Type[] = [];
  let next = at + 1;
  while (text[next] !== close) {
    const [member, end] = readType(text, next, depth + 1);
    members.push(member);
    next = end;
  }
  if (code === '{' && (members.length !== 2 || !isKey(members[0]))) throw new FormatError(`'${text}' is no type`);
  return [{ kind: code === '(' ? 'tuple' : 'entry', members, text: text.slice(at, next + 1) }, next + 1];
}

function isKey(type: Type | undefined): boolean {
  return type?.kind === 'basic' || type?.kind === 'text';
}

const types = new Map<string, Type>();

/** Reads a type string such as `a{sv}`. */
export function parseType(text: string): Type {
  const known = types.get(text);
  if (known) return known;
  if (text.length > MAX_TYPE_LENGTH) throw new FormatError('the type is too long');
  const [type, end] = readType(text, 0, 0);
  if (end !== text.length) throw new FormatError(`'${text}' is not one type`);
  if (types.size < 1000) types.set(text, type);
  return type;
}

const layouts = new WeakMap<Type, Layout>();

function layoutOf(type: Type): Layout {
  let layout = layouts.get(type);
  if (!layout) layouts.set(type, (layout = computeLayout(type)));
  return layout;
}

function computeLayout(type: Type): Layout {
  switch (type.kind) {
    case 'basic':
      return { size: type.size, align: type.size };
    case 'text':
      return { size: 0, align: 1 };
    case 'variant':
      return { size: 0, align: 8 };
    case 'maybe':
    case 'array':
      return { size: 0, align: layoutOf(type.element).align };
    case 'tuple':
    case 'entry': {
      const members = type.members.map(layoutOf);
      const most = Math.max(1, ...members.map(({ align }) => align));
      if (members.length === 0) return { size: 1, align: 1 };
      if (members.some(({ size }) => size === 0)) return { size: 0, align: most };
      const end = members.reduce((at, { size, align }) => alignUp(at, align) + size, 0);
      return { size: alignUp(end, most), align: most };
    }
  }
}

function alignUp(at: number, align: number): number {
  return Math.ceil(at / align) * align;
}

/** Bytes of one framing offset in a container of this size. */
function offsetSize(containerSize: number): number {
  return containerSize <= 0xff ? 1 : containerSize <= 0xffff ? 2 : containerSize <= 0xffffffff ? 4 : 8;
}

/** One value: its type, and where its bytes are. Offsets count from the start of the outermost container. */
export class Variant {
  readonly #bytes: Buffer;
  readonly type: Type;
  readonly #start: number;
  readonly #end: number;
  readonly #depth: number;

  constructor(bytes: Buffer, type: Type, start = 0, end = bytes.length, depth = 0) {
    const { size } = layoutOf(type);
    if (start < 0 || end > bytes.length || start > end) throw new FormatError('an offset points outside');
    if (size !== 0 && end - start !== size) throw new FormatError(`a value of type ${type.text} has a wrong size`);
    if (depth > MAX_DEPTH) throw new FormatError('values are nested too deeply');
    this.#bytes = bytes;
    this.type = type;
    this.#start = start;
    this.#end = end;
    this.#depth = depth;
  }

  get byteLength(): number {
    return this.#end - this.#start;
  }

  /** The value's own bytes: a view, not a copy. */
  bytes(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** Text of an `s`, `o` or `g`: must end in the only zero byte and be UTF-8. */
  text(): string {
    const bytes = this.bytes();
    if (this.type.kind !== 'text') throw new FormatError('not a text');
    if (bytes.length === 0 || bytes.indexOf(0) !== bytes.length - 1) throw new FormatError('a text has no end');
    const text = bytes.toString('utf8', 0, bytes.length - 1);
    if (text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(bytes.subarray(0, -1)))
      throw new FormatError('a text is not UTF-8');
    return text;
  }

  /** Members of a tuple or dictionary entry, elements of an array, the value of a maybe or variant. */
  children(): Variant[] {
    switch (this.type.kind) {
      case 'tuple':
      case 'entry':
        return this.#members(this.type.members);
      case 'array':
        return this.#elements(this.type.element);
      case 'maybe':
        return this.#maybe(this.type.element);
      case 'variant':
        return [this.inner()];
      case 'basic':
      case 'text':
        return [];
    }
  }

  /** The value in a variant. */
  inner(): Variant {
    if (this.type.kind !== 'variant') throw new FormatError('not a variant');
    const zero = this.#bytes.lastIndexOf(0, this.#end - 1);
    if (zero < this.#start || this.#end === this.#start) throw new FormatError('a variant names no type');
    const type = parseType(this.#bytes.toString('latin1', zero + 1, this.#end));
    return this.#child(type, this.#start, zero);
  }

  #child(type: Type, start: number, end: number): Variant {
    if (start < this.#start || end > this.#end || start > end) throw new FormatError('an offset points outside');
    return new Variant(this.#bytes, type, start, end, this.#depth + 1);
  }

  #offset(at: number, size: number): number {
    if (at < this.#start || at + size > this.#end) throw new FormatError('an offset points outside');
    return size === 8 ? Number(this.#bytes.readBigUInt64LE(at)) : this.#bytes.readUIntLE(at, size);
  }

  /** The outermost container is aligned to eight, so positions in it can be aligned by their own offset. */
  #members(members: readonly Type[]): Variant[] {
    if (members.length === 0) return [];
    const size = offsetSize(this.byteLength);
    const values: Variant[] = [];
    let at = this.#start;
    let offsets = this.#end;
    members.forEach((member, index) => {
      const layout = layoutOf(member);
      const start = alignUp(at, layout.align);
      let end: number;
      if (layout.size !== 0) end = start + layout.size;
      else if (index === members.length - 1) end = offsets;
      else {
        offsets -= size;
        end = this.#start + this.#offset(offsets, size);
      }
      if (end > offsets) throw new FormatError('members overlap');
      values.push(this.#child(member, start, end));
      at = end;
    });
    return values;
  }

  #elements(element: Type): Variant[] {
    const layout = layoutOf(element);
    const total = this.byteLength;
    const values: Variant[] = [];
    if (total === 0) return values;
    if (layout.size !== 0) {
      if (total % layout.size !== 0) throw new FormatError('an array has a wrong size');
      for (let at = this.#start; at < this.#end; at += layout.size)
        values.push(this.#child(element, at, at + layout.size));
      return values;
    }
    const size = offsetSize(total);
    const table = this.#start + this.#offset(this.#end - size, size);
    if (table > this.#end || (this.#end - table) % size !== 0) throw new FormatError('an array has wrong offsets');
    let at = this.#start;
    for (let offset = table; offset < this.#end; offset += size) {
      const end = this.#start + this.#offset(offset, size);
      if (end > table) throw new FormatError('elements overlap');
      values.push(this.#child(element, alignUp(at, layout.align), end));
      at = end;
    }
    return values;
  }

  #maybe(element: Type): Variant[] {
    if (this.byteLength === 0) return [];
    const fixed = layoutOf(element).size !== 0;
    return [this.#child(element, this.#start, fixed ? this.#end : this.#end - 1)];
  }
}

/** Reads bytes as a value of this type. */
export function readVariant(bytes: Buffer, type: string): Variant {
  return new Variant(bytes, parseType(type));
}
