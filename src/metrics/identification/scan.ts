/** Looks through products for those that are worth more than a look; whoever scans owns the memory of all of it. */
export interface Scan {
  /** Products of entries, a row each, with probes, a column each. */
  readonly products: Float32Array;
  /** Of each probe: products from here on are listed, */
  readonly floor: Float32Array;
  /** and those from `low` to `high`; none where these are NaN. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** How many products of each probe were beyond `high`. */
  readonly above: Uint32Array;
  /** Where the products listed last stand in `products`. */
  readonly listed: Uint32Array;
  /**
   * Looks through the rows from `row` on, as many as {@link STEP} at most, and returns how many products it listed, in any
   * order.
   */
  look(row: number, rows: number): number;
}

/** Rows looked through at a time: floors rise in between. */
export const STEP = 8;

/** A scan by plain code of up to `rows` rows for `probes` probes. */
export function plainScan(rows: number, probes: number): Scan {
  const products = new Float32Array(rows * probes);
  const floor = new Float32Array(probes);
  const low = new Float32Array(probes);
  const high = new Float32Array(probes);
  const above = new Uint32Array(probes);
  const listed = new Uint32Array(STEP * probes);
  return {
    products,
    floor,
    low,
    high,
    above,
    listed,
    look: (row, count) => {
      let found = 0;
      const end = (row + count) * probes;
      for (let at = row * probes, p = 0; at < end; at++, p = p + 1 === probes ? 0 : p + 1) {
        const product = products[at]!;
        const more = product > high[p]!;
        if (more) above[p]!++;
        if ((product >= low[p]! && !more) || product >= floor[p]!) listed[found++] = at;
      }
      return found;
    },
  };
}
