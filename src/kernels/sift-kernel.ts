import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

/** What `plainScan` in src/metrics/identification/scan.ts returns. */
export interface VectorScan {
  readonly products: Float32Array;
  readonly counts: Int32Array;
  readonly least: Float32Array;
  readonly floor: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly above: Uint32Array;
  readonly lists: {
    readonly room: number;
    readonly keys: Uint32Array;
    readonly values: Float32Array;
    readonly held: Uint32Array;
    readonly decided: Uint32Array;
    readonly proven: Float64Array;
    readonly errors: Float32Array;
    readonly barred: Int32Array;
    readonly asked: {
      readonly lists: Uint32Array;
      readonly keys: Uint32Array;
      readonly scores: Float32Array;
    };
  };
  readonly steps: {
    drop(first: number, end: number, wanted: number): void;
    ask(first: number, end: number, all: boolean): number;
    answer(first: number, end: number, wanted: number): void;
    rank(first: number, end: number, wanted: number): void;
    lay(wanted: number): void;
  };
  readonly doubts: Uint32Array;
  readonly noted: Uint32Array;
  look(at: number, rows: number, key: number): number;
  reach(rows: number, groups: number, wanted: number): Float32Array;
  scale(rows: number, ofRow: Float32Array, ofProbe: Float32Array): void;
}

type Steps = VectorScan['steps'];

interface Kernel extends Omit<Steps, 'ask' | 'lay'> {
  lay(lists: number, wanted: number): void;
  ask(first: number, end: number, all: number): number;
  layScan(...places: number[]): void;
  layLists(...places: number[]): void;
  look(products: number, rows: number, probes: number, at: number, key: number): number;
  reach(...of: number[]): void;
  scale(products: number, rows: number, probes: number, ofRow: number, ofProbe: number): void;
}

/** A scan of up to `rows` rows for `probes` probes by four at a time; undefined where the kernel is not there. */
export function vectorScan(
  rows: number,
  probes: number,
  { room, doubts }: { readonly room: number; readonly doubts: number },
): VectorScan | undefined {
  const module = kernelOf('sift');
  if (module === undefined) return undefined;
  const layout = new Layout();
  const column = () => layout.room(4 * probes);
  const place = () => layout.room(4 * room * probes);
  const products = layout.room(4 * rows * probes);
  const [least, floor, low, high] = [column(), column(), column(), column()];
  const above = column();
  const [doubtsAt, noted] = [layout.room(4 * doubts), layout.room(4)];
  const [keys, values] = [place(), place()];
  const [held, decided, proven] = [column(), column(), layout.room(8 * probes)];
  const [errors, barred, spare] = [column(), column(), layout.room(4 * (room + 3))];
  const [askedFrom, askedCounts] = [column(), column()];
  const [askedLists, askedKeys, askedScores] = [place(), place(), place()];
  const [ofRowAt, ofProbeAt] = [layout.room(4 * rows), column()];
  // The kernel takes whole vectors of them.
  const wide = 4 * Math.ceil(probes / 4);
  const [mostAt, reachedAt] = [layout.room(4 * wide * room), layout.room(4 * wide)];
  const memory = layout.memory();
  if (memory === undefined) return undefined;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  kernel.layScan(least, floor, low, high, above, doubtsAt, noted, doubts);
  kernel.layLists(
    room,
    keys,
    values,
    held,
    decided,
    proven,
    errors,
    barred,
    spare,
    askedFrom,
    askedCounts,
    askedLists,
    askedKeys,
    askedScores,
  );
  const { buffer } = memory;
  const floats = (at: number, count = probes) => new Float32Array(buffer, at, count);
  const words = (at: number, count = probes) => new Uint32Array(buffer, at, count);
  const [rowScales, probeScales] = [floats(ofRowAt, rows), floats(ofProbeAt)];
  const reached = floats(reachedAt);
  return {
    products: floats(products, rows * probes),
    counts: new Int32Array(buffer, products, rows * probes),
    least: floats(least),
    floor: floats(floor),
    low: floats(low),
    high: floats(high),
    above: words(above),
    lists: {
      room,
      keys: words(keys, room * probes),
      values: floats(values, room * probes),
      held: words(held),
      decided: words(decided),
      proven: new Float64Array(buffer, proven, probes),
      errors: floats(errors),
      barred: new Int32Array(buffer, barred, probes),
      asked: {
        lists: words(askedLists, room * probes),
        keys: words(askedKeys, room * probes),
        scores: floats(askedScores, room * probes),
      },
    },
    steps: {
      drop: kernel.drop,
      ask: (first, end, all) => kernel.ask(first, end, Number(all)),
      answer: kernel.answer,
      rank: kernel.rank,
      lay: (wanted) => {
        kernel.lay(probes, wanted);
      },
    },
    doubts: words(doubtsAt, doubts),
    noted: words(noted, 1),
    look: (at, count, key) => kernel.look(products, count, probes, at, key),
    reach: (count, groups, wanted) => {
      kernel.reach(products, count, probes, groups, wanted, mostAt, reachedAt);
      return reached;
    },
    scale: (count, ofRow, ofProbe) => {
      rowScales.set(ofRow.subarray(0, count));
      probeScales.set(ofProbe);
      kernel.scale(products, count, probes, ofRowAt, ofProbeAt);
    },
  };
}
