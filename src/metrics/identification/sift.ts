import { type Scan, STEP } from './scan.js';
import { Shortlists } from './shortlists.js';

/** A score by definition, and the entry that has it: the first of the subject's best. */
export interface BestEntry {
  readonly score: number;
  /** Where the entry stands among those of all subjects. */
  readonly position: number;
}

/** Probes that are searched together. */
export interface SiftedProbes {
  readonly count: number;
  /** Score of the mate by definition; NaN for a non-mated probe. */
  readonly mate: Float32Array;
  /** Number of the probe's own subject, which is passed over; -1 where the gallery has none. */
  readonly own: Int32Array;
}

/** What is known of a part of a gallery when every one of its entries was looked at; all of it by definition. */
export interface Sifted {
  /** Other subjects above the mate of each probe, and level with it. */
  readonly above: Uint32Array;
  readonly tied: Uint32Array;
  /** The best other subjects of each probe, rows of as many as are kept, `subject` -1 where there are fewer. */
  readonly subject: Int32Array;
  readonly position: Int32Array;
  readonly score: Float32Array;
  /** The greatest scores of entries of other subjects over all probes, from the greatest to the least. */
  readonly impostors: Float32Array;
}

/** Doubts that are put aside before they are settled. */
const MOST_DOUBTS = 2 ** 16;

/**
 * Finds what float64 must decide among scores that are known only to within `error`, and lets it decide: products in float32
 * tell nearly all entries apart from the mate and from the best, and the few that are too close are scored by definition. So
 * what comes out does not depend on how the products were summed.
 */
export class Sift {
  private readonly tied: Uint32Array;
  private readonly impostorFloor = new Float32Array(1);
  private readonly best: Shortlists;
  private readonly impostors: Shortlists | undefined;
  private readonly doubts: { readonly probe: number; readonly subject: number }[] = [];

  /**
   * @param scan for as many probes; its memory is used until the last is taken
   * @param starts position of each subject's first entry, and one more: the number of entries
   * @param scoreOf the score of probe `p` with the entry at `position`, by definition
   * @param keep best subjects kept of each probe, at least 1
   * @param highest impostor scores kept over all probes
   */
  constructor(
    private readonly probes: SiftedProbes,
    private readonly scan: Scan,
    private readonly starts: Uint32Array,
    private readonly scoreOf: (p: number, position: number) => number,
    private readonly keep: number,
    private readonly highest: number,
    error: number,
  ) {
    const { count, mate } = probes;
    this.tied = new Uint32Array(count);
    scan.above.fill(0);
    for (let p = 0; p < count; p++) {
      // NaN for a non-mated probe.
      scan.low[p] = mate[p]! - error;
      scan.high[p] = mate[p]! + error;
    }
    this.best = new Shortlists(
      scan.floor.subarray(0, count),
      keep,
      error,
      (p, subject) => this.bestEntry(p, subject).score,
    );
    if (highest > 0) {
      const entries = starts.at(-1)!;
      this.impostors = new Shortlists(this.impostorFloor, highest, error, (_, key) =>
        scoreOf(Math.floor(key / entries), key % entries),
      );
    }
  }

  /**
   * Takes the products of the entries of subjects `first` to `last - 1`, which lie in the scan: a row an entry, a column a probe.
   * The memory is used: the rows of a subject are joined in it.
   */
  take(first: number, last: number): void {
    const { starts, scan } = this;
    if (this.impostors !== undefined) this.offerImpostors(first, last, this.impostors);
    if (starts[last]! - starts[first]! > last - first) this.joinSubjects(first, last);
    const { count, own } = this.probes;
    const { products, listed, low, high, floor } = scan;
    for (let row = 0; row < last - first; row += STEP) {
      const found = scan.look(row, Math.min(STEP, last - first - row));
      for (let i = 0; i < found; i++) {
        const at = listed[i]!;
        const p = at % count;
        const subject = first + (at - p) / count;
        if (subject === own[p]) continue;
        const product = products[at]!;
        if (product >= low[p]! && product <= high[p]!) this.doubt(p, subject);
        if (product >= floor[p]!) this.best.offer(p, subject, product);
      }
    }
  }

  /** What was found, when everything has been taken. */
  result(): Sifted {
    const { count } = this.probes;
    const { keep } = this;
    this.settle();
    const subject = new Int32Array(count * keep).fill(-1);
    const position = new Int32Array(count * keep).fill(-1);
    const score = new Float32Array(count * keep).fill(NaN);
    for (let p = 0; p < count; p++) {
      this.best.best(p).forEach(({ key, score: known }, k) => {
        const start = this.starts[key]!;
        const lone = this.starts[key + 1]! - start === 1;
        const found = lone ? { score: known, position: start } : this.bestEntry(p, key);
        subject[p * keep + k] = key;
        position[p * keep + k] = found.position;
        score[p * keep + k] = found.score;
      });
    }
    const impostors = Float32Array.from(this.impostors?.best(0) ?? [], ({ score: one }) => one);
    return {
      above: this.scan.above.slice(0, count),
      tied: this.tied,
      subject,
      position,
      score,
      impostors,
    };
  }

  /** The greatest product of each subject, in the first rows. */
  private joinSubjects(first: number, last: number): void {
    const { starts } = this;
    const { products } = this.scan;
    const { count } = this.probes;
    for (let subject = first; subject < last; subject++) {
      const to = (subject - first) * count;
      const from = (starts[subject]! - starts[first]!) * count;
      products.copyWithin(to, from, from + count);
      for (let row = 1; row < starts[subject + 1]! - starts[subject]!; row++) {
        const other = from + row * count;
        for (let p = 0; p < count; p++) {
          if (products[other + p]! > products[to + p]!) products[to + p] = products[other + p]!;
        }
      }
    }
  }

  private offerImpostors(first: number, last: number, impostors: Shortlists): void {
    const { starts } = this;
    const { products } = this.scan;
    const { count, own } = this.probes;
    const entries = starts.at(-1)!;
    const floor = this.impostorFloor;
    for (let subject = first, at = 0; subject < last; subject++) {
      for (let position = starts[subject]!; position < starts[subject + 1]!; position++) {
        for (let p = 0; p < count; p++, at++) {
          const product = products[at]!;
          if (product >= floor[0]! && subject !== own[p]) {
            impostors.offer(0, p * entries + position, product);
          }
        }
      }
    }
  }

  private doubt(probe: number, subject: number): void {
    this.doubts.push({ probe, subject });
    if (this.doubts.length === MOST_DOUBTS) this.settle();
  }

  private settle(): void {
    for (const { probe, subject } of this.doubts.splice(0)) {
      const { score } = this.bestEntry(probe, subject);
      const mate = this.probes.mate[probe]!;
      if (score > mate) this.scan.above[probe]!++;
      else if (score === mate) this.tied[probe]!++;
    }
  }

  private bestEntry(p: number, subject: number): BestEntry {
    return bestEntryOf(this.starts, subject, (position) => this.scoreOf(p, position));
  }
}

/** The best of a subject's entries by `scoreOf`, the first of equal ones. */
export function bestEntryOf(
  starts: Uint32Array,
  subject: number,
  scoreOf: (position: number) => number,
): BestEntry {
  let best = { score: -Infinity, position: -1 };
  for (let position = starts[subject]!; position < starts[subject + 1]!; position++) {
    const score = scoreOf(position);
    if (score > best.score) best = { score, position };
  }
  return best;
}
