/** Whole numbers below 2^32 that are told one after the other, millions of them, each in four bytes. */
export interface GrowingColumn {
  push(value: number): void;
  /** Those pushed so far. */
  taken(): Uint32Array;
}

/** How full a column must be for its memory to be kept as it is: three quarters. */
const FULL = 0.75;

/** An empty GrowingColumn. @param expected numbers to make room for; any number will do */
export function growingColumn(expected = 0): GrowingColumn {
  let cells = new Uint32Array(Math.max(1024, Math.ceil(expected)));
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
    taken: () =>
      length > FULL * cells.length ? cells.subarray(0, length) : cells.slice(0, length),
  };
}
