import { FormatError } from '../errors.js';
import { pickleKind, type PickleValue } from './pickle-values.js';

/** Steps that are taken: a pack of 100,000 comparisons needs some 600,000, and each may make an object of 80 bytes. */
const MOST_STEPS = 1 << 22;

const NEWLINE = 0x0a;
const COPY = 'copy or fetch the file again';

/** The code and the words of a refusal; the place is known to the machine. */
export type PickleRefusal = (
  code: `E_PICKLE${string}`,
  what: string,
  remedy?: string,
) => FormatError;

/**
 * A pickle's bytes, its stack, its marks and its memo.
 *
 * Nothing here asks for memory that a number in the file names: what is taken lies in the file, and what is made is counted.
 */
export class PickleMachine {
  /** Offset of the next byte. */
  at = 0;
  /** Offset of the opcode in hand. */
  opcodeAt = 0;
  #stack: PickleValue[] = [];
  #marks: number[] = [];
  #memo = new Map<number, PickleValue>();
  #steps = 0;
  #made = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly file: string,
  ) {}

  /** The next opcode. @throws FormatError E_PICKLE_SHORT, E_PICKLE_LARGE */
  opcode(): number {
    this.opcodeAt = this.at;
    if (++this.#steps > MOST_STEPS) {
      throw this.refuse('E_PICKLE_LARGE', `more than ${MOST_STEPS} steps`, 'split the file');
    }
    return this.take(1)[0]!;
  }

  readonly refuse: PickleRefusal = (code, what, remedy = COPY) =>
    new FormatError(code, { file: this.file }, `byte ${this.opcodeAt}: ${what}`, remedy);

  /** The next `length` bytes, a view. @throws FormatError E_PICKLE_SHORT where the file has fewer */
  take(length: number): Uint8Array {
    const rest = this.bytes.length - this.at;
    if (length > rest) {
      throw this.refuse('E_PICKLE_SHORT', `${length} bytes are needed and ${rest} are left`);
    }
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  /** The bytes up to the next line feed, which is passed over. @throws FormatError E_PICKLE_SHORT */
  line(): Uint8Array {
    const end = this.bytes.indexOf(NEWLINE, this.at);
    if (end < 0) throw this.refuse('E_PICKLE_SHORT', 'a line does not end');
    const taken = this.bytes.subarray(this.at, end);
    this.at = end + 1;
    return taken;
  }

  /** The next `width` bytes as a whole number, little-endian; inexact above 2^53, which no file is as long as. */
  unsigned(width: number): number {
    return this.take(width).reduceRight((sum, byte) => sum * 256 + byte, 0);
  }

  /**
   * Counts `length` bytes that are made and not taken.
   *
   * An honest file makes no more bytes than it has; one that names the same text again and again could ask for any number.
   * @throws FormatError E_PICKLE_LARGE
   */
  make(length: number): void {
    this.#made += length;
    if (this.#made > this.bytes.length) {
      throw this.refuse('E_PICKLE_LARGE', 'more bytes are made than the file has');
    }
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  /** @throws FormatError E_PICKLE_STACK where nothing lies above the last mark */
  pop(): PickleValue {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  /** As `pop`, but it stays. */
  top(): PickleValue {
    const value = this.#stack.length > this.#floor() ? this.#stack.at(-1) : undefined;
    if (value === undefined) throw this.refuse('E_PICKLE_STACK', 'the stack is empty');
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** All above the last mark, which is taken away as well. @throws FormatError E_PICKLE_STACK */
  popMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.refuse('E_PICKLE_STACK', 'there is no mark');
    return this.#stack.splice(mark);
  }

  /** Takes the topmost value away, or the mark that lies above it. */
  drop(): void {
    if (this.#stack.length > this.#floor()) this.#stack.pop();
    else this.popMark();
  }

  /** What was kept as `key`. @throws FormatError E_PICKLE_MEMO */
  kept(key: number): PickleValue {
    const value = this.#memo.get(key);
    if (value === undefined) throw this.refuse('E_PICKLE_MEMO', `nothing is kept as ${key}`);
    return value;
  }

  /** Keeps the topmost value as `key`. */
  keep(key: number): void {
    this.#memo.set(key, this.top());
  }

  /** Keeps the topmost value under the next free number. */
  memoize(): void {
    this.keep(this.#memo.size);
  }

  /** The one value that is left at the end. @throws FormatError E_PICKLE_STACK */
  result(): PickleValue {
    const value = this.pop();
    if (this.#marks.length > 0 || this.#stack.length > 0) {
      throw this.refuse('E_PICKLE_STACK', 'something is left on the stack');
    }
    return value;
  }

  /** The error for a value of the wrong kind. */
  unexpected(wanted: string, found: PickleValue): FormatError {
    return this.refuse('E_PICKLE_STACK', `${wanted} is needed where ${pickleKind(found)} is`);
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }
}
