/** Whole numbers below 2^32 that are told one after the other, millions of them, each in four bytes. */
export interface GrowingColumn {
  push(value: number): void;
  /** Those pushed so far. */
  taken(): Uint32Array;
}

/** An empty GrowingColumn. */
export function growingColumn(): GrowingColumn {
  let cells = new Uint32Array(1024);
  let length = 0;
  return {
    push: (value) => {
      if (length === cells.length) {
        const larger = new Uint32Array(2 * length);
        larger.set(cells);
        cells = larger;
      }
      cells[length++] = value;
    },
    taken: () => cells.slice(0, length),
  };
}
