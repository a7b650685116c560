/**
 * One of the threads of a search: rough products by the runtime, sifted, and what is too close decided in float64. It ends by
 * itself when told to; terminated from outside while the runtime works, it would take the process with it.
 */
import { parentPort } from 'node:worker_threads';
import { openRows, type DirectionRows } from '../embeddings/direction-rows.js';
import { type RowCosines, rowCosines, sharedRows } from '../kernels/row-cosines.js';
import { vectorScan } from '../kernels/sift-kernel.js';
import { vectorUnitRows } from '../kernels/unit-rows.js';
import { dotProduct } from '../metrics/cosines.js';
import { plainScan, type Scan } from '../metrics/identification/scan.js';
import { placesFor } from '../metrics/identification/shortlists.js';
import { Sift, type Sifted } from '../metrics/identification/sift.js';
import { failureOf } from '../thread-failure.js';
import { roughBytes, roughFloats, type RoughProducts } from './rough-products.js';
import {
  type ProductKind,
  type SearchAnswer,
  type SearchRequest,
  type SearchTask,
  type ThreadSetup,
  TOGETHER,
} from './search-messages.js';

/** Doubts that a scan notes before it stops. */
const DOUBTS = 4096;
/** The share of products in doubt from which on more exact ones take less time: a score takes as long as twenty products. */
const MOST_DOUBTFUL = 1 / 20;

/** What a thread keeps from one search to the next, where it fits: the runtime is asked once. */
let rough:
  | {
      readonly dim: number;
      readonly most: number;
      readonly kind: ProductKind;
      readonly by: RoughProducts;
    }
  | undefined;
let scan: { readonly size: string; readonly by: Scan } | undefined;

/** A search that goes on. */
class Search {
  readonly gallery: DirectionRows;
  private readonly most: number;
  private readonly scores: EntryScores;
  private kind: ProductKind;
  private probed: { readonly from: number; readonly to: number } | undefined;

  /** @throws as `openRows` */
  constructor(private readonly setup: ThreadSetup) {
    const { starts, blocks, dim } = setup;
    this.most = blocks.reduce(
      (rows, bound, b) => (b === 0 ? 0 : Math.max(rows, starts[bound]! - starts[blocks[b - 1]!]!)),
      0,
    );
    this.gallery = openRows(setup.gallery, dim, vectorUnitRows);
    this.kind = setup.products;
    this.scores = new EntryScores(this.gallery, dim, setup.place);
  }

  async do({ from, to, firstBlock, lastBlock }: SearchTask): Promise<Sifted> {
    const { dim, starts, blocks, keep, highest, mate, own } = this.setup;
    const count = to - from;
    const probes = this.setup.probes.subarray(from * dim, to * dim);
    let by = await this.roughProducts();
    if (this.probed?.from !== from || this.probed.to !== to) {
      by.setProbes(probes, count);
      this.probed = { from, to };
    }
    const products = this.scanOf(count);
    const sift = new Sift(
      { count, mate: mate.subarray(from, to), own: own.subarray(from, to) },
      products,
      starts,
      (p, positions, first, last, scores) => {
        const probe = probes.subarray(p * dim, (p + 1) * dim);
        this.scores.put(probe, positions, first, last, scores);
      },
      keep,
      highest,
    );
    let seen = 0;
    for (let b = firstBlock; b < lastBlock; b++) {
      const [first, last] = [blocks[b]!, blocks[b + 1]!];
      const [begin, end] = [starts[first]!, starts[last]!];
      this.gallery.read(begin, end, by.entries);
      sift.take(first, last, await by.multiply(end - begin, products));
      seen += (end - begin) * count;
      if (this.kind === 'bytes' && sift.doubted > MOST_DOUBTFUL * seen) {
        this.kind = 'floats';
        by = await this.roughProducts();
        by.setProbes(probes, count);
      }
    }
    return sift.result();
  }

  /** Products of the kind that this search wants, or in float32 where this machine has no other. */
  private async roughProducts(): Promise<RoughProducts> {
    const { most, kind } = this;
    const { dim } = this.setup;
    if (rough?.kind === kind && rough.dim === dim && rough.most >= most) return rough.by;
    await rough?.by.release();
    rough = undefined;
    const bytes = kind === 'bytes' ? await roughBytes(dim, most) : undefined;
    const by = bytes ?? (await roughFloats(dim, most));
    this.kind = bytes === undefined ? 'floats' : 'bytes';
    rough = { dim, most, kind: this.kind, by };
    return by;
  }

  private scanOf(count: number): Scan {
    const { most } = this;
    const room = { room: placesFor(this.setup.keep), doubts: DOUBTS };
    const size = [most, count, room.room].join();
    if (scan?.size === size) return scan.by;
    scan = { size, by: vectorScan(most, count, room) ?? plainScan(most, count, room) };
    return scan.by;
  }
}

/** Scores by definition of a probe with entries of a gallery. */
class EntryScores {
  private readonly kernel: RowCosines | undefined;
  /** Room for entries that are not in memory that is shared. */
  private readonly copied: Float32Array | undefined;
  private readonly single: Float32Array;

  constructor(
    private readonly gallery: DirectionRows,
    private readonly dim: number,
    place: ThreadSetup['place'],
  ) {
    const own = place === undefined ? sharedRows(TOGETHER, dim, 1, TOGETHER) : undefined;
    const where = place ?? own?.places[0];
    this.kernel = where === undefined ? undefined : rowCosines(where);
    this.copied = own?.directions;
    this.single = new Float32Array(dim);
  }

  /** As `ScoresOf` of a sift. */
  put(
    probe: Float32Array,
    positions: Uint32Array,
    from: number,
    to: number,
    scores: Float32Array,
  ): void {
    const { kernel, gallery, copied, dim, single } = this;
    if (kernel === undefined) {
      for (let i = from; i < to; i++) {
        gallery.read(positions[i]!, positions[i]! + 1, single);
        scores[i] = dotProduct(probe, 0, single, 0, dim);
      }
      return;
    }
    const { row, others } = kernel;
    row.set(probe);
    for (let done = from; done < to; done += TOGETHER) {
      const count = Math.min(TOGETHER, to - done);
      for (let i = 0; i < count; i++) {
        const position = positions[done + i]!;
        others[i] = copied === undefined ? position : i;
        if (copied === undefined) continue;
        gallery.read(position, position + 1, copied.subarray(i * dim, (i + 1) * dim));
      }
      const found = kernel.cosines(count);
      for (let i = 0; i < count; i++) scores[done + i] = found[i]!;
    }
  }
}

const port = parentPort!;

let search: Search | undefined;

async function serve(request: SearchRequest | 'close'): Promise<void> {
  if (request === 'close') {
    await rough?.by.release();
    search?.gallery.close();
    port.close();
    return;
  }
  let answer: SearchAnswer;
  try {
    if (request.setup !== undefined) {
      search?.gallery.close();
      search = undefined;
      search = new Search(request.setup);
    }
    answer = { done: await search!.do(request.task) };
  } catch (error) {
    answer = { failed: failureOf(error) };
  }
  port.postMessage(answer);
}

let last = Promise.resolve();
port.on('message', (request: SearchRequest | 'close') => {
  last = last.then(() => serve(request));
});
