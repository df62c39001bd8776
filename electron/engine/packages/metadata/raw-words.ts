/** Numbers for texts that come again and again, found without making a string of any: no garbage, no second copy. */

const FIRST_SLOTS = 1 << 16;

export class RawWords {
  /** Characters of all words, one byte each. */
  #bytes = new Uint8Array(1 << 20);
  #used = 0;
  /** Where each word begins; the last entry is where the next one will. */
  #starts = new Uint32Array(1 << 12);
  #count = 0;
  /** Open addressing: number of the word plus one, 0 for a free slot; its hash beside it. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #hashes = new Uint32Array(FIRST_SLOTS);

  get size(): number {
    return this.#count;
  }

  /**
   * The number of the word between two places of a text: an old one, or `size` before the call if it is new. -1 for a
   * word with a character above U+00FF, which is not kept.
   */
  numberOf(text: string, from: number, to: number): number {
    const hash = hashOf(text, from, to);
    if (hash < 0) return -1;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0) {
        this.#add(text, from, to, slot, hash);
        return this.#count - 1;
      }
      if (this.#hashes[slot] === hash && this.#equals(found - 1, text, from, to)) return found - 1;
    }
  }

  #equals(word: number, text: string, from: number, to: number): boolean {
    const start = this.#starts[word] ?? 0;
    if ((this.#starts[word + 1] ?? 0) - start !== to - from) return false;
    for (let at = from; at < to; at += 1) if (this.#bytes[start + at - from] !== text.charCodeAt(at)) return false;
    return true;
  }

  #add(text: string, from: number, to: number, slot: number, hash: number): void {
    const length = to - from;
    while (this.#used + length > this.#bytes.length) this.#bytes = doubled(this.#bytes, Uint8Array);
    if (this.#count + 2 > this.#starts.length) this.#starts = doubled(this.#starts, Uint32Array);
    for (let at = from; at < to; at += 1) this.#bytes[this.#used + at - from] = text.charCodeAt(at);
    this.#used += length;
    this.#count += 1;
    this.#starts[this.#count] = this.#used;
    this.#slots[slot] = this.#count;
    this.#hashes[slot] = hash;
    if (this.#count * 2 > this.#slots.length) this.#spread();
  }

  /** More slots, so that half of them stay free. */
  #spread(): void {
    const { length } = this.#slots;
    const slots = new Uint32Array(length * 2);
    const hashes = new Uint32Array(length * 2);
    const mask = slots.length - 1;
    for (let before = 0; before < length; before += 1) {
      const word = this.#slots[before] ?? 0;
      if (word === 0) continue;
      const hash = this.#hashes[before] ?? 0;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = word;
      hashes[slot] = hash;
    }
    this.#slots = slots;
    this.#hashes = hashes;
  }
}

function doubled<A extends Uint8Array | Uint32Array>(array: A, Kind: new (length: number) => A): A {
  const larger = new Kind(array.length * 2);
  larger.set(array);
  return larger;
}

/** FNV-1a over the characters, 31 bits; -1 if one does not fit into a byte. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  let all = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    all |= code;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return all > 0xff ? -1 : hash & 0x7fffffff;
}
