import { type Lists, listsOf, type ListSteps, plainSteps } from './list-steps.js';

/** Looks through products for those that are worth more than a look; whoever scans owns the memory of all of it. */
export interface Scan {
  /** Products of entries, a row each, with probes, a column each; */
  readonly products: Float32Array;
  /** and the same memory for products of whole numbers, before they are scaled. */
  readonly counts: Int32Array;
  /** Of each probe: the lesser of `floor` and `low`, below which a product says nothing; */
  readonly least: Float32Array;
  /** products from here on are put on the probe's list, */
  readonly floor: Float32Array;
  /** those from `low` to `high` are noted as doubts; none where these are NaN. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** How many products of each probe were beyond `high`. */
  readonly above: Uint32Array;
  /** A list for each probe. */
  readonly lists: Lists<Uint32Array>;
  readonly steps: ListSteps;
  /** Where doubtful products stand in `products`, and how many of them are noted. */
  readonly doubts: Uint32Array;
  readonly noted: Uint32Array;
  /**
   * Looks through the products of `rows` rows from the index `at` on, those of the first row known as `key` and so on, and returns
   * where it stopped because a list or the doubts had no room left: behind the last product when it is done.
   */
  look(at: number, rows: number, key: number): number;
  /**
   * Of each probe, a number that the greatest products of at least `wanted` of the groups reach, and hardly more of them: `groups` of
   * the first `rows` rows, no more than a list has places.
   */
  reach(rows: number, groups: number, wanted: number): Float32Array;
  /** Makes the whole numbers of `rows` rows floats, times the scale of their row, times that of their probe. */
  scale(rows: number, ofRow: Float32Array, ofProbe: Float32Array): void;
}

/** Room of the lists of a scan. */
export interface ScanRoom {
  /** Places of a probe's list. */
  readonly room: number;
  /** Doubts noted at once, at least 4. */
  readonly doubts: number;
}

/** How often the range of the groups' greatest products is halved. */
const GROUP_HALVINGS = 8;

/** A scan by plain code of up to `rows` rows for `probes` probes. */
export function plainScan(rows: number, probes: number, { room, doubts: most }: ScanRoom): Scan {
  const products = new Float32Array(rows * probes);
  const counts = new Int32Array(products.buffer);
  const column = () => new Float32Array(probes);
  const [least, floor, low, high] = [column(), column(), column(), column()];
  const above = new Uint32Array(probes);
  const lists = listsOf(probes, room, Uint32Array);
  const doubts = new Uint32Array(most);
  const noted = new Uint32Array(1);
  const reached = column();
  return {
    products,
    counts,
    least,
    floor,
    low,
    high,
    above,
    lists,
    steps: plainSteps(lists),
    doubts,
    noted,
    look: (from, count, key) => {
      const end = count * probes;
      for (let at = from, p = from % probes; at < end; at++, p = p + 1 === probes ? 0 : p + 1) {
        const product = products[at]!;
        if (!(product >= least[p]!)) continue;
        const more = product > high[p]!;
        const near = product >= low[p]! && !more;
        const best = product >= floor[p]!;
        if (near && noted[0] === most) return at;
        if (best && lists.held[p] === room) return at;
        if (more) above[p]!++;
        if (near) doubts[noted[0]!++] = at;
        if (best) {
          const place = p * room + lists.held[p]!++;
          lists.keys[place] = key + Math.floor(at / probes);
          lists.values[place] = product;
        }
      }
      return end;
    },
    reach: (count, groups, wanted) => {
      const most = new Float32Array(groups);
      for (let p = 0; p < probes; p++) {
        most.fill(-Infinity);
        for (let row = 0; row < count; row++) {
          const group = Math.floor((row * groups) / count);
          most[group] = Math.max(most[group]!, products[row * probes + p]!);
        }
        reached[p] = halved(most, wanted);
      }
      return reached;
    },
    scale: (count, ofRow, ofProbe) => {
      for (let row = 0, at = 0; row < count; row++) {
        for (let p = 0; p < probes; p++, at++) {
          products[at] = Math.fround(Math.fround(counts[at]!) * ofRow[row]!) * ofProbe[p]!;
        }
      }
    },
  };
}

function halved(values: Float32Array, wanted: number): number {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  for (let step = 0; step < GROUP_HALVINGS; step++) {
    const middle = Math.fround(low + Math.fround(Math.fround(high - low) * 0.5));
    let found = 0;
    for (const value of values) if (value >= middle) found++;
    if (found < wanted) high = middle;
    else low = middle;
  }
  return low;
}
