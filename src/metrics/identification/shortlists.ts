/** The true score of what stands under `key` in list `list`. */
export type ExactScore = (list: number, key: number) => number;

/** Entries that a list has room for beside four times what it keeps. */
const SPARE = 48;

/**
 * The best keys of many lists, from values that are known only to within `error`.
 *
 * Whatever might still be among the best `keep` of its list is held; the rest is dropped as soon as the list is full. The
 * `keep`-th value held proves that as many keys truly score at least that value less `error`, so a key whose value is below it
 * by more than twice `error` cannot be among them. Where too many are that close, as in a gallery of copies, true scores decide
 * at once, so the memory is bounded whatever is offered.
 */
export class Shortlists {
  private readonly room: number;
  private readonly keys: Float64Array;
  private readonly values: Float32Array;
  private readonly held: Uint32Array;
  private readonly sorted: Float32Array;

  /**
   * @param floor of each list: below it a value need not be offered; starts at -Infinity, and rises
   * @param keep how many of each list are wanted, at least 1
   * @param error how far a value may lie from the true score, with room for one rounding to float32
   */
  constructor(
    private readonly floor: Float32Array,
    private readonly keep: number,
    private readonly error: number,
    private readonly exact: ExactScore,
  ) {
    this.room = 4 * keep + SPARE;
    const lists = floor.length;
    floor.fill(-Infinity);
    this.keys = new Float64Array(lists * this.room);
    this.values = new Float32Array(lists * this.room);
    this.held = new Uint32Array(lists);
    this.sorted = new Float32Array(this.room);
  }

  /** Takes `key`, once, with a `value` within `error` of its true score. */
  offer(list: number, key: number, value: number): void {
    if (value < this.floor[list]!) return;
    if (this.held[list] === this.room) {
      this.prune(list);
      if (value < this.floor[list]!) return;
    }
    const at = list * this.room + this.held[list]!++;
    this.keys[at] = key;
    this.values[at] = value;
  }

  /** The best keys of a list by true score, the greatest first and equal ones by key; as many as are kept, or all. */
  best(list: number): readonly { readonly key: number; readonly score: number }[] {
    const start = list * this.room;
    this.dropBelow(list, this.floorOf(list));
    return Array.from(this.keys.subarray(start, start + this.held[list]!), (key) => ({
      key,
      score: this.exact(list, key),
    }))
      .sort((a, b) => b.score - a.score || a.key - b.key)
      .slice(0, this.keep);
  }

  private prune(list: number): void {
    this.dropBelow(list, this.floorOf(list));
    if (this.held[list]! <= this.room / 2) return;
    const best = this.best(list);
    const start = list * this.room;
    best.forEach(({ key, score }, i) => {
      this.keys[start + i] = key;
      this.values[start + i] = score;
    });
    this.held[list] = best.length;
    this.floor[list] = best.at(-1)!.score - this.error;
  }

  /** Raises the floor of the list to what its values prove, and returns it. */
  private floorOf(list: number): number {
    const start = list * this.room;
    const count = this.held[list]!;
    if (count >= this.keep) {
      const sorted = this.sorted.subarray(0, count);
      sorted.set(this.values.subarray(start, start + count));
      const proven = nthSmallest(sorted, count - this.keep) - 2 * this.error;
      if (proven > this.floor[list]!) this.floor[list] = proven;
    }
    return this.floor[list]!;
  }

  private dropBelow(list: number, floor: number): void {
    const start = list * this.room;
    const end = start + this.held[list]!;
    let to = start;
    for (let at = start; at < end; at++) {
      if (this.values[at]! < floor) continue;
      this.keys[to] = this.keys[at]!;
      this.values[to++] = this.values[at]!;
    }
    this.held[list] = to - start;
  }
}

/** What would stand at `index` if `values` were sorted, which are put in another order: Hoare's selection. */
function nthSmallest(values: Float32Array, index: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const left = values[i]!;
      values[i++] = values[j]!;
      values[j--] = left;
    }
    if (index <= j) high = j;
    else if (index >= i) low = i;
    else break;
  }
  return values[index]!;
}
