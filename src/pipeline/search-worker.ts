/**
 * One of the threads of a search: rough products by the runtime, sifted, and what is too close decided in float64. It ends by
 * itself when told to; terminated from outside while the runtime works, it would take the process with it.
 */
import { parentPort } from 'node:worker_threads';
import { openRows, type DirectionRows } from '../embeddings/direction-rows.js';
import { vectorScan } from '../kernels/sift-kernel.js';
import { vectorUnitRows } from '../kernels/unit-rows.js';
import type { ScoresOf } from '../metrics/identification/best-entries.js';
import { plainScan, type Scan } from '../metrics/identification/scan.js';
import { placesFor } from '../metrics/identification/shortlists.js';
import { matesOf, Sift, type Sifted } from '../metrics/identification/sift.js';
import { failureOf } from '../thread-failure.js';
import { EntryScores } from './entry-scores.js';
import { type EntryBlock, roughBytes, roughFloats, type RoughProducts } from './rough-products.js';
import type {
  ProductKind,
  SearchAnswer,
  SearchRequest,
  SearchTask,
  ThreadSetup,
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
  private readonly kept = new Map<number, EntryBlock>();
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
    const { dim, starts, blocks, keep, highest } = this.setup;
    const count = to - from;
    const probes = this.setup.probes.subarray(from * dim, to * dim);
    let by = await this.roughProducts();
    if (this.probed?.from !== from || this.probed.to !== to) {
      by.setProbes(probes, count);
      this.probed = { from, to };
    }
    const products = this.scanOf(count);
    const own = this.setup.own.subarray(from, to);
    const scoresOf: ScoresOf = (asking, positions, asked, scores) => {
      this.scores.put(probes, asking, positions, asked, scores);
    };
    const mates = matesOf(own, starts, scoresOf);
    const sift = new Sift({ count, mates, own }, products, starts, scoresOf, keep, highest);
    let seen = 0;
    for (let b = firstBlock; b < lastBlock; b++) {
      const [first, last] = [blocks[b]!, blocks[b + 1]!];
      const [begin, end] = [starts[first]!, starts[last]!];
      sift.take(first, last, await by.multiply(this.blockOf(b, by), products));
      seen += (end - begin) * count;
      if (this.kind === 'bytes' && sift.doubted > MOST_DOUBTFUL * seen) {
        this.kind = 'floats';
        this.kept.clear();
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

  /** A block of the gallery, made but once where it may be kept. */
  private blockOf(b: number, by: RoughProducts): EntryBlock {
    const made = this.kept.get(b);
    if (made !== undefined) return made;
    const { starts, blocks } = this.setup;
    const keep = this.setup.keepBytes && this.kind === 'bytes';
    const [begin, end] = [starts[blocks[b]!]!, starts[blocks[b + 1]!]!];
    const read = (into: Float32Array) => {
      this.gallery.read(begin, end, into);
    };
    const block = by.blockOf(end - begin, read, keep);
    if (keep) this.kept.set(b, block);
    return block;
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

/** Memory that moves with an answer instead of being copied. */
function memoryOf({ mates, ...columns }: Sifted): ArrayBuffer[] {
  const all = [mates.score, mates.position, ...Object.values(columns)];
  return all.map(({ buffer }) => buffer as ArrayBuffer);
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
  port.postMessage(answer, 'done' in answer ? memoryOf(answer.done) : []);
}

let last = Promise.resolve();
port.on('message', (request: SearchRequest | 'close') => {
  last = last.then(() => serve(request));
});
