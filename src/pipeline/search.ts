import { setImmediate } from 'node:timers/promises';
import { openRows, type StoredRows } from '../embeddings/direction-rows.js';
import { type RowPlace, sharedRows } from '../kernels/row-cosines.js';
import { vectorUnitRows } from '../kernels/unit-rows.js';
import { blocksOf, planGallery, type GalleryPlan } from '../metrics/identification/gallery-plan.js';
import { JoinedSearch } from '../metrics/identification/joined-search.js';
import { LONGEST } from '../metrics/identification/product-error.js';
import {
  type Searched,
  searchInBlocks,
  type SearchOptions,
} from '../metrics/identification/search.js';
import type { Talk } from '../talk.js';
import type { SearchSet } from '../types.js';
import { TOGETHER } from './entry-scores.js';
import type { ProductKind, SearchSetup, SearchTask } from './search-messages.js';
import { type SearchThreads, withSearchThreads } from './search-threads.js';
import { searchedRows } from './searched-rows.js';

/** A gallery to be searched: unit rows in memory, all or some of them, or the raw vectors of a file. */
export type Gallery = Searched | GalleryPart | GalleryFile;

/** Some rows of a set, which are copied but once. */
export interface GalleryPart extends Searched {
  readonly rows: Uint32Array;
}

export interface GalleryFile extends Omit<Extract<StoredRows, { kind: 'npy' }>, 'kind' | 'rowAt'> {
  /** Subject of each entry, -1 where it is not known. */
  readonly identity: Int32Array;
  /** The row of the file that each entry is; absent where entry `i` is row `i`. */
  readonly rowOf?: Uint32Array;
}

export interface SearchWishes extends Pick<SearchOptions, 'top' | 'highest'> {
  /** How many, or those that serve several searches, which whoever started them closes. */
  readonly threads?: number | SearchThreads | undefined;
  /** How it is done: by what is faster where not given. Tests say so; the result is the same. */
  readonly way?: 'plain' | 'threads';
  readonly products?: ProductKind;
  /** Entries multiplied at once, and probes; never change the result. */
  readonly rows?: number;
  readonly columns?: number;
  /** Bytes up to which the rows of a file are held in memory, where they are wanted more than once. */
  readonly hold?: number;
}

/** Multiplications from which threads are worth their start: a quarter of a second of the plain way. */
const WORTH_THREADS = 2 ** 28;
/** Entries from which on products of bytes take less time, though they leave more to be scored: in all, and for each of the best kept. */
const [BYTES_FROM, BYTES_EACH] = [1024, 200];
/** Entries and probes of a block of products: what caches hold of them, and few enough that threads end together. */
const [ROWS, COLUMNS] = [1024, 448];
/** Probes of a block where the gallery is read from its file for every block of them. */
const COLUMNS_OF_FILE = 1024;
/** Half a gibibyte: 262,144 rows of 512. */
const HOLD = 2 ** 29;
/** Bytes up to which threads, all of them together, keep a gallery as bytes, instead of making them for every block of probes. */
const KEPT = 2 ** 27;
/** Products held at once by a thread where a subject has more entries than a block should. */
const MOST_PRODUCTS = 2 ** 22;
/** Tasks a thread should have at least, so that none waits long for the others. */
const TASKS_EACH = 3;
/** Floats of a cache line. */
const LINE = 16;

/**
 * What the exact search of every probe in the gallery gives: scores are cosines in float64 as `dotProduct` sums them, stored as float32, and the
 * same bytes come out whatever the way, the blocks and the threads.
 *
 * Small searches are done plainly. Of large ones rough products tell what float64 need not look at: of bytes, or in float32
 * where these leave too much open. A large gallery in a file is then read in blocks and never held.
 *
 * @param dim length of a vector
 * @throws RangeError for an empty gallery, a mistake of the caller; what `openRows` and threads throw; the signal's reason
 */
export async function searchExactly(
  gallery: Gallery,
  probes: Searched,
  dim: number,
  wishes: SearchWishes,
  talk: Talk,
  signal: AbortSignal,
): Promise<SearchSet> {
  const entries = 'rows' in gallery ? gallery.rows.length : gallery.identity.length;
  const comparisons = entries * probes.identity.length;
  const work = talk.begin('Searching', comparisons, 'comparisons');
  try {
    const plain =
      wishes.way === undefined ? comparisons * dim < WORTH_THREADS : wishes.way === 'plain';
    if ((plain || dim > LONGEST) && 'directions' in gallery) {
      const whole = 'rows' in gallery ? searchedRows({ ...gallery, dim }, gallery.rows) : gallery;
      return await searchPlainly(whole, probes, dim, wishes, work.advance, signal);
    }
    const shareOut = (threads: SearchThreads) =>
      searchSharedOut(gallery, probes, dim, wishes, threads, work.advance, signal);
    const { threads } = wishes;
    if (typeof threads === 'object') return await shareOut(threads);
    return await withSearchThreads(threads, shareOut);
  } finally {
    work.end();
  }
}

async function searchPlainly(
  gallery: Searched,
  probes: Searched,
  dim: number,
  { top = 0, highest = 0 }: SearchWishes,
  advance: (by: number) => void,
  signal: AbortSignal,
): Promise<SearchSet> {
  const steps = searchInBlocks(gallery, probes, dim, { top, highest });
  let before = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    advance((step.value - before) * gallery.identity.length);
    before = step.value;
    await setImmediate();
    signal.throwIfAborted();
  }
}

async function searchSharedOut(
  gallery: Gallery,
  probes: Searched,
  dim: number,
  wishes: SearchWishes,
  threads: SearchThreads,
  advance: (by: number) => void,
  signal: AbortSignal,
): Promise<SearchSet> {
  const plan = planGallery(
    'rows' in gallery
      ? Int32Array.from(gallery.rows, (row) => gallery.identity[row]!)
      : gallery.identity,
  );
  const { starts, entryAt } = plan;
  const count = probes.identity.length;
  const { top = 0, highest = 0, rows = ROWS, hold = HOLD } = wishes;
  // What is read but once is not worth holding.
  const once = count <= (wishes.columns ?? COLUMNS_OF_FILE);
  const held = 'directions' in gallery || 4 * dim * entryAt.length <= (once ? 0 : hold);
  const columns = wishes.columns ?? (held ? COLUMNS : COLUMNS_OF_FILE);
  const blocks = blocksOf(starts, rows);
  const tasks = tasksFor(count, starts, blocks, columns, threads.count);
  threads.start(tasks.length);
  const { stored, places } = storedRows(gallery, plan, dim, threads.count, held);
  const own = shared(
    Int32Array,
    probes.identity.map((person) => plan.subjectOf.get(person) ?? -1),
  );
  const keep = Math.max(1, top);
  // Impostors are asked for by the thousand, and bytes leave several times as many to be scored.
  const bytes = highest === 0 && entryAt.length >= Math.max(BYTES_FROM, BYTES_EACH * keep);
  const setup: SearchSetup = {
    dim,
    gallery: stored,
    places,
    starts: shared(Uint32Array, starts),
    blocks: shared(Uint32Array, blocks),
    probes: shared(Float32Array, probes.directions),
    own,
    keep,
    highest,
    products: wishes.products ?? (bytes ? 'bytes' : 'floats'),
    keepBytes: held && dim * entryAt.length * threads.count <= KEPT,
  };
  const joined = new JoinedSearch(plan, own, { top, highest });
  await threads.search(setup, tasks, signal, (task, result) => {
    joined.add(task.from, result);
    const [first, last] = [blocks[task.firstBlock]!, blocks[task.lastBlock]!];
    advance((task.to - task.from) * (starts[last]! - starts[first]!));
  });
  return joined.result();
}

/** Blocks of probes against the whole gallery where there are many, against parts of it where there are few. */
function tasksFor(
  probes: number,
  starts: Uint32Array,
  blocks: Uint32Array,
  columns: number,
  threads: number,
): SearchTask[] {
  const longest = blocks.reduce(
    (most, bound, b) => (b === 0 ? 0 : Math.max(most, starts[bound]! - starts[blocks[b - 1]!]!)),
    0,
  );
  const size = Math.max(1, Math.min(columns, Math.floor(MOST_PRODUCTS / longest)));
  // All but the last are as large, since a thread has room for one size; rows of products fill whole cache lines where they are long.
  const even = Math.ceil(probes / Math.ceil(probes / size));
  const each = even < LINE ? even : Math.min(size, LINE * Math.ceil(even / LINE));
  const count = Math.ceil(probes / each);
  const galleryBlocks = blocks.length - 1;
  // Every part of the gallery has its own best, and they are scored by definition: no more parts than threads where they all work.
  const wanted = count <= threads ? threads : TASKS_EACH * threads;
  const parts = Math.min(galleryBlocks, Math.ceil(wanted / count));
  const bound = (k: number) => Math.floor((k * galleryBlocks) / parts);
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: parts }, (__, k) => ({
      from: i * each,
      to: Math.min(probes, (i + 1) * each),
      firstBlock: bound(k),
      lastBlock: bound(k + 1),
    })),
  ).flat();
}

/** Rows of a gallery as threads find them, and where they find them again to score them by definition. */
interface Shared {
  readonly stored: StoredRows;
  readonly places?: readonly RowPlace[] | undefined;
}

/** @param held whether they are to lie in memory */
function storedRows(
  gallery: Gallery,
  { entryAt }: GalleryPlan,
  dim: number,
  threads: number,
  held: boolean,
): Shared {
  const file = 'directions' in gallery ? undefined : fileRows(gallery, entryAt);
  if (file !== undefined && !held) return { stored: file };
  const count = entryAt.length;
  const rows = sharedRows(count, dim, threads, TOGETHER);
  const directions = rows?.directions ?? new Float32Array(new SharedArrayBuffer(4 * dim * count));
  if (file !== undefined) readInto(directions, file, count, dim);
  else if ('directions' in gallery) {
    entryAt.forEach((entry, position) => {
      const row = 'rows' in gallery ? gallery.rows[entry]! : entry;
      directions.set(gallery.directions.subarray(row * dim, (row + 1) * dim), position * dim);
    });
  }
  return { stored: { kind: 'memory', directions }, places: rows?.places };
}

function fileRows(
  { path, dtype, dataOffset, rowOf }: GalleryFile,
  entryAt: Uint32Array,
): StoredRows {
  const rowAt = rowOf === undefined ? entryAt : entryAt.map((entry) => rowOf[entry]!);
  return { kind: 'npy', path, dtype, dataOffset, rowAt: shared(Uint32Array, rowAt) };
}

/** The rows of a file read once: made unit at every reading they would cost more than their products. */
function readInto(directions: Float32Array, file: StoredRows, count: number, dim: number): void {
  const rows = openRows(file, dim, vectorUnitRows);
  try {
    for (let from = 0; from < count; from += ROWS) {
      rows.read(from, Math.min(count, from + ROWS), directions.subarray(from * dim));
    }
  } finally {
    rows.close();
  }
}

/** The values in memory that threads share: a copy, unless they lie there. */
function shared<T extends Float32Array | Uint32Array | Int32Array>(
  Kind: new (memory: SharedArrayBuffer) => T,
  values: T,
): T {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Kind(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
