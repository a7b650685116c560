import { isAscii } from 'node:buffer';

/** How full the table of slots may become before it is doubled: three quarters. */
const FULL = 0.75;

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Names, given as bytes of UTF-8, numbered from 0 in the order of their first use.
 *
 * No text is made before `names` is asked for: a list of millions of comparisons names the same few thousand persons again
 * and again.
 */
export class NameTable {
  /** Number of different names. */
  size = 0;
  #bytes: Uint8Array;
  /** Where each name ends in `#bytes`; it begins where the one before ends. */
  #ends: Uint32Array;
  #hashes: Int32Array;
  /** Number of the name of each slot, from 1; 0 where it is free. */
  #slots: Uint32Array;

  /** @param expected names to make room for, each of 16 bytes; any number will do */
  constructor(expected = 256) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(256, expected)));
    this.#bytes = new Uint8Array(16 * room);
    this.#ends = new Uint32Array(room);
    this.#hashes = new Int32Array(room);
    this.#slots = new Uint32Array(2 * room);
  }

  /** The number of the name in `bytes[from, to)`, which gets one where it has none yet. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const slot = this.#slotOf(hash, bytes, from, to);
    const number = this.#slots[slot]!;
    return number > 0 ? number - 1 : this.#add(hash, slot, bytes, from, to);
  }

  /** The number of the name in `bytes[from, to)`, -1 where it has none. */
  find(bytes: Uint8Array, from: number, to: number): number {
    return this.#slots[this.#slotOf(hashOf(bytes, from, to), bytes, from, to)]! - 1;
  }

  /** Whether name `number` is the one in `bytes[from, to)`; a list in a known order needs no search. */
  is(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    if (number >= this.size) return false;
    let at = this.#startOf(number);
    if (this.#ends[number]! - at !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[i] !== this.#bytes[at++]) return false;
    return true;
  }

  /** Name `number`. */
  name(number: number): string {
    return UTF8.decode(this.#bytes.subarray(this.#startOf(number), this.#ends[number]));
  }

  /** Every name, in the order of their numbers. */
  names(): string[] {
    const all = this.#bytes.subarray(0, this.size === 0 ? 0 : this.#ends[this.size - 1]);
    if (!isAscii(all)) return Array.from({ length: this.size }, (_, number) => this.name(number));
    // One text in place of half a million: its parts are cut where the bytes are.
    const text = Buffer.from(all.buffer, all.byteOffset, all.length).toString('latin1');
    const names: string[] = [];
    for (let number = 0, start = 0; number < this.size; number++) {
      names.push(text.slice(start, (start = this.#ends[number]!)));
    }
    return names;
  }

  /** The slot of the name: its own, or the free one where it would stand. */
  #slotOf(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let number = this.#slots[slot]!; number !== 0; number = this.#slots[slot]!) {
      if (this.#hashes[number - 1] === hash && this.is(number - 1, bytes, from, to)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1]!;
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
    // Names are short: a view of one would cost more than its bytes.
    for (let i = from; i < to; i++) this.#bytes[start + i - from] = bytes[i]!;
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
