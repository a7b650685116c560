/**
 * One of the threads of a search: products in float32 by the runtime, sifted, and what is too close decided in float64. It ends by
 * itself when told to; terminated from outside while the runtime works, it would take the process with it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { openRows, type DirectionRows } from '../embeddings/direction-rows.js';
import { UserError } from '../errors.js';
import { rowProducts, type RowProducts } from '../inference/row-products.js';
import { vectorScan } from '../kernels/sift-kernel.js';
import { dotProduct } from '../metrics/cosines.js';
import { productError } from '../metrics/identification/product-error.js';
import { plainScan, type Scan, STEP } from '../metrics/identification/scan.js';
import { Sift, type Sifted } from '../metrics/identification/sift.js';
import type { SearchAnswer, SearchSetup, SearchTask } from './search-messages.js';

const setup = workerData as SearchSetup;
const { dim, starts, blocks, probes } = setup;
const most = blocks.reduce(
  (rows, bound, b) => (b === 0 ? 0 : Math.max(rows, starts[bound]! - starts[blocks[b - 1]!]!)),
  0,
);
let rows: DirectionRows | undefined;
let columns: { readonly from: number; readonly to: number; readonly by: RowProducts } | undefined;
const entries = new Float32Array(most * dim);
let scan: { readonly count: number; readonly by: Scan } | undefined;
const single = new Float32Array(dim);

async function search({ from, to, firstBlock, lastBlock }: SearchTask): Promise<Sifted> {
  const gallery = (rows ??= openRows(setup.gallery, dim));
  const count = to - from;
  const own = probes.subarray(from * dim, to * dim);
  if (columns?.from !== from || columns.to !== to) {
    await columns?.by.release();
    columns = { from, to, by: await rowProducts(own, dim, count) };
  }
  if (scan?.count !== count) {
    scan = { count, by: vectorScan(most, count, STEP) ?? plainScan(most, count) };
  }
  const { products } = scan.by;
  const sift = new Sift(
    { count, mate: setup.mate.subarray(from, to), own: setup.own.subarray(from, to) },
    scan.by,
    starts,
    (p, position) => {
      gallery.read(position, position + 1, single);
      return Math.fround(dotProduct(own, p * dim, single, 0, dim));
    },
    setup.keep,
    setup.highest,
    productError(dim),
  );
  for (let b = firstBlock; b < lastBlock; b++) {
    const [first, last] = [blocks[b]!, blocks[b + 1]!];
    const [begin, end] = [starts[first]!, starts[last]!];
    gallery.read(begin, end, entries);
    await columns.by.multiply(entries, end - begin, products);
    sift.take(first, last);
  }
  return sift.result();
}

const port = parentPort!;

async function serve(task: SearchTask | 'close'): Promise<void> {
  if (task === 'close') {
    await columns?.by.release();
    rows?.close();
    port.close();
    return;
  }
  let answer: SearchAnswer;
  try {
    answer = { done: await search(task) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UserError) {
      const { code, what, remedy, exit } = error;
      answer = { failed: { message, user: { code, what, remedy, exit } } };
    } else answer = { failed: { message } };
  }
  port.postMessage(answer);
}

let last = Promise.resolve();
port.on('message', (task: SearchTask | 'close') => {
  last = last.then(() => serve(task));
});
