import { kernelOf } from './kernel.js';

/** What `plainScan` in src/metrics/identification/scan.ts returns. */
export interface VectorScan {
  readonly products: Float32Array;
  readonly floor: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly above: Uint32Array;
  readonly listed: Uint32Array;
  look(row: number, rows: number): number;
}

type Sift = (
  products: number,
  rows: number,
  probes: number,
  floor: number,
  low: number,
  high: number,
  above: number,
  listed: number,
) => number;

const PAGE = 65_536;

/**
 * A scan of up to `rows` rows for `probes` probes by four at a time; undefined where the kernel is not there.
 *
 * @param step rows looked through at a time
 */
export function vectorScan(rows: number, probes: number, step: number): VectorScan | undefined {
  const module = kernelOf('sift');
  if (module === undefined) return undefined;
  let bytes = 0;
  const room = (count: number) => {
    const at = bytes;
    bytes += Math.ceil((4 * count) / 64) * 64;
    return at;
  };
  const places = {
    products: room(rows * probes),
    floor: room(probes),
    low: room(probes),
    high: room(probes),
    above: room(probes),
    listed: room(step * probes),
  };
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const sift = exports['sift'] as Sift;
  const floats = (at: number, count: number) => new Float32Array(memory.buffer, at, count);
  return {
    products: floats(places.products, rows * probes),
    floor: floats(places.floor, probes),
    low: floats(places.low, probes),
    high: floats(places.high, probes),
    above: new Uint32Array(memory.buffer, places.above, probes),
    listed: new Uint32Array(memory.buffer, places.listed, step * probes),
    look: (row, count) => {
      const { products, floor, low, high, above, listed } = places;
      const from = products + 4 * row * probes;
      const found = sift(from, count, probes, floor, low, high, above, listed);
      if (row > 0) {
        const list = new Uint32Array(memory.buffer, listed, found);
        for (let i = 0; i < found; i++) list[i]! += row * probes;
      }
      return found;
    },
  };
}
