/** How full the table of slots may become before it is doubled: three quarters. */
const FULL = 0.75;

/**
 * Names, given as bytes of UTF-8, numbered from 0 in the order of their first use.
 *
 * No text is made before `names` is asked for: a list of millions of comparisons names the same few thousand persons again
 * and again.
 */
export class NameTable {
  /** Number of different names. */
  size = 0;
  #bytes = new Uint8Array(1 << 12);
  /** Where each name ends in `#bytes`; it begins where the one before ends. */
  #ends = new Uint32Array(1 << 8);
  #hashes = new Int32Array(1 << 8);
  /** Number of the name of each slot, from 1; 0 where it is free. */
  #slots = new Uint32Array(1 << 9);

  /** The number of the name in `bytes[from, to)`. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let number = this.#slots[slot]!; number !== 0; number = this.#slots[slot]!) {
      if (this.#hashes[number - 1] === hash && this.#is(number - 1, bytes, from, to)) {
        return number - 1;
      }
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, slot, bytes, from, to);
  }

  /** Every name, in the order of their numbers. */
  names(): string[] {
    const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
    return Array.from({ length: this.size }, (_, number) =>
      utf8.decode(this.#bytes.subarray(this.#startOf(number), this.#ends[number])),
    );
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1]!;
  }

  #is(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    let at = this.#startOf(number);
    if (this.#ends[number]! - at !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[i] !== this.#bytes[at++]) return false;
    return true;
  }

  #add(hash: number, slot: number, bytes: Uint8Array, from: number, to: number): number {
    const number = this.size++;
    const start = this.#startOf(number);
    const end = start + to - from;
    while (end > this.#bytes.length) this.#bytes = doubled(this.#bytes);
    if (number === this.#ends.length) {
      this.#ends = doubled(this.#ends);
      this.#hashes = doubled(this.#hashes);
    }
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#ends[number] = end;
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    if (this.size > FULL * this.#slots.length) this.#spread();
    return number;
  }

  #spread(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.#hashes[number]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a (Fowler, Noll & Vo), with its upper half mixed into the lower, which picks the slot. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

function doubled<T extends Uint8Array | Uint32Array | Int32Array>(column: T): T {
  const grown = new (column.constructor as new (length: number) => T)(2 * column.length);
  grown.set(column);
  return grown;
}
