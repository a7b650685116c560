import type { EmbeddingSet, Templates } from '../types.js';
import type { RowPass } from './embedding-rows.js';
import { splitInPlace, requireUsable } from './embedding-set.js';
import { ordersWithin, type PoolingOrder } from './pooling-order.js';
import type { Combination, PoolingRule, Sum } from './pooling.js';
import { SumTotals } from './sum-totals.js';
import { plainSums, type VectorSums } from './vector-sums.js';

/** What is pooled, and how. */
export interface Pooling {
  readonly templates: Templates;
  /** Each of them gives a vector for every template, all from one reading. */
  readonly rules: readonly PoolingRule[];
  /** Weight of each picture, such as the score of the face detector (D1 in insightface's tables); all alike where left out. */
  readonly detector?: Float32Array | undefined;
  /** Memory for sums in bytes: where more would be held at once, vectors are read again for the rest of the templates. */
  readonly memory?: number;
  /** Vectors that are read at once. */
  readonly atOnce?: number;
  /** Another implementation of sums; undefined where it cannot hold so many. */
  readonly sums?: (...size: Parameters<typeof plainSums>) => VectorSums | undefined;
}

/** Vectors that can be read more than once, in the order of pictures. */
export interface PictureVectors {
  readonly dim: number;
  /** How many there are, whether or not they are of a picture that is wanted. */
  readonly rows: number;
  /** The picture that a row is of, ascending, or -1 for one that is not asked for; absent where row `i` is of picture `i`. */
  readonly pictureOf?: Int32Array | undefined;
  /** What a row is called in messages. */
  readonly nameOf: (row: number) => string;
  readonly pass: RowPass;
}

/** Bytes of vectors that are read at once: memory that is used again costs less than the arithmetic, fresh pages cost more. */
const CHUNK = 1 << 22;

/** Chunks in turn: one that is pooled, one that is read ahead, and one that whoever passes them on may still be at work on. */
const CHUNKS = 3;

/** Bytes of vectors that are measured before they are added: what a core's cache holds. */
const MEASURED = 1 << 19;

const MEMORY = 1 << 27;

/**
 * One vector for every template by each of the rules, named as the template, in the order of the rules. The magnitude is the length
 * of that vector before it is made unit.
 *
 * Members of a medium are added in the order of their pictures, media in the order in which they end (in that of their last
 * pictures), all in float64; the vector is stored as float32. So equal vectors give equal bytes, whatever the memory.
 *
 * @throws UserError E_EMBED_ZERO or E_EMBED_NONFINITE (65) naming the first vector without a direction, or E_EMBED_ZERO naming a
 *   template whose vectors cancel out
 */
export async function poolVectors(
  vectors: PictureVectors,
  { templates, rules, detector, memory = MEMORY, atOnce, sums: sumsOf = plainSums }: Pooling,
): Promise<EmbeddingSet[]> {
  const { dim, rows, pictureOf } = vectors;
  const room = Math.min(rows, atOnce ?? Math.max(1, Math.floor(CHUNK / (4 * dim))));
  const orders = ordersWithin(templates, Math.floor(memory / (8 * dim * rules.length)));
  const held = orders.reduce((most, order) => Math.max(most, order.held), 0);
  const chunkCount = room < rows ? CHUNKS : 1;
  const size = [dim, chunkCount * room, held * rules.length] as const;
  const sums = sumsOf(...size) ?? plainSums(...size);
  const chunks = Array.from({ length: chunkCount }, (_, chunk) =>
    sums.rows.subarray(chunk * room * dim, (chunk + 1) * room * dim),
  );
  const measured = Math.max(1, Math.floor(MEASURED / (4 * dim)));
  const pooled = rules.map(() => new Float32Array(templates.ids.length * dim));
  for (const order of orders) {
    const pooler = new Pooler(sums, order, held, { templates, rules, detector }, pooled);
    await vectors.pass(chunks, (count, first, chunk) => {
      const [from, end] = [chunk * room, chunk * room + count];
      for (let row = from; row < end; row++) {
        if ((row - from) % measured === 0) sums.measure(row, Math.min(measured, end - row));
        const index = first + row - from;
        const stored = Math.fround(sums.lengths[row]!);
        // Names are not made of half a million rows that are in order.
        if (!(stored > 0 && stored < Infinity)) requireUsable(stored, vectors.nameOf(index));
        const picture = pictureOf === undefined ? index : pictureOf[index]!;
        if (picture >= 0) pooler.add(row, picture);
      }
      return undefined;
    });
    pooler.finish();
  }
  return pooled.map((raw) => splitInPlace(templates.ids, raw, dim));
}

/** Adds pictures to the sums of their media and templates, and writes out the templates that are done. */
class Pooler {
  readonly #rules: readonly PoolingRule[];
  readonly #offsets: Uint32Array;
  /** Pictures left of each medium, and of each template. */
  readonly #left: Uint32Array;
  readonly #members: Uint32Array;
  /** Number of the sums that are held of each medium and of each template, by rule. */
  readonly #heldOfMedium: Int32Array;
  readonly #heldOfTemplate: Int32Array;
  readonly #free: number[];
  readonly #totals: SumTotals;
  #place = 0;

  constructor(
    private readonly sums: VectorSums,
    private readonly order: PoolingOrder,
    held: number,
    private readonly pooling: Pooling,
    private readonly pooled: readonly Float32Array[],
  ) {
    const { templates, rules } = pooling;
    this.#rules = rules;
    this.#offsets = templates.offsets;
    this.#left = order.mediumSize.slice();
    this.#members = new Uint32Array(templates.ids.length);
    this.#heldOfMedium = new Int32Array(order.mediumSize.length).fill(-1);
    this.#heldOfTemplate = new Int32Array(templates.ids.length).fill(-1);
    this.#free = Array.from({ length: held }, (_, i) => held - 1 - i);
    this.#totals = new SumTotals(sums, held * rules.length);
  }

  /** Adds the vector in `row`, which is of `picture`: to every template that it belongs to. */
  add(row: number, picture: number): void {
    const { order } = this;
    for (; order.picture[this.#place] === picture; this.#place++) {
      this.#addMember(row, picture, order.template[this.#place]!, order.medium[this.#place]!);
    }
  }

  /** @throws RangeError where a picture was never added, which is a mistake of the caller */
  finish(): void {
    const { picture } = this.order;
    if (this.#place < picture.length) {
      throw new RangeError(`picture ${picture[this.#place]!} has no vector in its turn`);
    }
  }

  #addMember(row: number, picture: number, template: number, medium: number): void {
    const { sums } = this;
    const size = this.order.mediumSize[medium]!;
    const length = sums.lengths[row]!;
    const weight = this.pooling.detector?.[picture] ?? 1;
    const ofTemplate = this.#held(this.#heldOfTemplate, template);
    const ofMedium = size > 1 ? this.#held(this.#heldOfMedium, medium) : -1;
    this.#left[medium]! -= 1;
    this.#members[template]! += 1;
    const done = this.#left[medium] === 0;
    for (let r = 0; r < this.#rules.length; r++) {
      const rule = this.#rules[r]!;
      const factor = rule.unit ? weight / length : weight;
      const to = ofTemplate + r;
      if (rule.medium === undefined) this.#addRow(row, factor, length, to, rule.template);
      else if (size === 1) this.#addAlone(row, factor, length, to, rule.medium, rule.template);
      else {
        this.#addRow(row, factor, length, ofMedium + r, rule.medium);
        if (done) this.#addMedium(ofMedium + r, to, rule.medium, rule.template);
      }
    }
    if (done && size > 1) this.#release(this.#heldOfMedium, medium);
    const members = this.#offsets[template + 1]! - this.#offsets[template]!;
    if (this.#members[template] === members) {
      this.#takeTemplate(template, ofTemplate);
    }
  }

  /** Adds `factor` times a row, whose own length is `length`, as `how` weighs it. */
  #addRow(row: number, factor: number, length: number, slot: number, how: Combination): void {
    const own = Math.abs(factor) * length;
    this.#totals.count(slot, own);
    this.sums.addRow(row, slot, factor * (how.weight?.(own) ?? 1));
  }

  /** Adds a picture that is all of its medium. */
  #addAlone(
    row: number,
    factor: number,
    length: number,
    slot: number,
    medium: Combination,
    template: Combination,
  ): void {
    const own = Math.abs(factor) * length;
    const weighted = factor * (medium.weight?.(own) ?? 1);
    const alone = Math.abs(weighted) * length;
    const scale = scaleOf(medium, {
      count: 1,
      lengths: own,
      squares: own * own,
      length: () => alone,
    });
    this.#addRow(row, weighted * scale, length, slot, template);
  }

  #addMedium(from: number, slot: number, medium: Combination, template: Combination): void {
    const sum = this.#totals.of(from);
    const scale = scaleOf(medium, sum);
    const own = template.byLength ? sum.length() * scale : 0;
    this.#totals.count(slot, own);
    this.sums.addSum(from, slot, scale * (template.weight?.(own) ?? 1));
  }

  #takeTemplate(template: number, held: number): void {
    const { dim } = this.sums;
    for (const [r, rule] of this.#rules.entries()) {
      const scale = scaleOf(rule.template, this.#totals.of(held + r));
      this.sums.take(held + r, scale, this.pooled[r]!, template * dim);
    }
    this.#release(this.#heldOfTemplate, template);
  }

  /** The first of the slots, one a rule, for a medium or template: those it has, or else free ones with nothing in them. */
  #held(heldOf: Int32Array, index: number): number {
    const rules = this.#rules.length;
    const before = heldOf[index]!;
    if (before >= 0) return before * rules;
    const held = this.#free.pop()!;
    heldOf[index] = held;
    for (let slot = held * rules; slot < (held + 1) * rules; slot++) {
      this.sums.clear(slot);
      this.#totals.clear(slot);
    }
    return held * rules;
  }

  #release(heldOf: Int32Array, index: number): void {
    this.#free.push(heldOf[index]!);
    heldOf[index] = -1;
  }
}

/** What a sum is multiplied by to be a vector; 0 where its vectors cancel out, since they have no direction and add none. */
function scaleOf(how: Combination, sum: Sum): number {
  const divisor = how.divisor(sum);
  return divisor > 0 ? 1 / divisor : 0;
}
