/** The greatest of many numbers, in memory for as many as are kept: a heap with the least of them at its root. */
export class HighestScores {
  private readonly heap: Float32Array;
  private size = 0;

  /** @param most how many are kept */
  constructor(most: number) {
    this.heap = new Float32Array(most);
  }

  /** Takes a number, and drops the least where there are too many. NaN is passed over. */
  offer(value: number): void {
    const { heap } = this;
    if (Number.isNaN(value) || heap.length === 0) return;
    if (this.size < heap.length) {
      let at = this.size++;
      for (let up = (at - 1) >> 1; at > 0 && heap[up]! > value; up = (at - 1) >> 1) {
        heap[at] = heap[up]!;
        at = up;
      }
      heap[at] = value;
      return;
    }
    if (!(value > heap[0]!)) return;
    let at = 0;
    for (let down = 1; down < this.size; down = 2 * at + 1) {
      if (down + 1 < this.size && heap[down + 1]! < heap[down]!) down++;
      if (!(heap[down]! < value)) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = value;
  }

  /** Those kept, from the greatest to the least. */
  descending(): Float32Array {
    return this.heap.slice(0, this.size).sort().reverse();
  }
}
