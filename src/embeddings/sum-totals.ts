import type { Sum } from './pooling.js';
import type { VectorSums } from './vector-sums.js';

/** Numbers, lengths and squares of lengths of what was added to each slot. */
export class SumTotals {
  readonly #count: Uint32Array;
  readonly #lengths: Float64Array;
  readonly #squares: Float64Array;

  constructor(
    private readonly sums: VectorSums,
    slots: number,
  ) {
    this.#count = new Uint32Array(slots);
    this.#lengths = new Float64Array(slots);
    this.#squares = new Float64Array(slots);
  }

  clear(slot: number): void {
    this.#count[slot] = 0;
    this.#lengths[slot] = 0;
    this.#squares[slot] = 0;
  }

  count(slot: number, length: number): void {
    this.#count[slot]!++;
    this.#lengths[slot]! += length;
    this.#squares[slot]! += length * length;
  }

  of(slot: number): Sum {
    return {
      count: this.#count[slot]!,
      lengths: this.#lengths[slot]!,
      squares: this.#squares[slot]!,
      length: () => this.sums.lengthOf(slot),
    };
  }
}
