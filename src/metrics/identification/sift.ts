import { type Lists, listsOf, plainSteps } from './list-steps.js';
import type { Scan } from './scan.js';
import { placesFor, Shortlists } from './shortlists.js';

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
/** Groups of rows for each wanted product, so that few groups have two of them. */
const GROUPS_EACH = 3;
/** What a doubt's probe is multiplied by, to be one number with its subject. */
const PROBE = 2 ** 32;

/** Puts the scores of probe `p` with the entries at positions `from` to `to - 1` of a column, by definition, in as many places of `scores`. */
export type ScoresOf = (
  p: number,
  positions: Uint32Array,
  from: number,
  to: number,
  scores: Float32Array,
) => void;

/**
 * Finds what float64 must decide among scores that are known only to within an error, and lets it decide: rough products
 * tell nearly all entries apart from the mate and from the best, and the few that are too close are scored by definition. So
 * what comes out does not depend on how the products were made.
 */
export class Sift {
  private readonly tied: Uint32Array;
  private readonly impostorFloor = new Float32Array(1);
  private readonly impostorError = new Float32Array(1);
  private readonly best: Shortlists;
  private readonly impostors:
    { readonly lists: Lists<Float64Array>; readonly best: Shortlists } | undefined;
  private readonly doubts = new Float64Array(MOST_DOUBTS);
  private doubtful = 0;
  private settled = 0;
  private begun = false;

  /**
   * @param scan for as many probes; its memory is used until the last is taken
   * @param starts position of each subject's first entry, and one more: the number of entries
   * @param keep best subjects kept of each probe, at least 1; the scan has places for them
   * @param highest impostor scores kept over all probes
   */
  constructor(
    private readonly probes: SiftedProbes,
    private readonly scan: Scan,
    private readonly starts: Uint32Array,
    private readonly scoresOf: ScoresOf,
    private readonly keep: number,
    private readonly highest: number,
  ) {
    const { count, own } = probes;
    this.tied = new Uint32Array(count);
    scan.above.fill(0);
    scan.noted[0] = 0;
    scan.lists.barred.set(own);
    const { keys, values } = scan.lists;
    this.best = new Shortlists(scan.floor, scan.lists, scan.steps, keep, (p, from, to) => {
      this.scoreSubjects(p, keys, from, to, values);
    });
    if (highest > 0) this.impostors = this.impostorList(highest);
  }

  /** How many doubts there were so far. */
  get doubted(): number {
    return this.settled + this.doubtful;
  }

  /**
   * Takes the products of the entries of subjects `first` to `last - 1`, which lie in the scan: a row an entry, a column a probe.
   * The memory is used: the rows of a subject are joined in it.
   *
   * @param errors how far a product of each probe may lie from the score by definition, with room for one rounding to float32
   */
  take(first: number, last: number, errors: Float32Array): void {
    const { starts, scan } = this;
    if (this.impostors !== undefined) this.offerImpostors(first, last, errors, this.impostors.best);
    if (starts[last]! - starts[first]! > last - first) this.joinSubjects(first, last);
    const { count, mate } = this.probes;
    const { low, high, lists } = scan;
    this.best.expect(errors);
    const rows = last - first;
    if (!this.begun) this.begin(rows);
    this.begun = true;
    for (let p = 0; p < count; p++) {
      // NaN for a non-mated probe.
      low[p] = mate[p]! - errors[p]!;
      high[p] = mate[p]! + errors[p]!;
      this.setLeast(p);
    }
    for (let at = 0; ;) {
      at = scan.look(at, rows, first);
      this.takeDoubts(first);
      if (at === rows * count) return;
      const p = at % count;
      if (lists.held[p] !== lists.room) continue;
      this.best.prune(p);
      this.setLeast(p);
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
    const { room, keys, values } = this.scan.lists;
    for (let p = 0; p < count; p++) {
      const found = this.best.best(p);
      for (let k = 0; k < found; k++) {
        const key = keys[p * room + k]!;
        subject[p * keep + k] = key;
        position[p * keep + k] = this.bestEntry(p, key);
        score[p * keep + k] = values[p * room + k]!;
      }
    }
    const impostors = this.impostorScores();
    return {
      above: this.scan.above.slice(),
      tied: this.tied,
      subject,
      position,
      score,
      impostors,
    };
  }

  /** Spares the lists most of the first rows: where lists start with nothing, every product is among the best so far. */
  private begin(rows: number): void {
    // One of the best may be the probe's own subject.
    const wanted = this.keep + 1;
    const groups = Math.min(GROUPS_EACH * wanted, this.scan.lists.room);
    if (groups < wanted || rows < 2 * groups) return;
    this.best.rise(this.scan.reach(rows, groups, wanted));
  }

  private setLeast(p: number): void {
    const { least, floor, low } = this.scan;
    least[p] = low[p]! < floor[p]! ? low[p]! : floor[p]!;
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

  private offerImpostors(
    first: number,
    last: number,
    errors: Float32Array,
    impostors: Shortlists,
  ): void {
    const { starts } = this;
    const { products } = this.scan;
    const { count, own } = this.probes;
    const entries = starts.at(-1)!;
    const floor = this.impostorFloor;
    this.impostorError[0] = errors.reduce((most, error) => Math.max(most, error), 0);
    impostors.expect(this.impostorError);
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

  private impostorList(highest: number) {
    const entries = this.starts.at(-1)!;
    const lists = listsOf(1, placesFor(highest), Float64Array);
    lists.barred.fill(-1);
    const { keys, values } = lists;
    const position = new Uint32Array(1);
    const score = new Float32Array(1);
    const best = new Shortlists(
      this.impostorFloor,
      lists,
      plainSteps(lists),
      highest,
      (_, from, to) => {
        for (let at = from; at < to; at++) {
          position[0] = keys[at]! % entries;
          this.scoresOf(Math.floor(keys[at]! / entries), position, 0, 1, score);
          values[at] = score[0]!;
        }
      },
    );
    return { lists, best };
  }

  private impostorScores(): Float32Array {
    if (this.impostors === undefined) return new Float32Array();
    const { lists, best } = this.impostors;
    return lists.values.slice(0, best.best(0));
  }

  /** Puts aside the doubts that the scan noted, and settles them where there are many. */
  private takeDoubts(first: number): void {
    const { noted, doubts } = this.scan;
    const { count, own } = this.probes;
    for (let i = 0; i < noted[0]!; i++) {
      const p = doubts[i]! % count;
      const subject = first + (doubts[i]! - p) / count;
      if (subject === own[p]) continue;
      this.doubts[this.doubtful++] = p * PROBE + subject;
      if (this.doubtful === MOST_DOUBTS) this.settle();
    }
    noted[0] = 0;
  }

  private settle(): void {
    // Those of a probe stand together then.
    const doubts = this.doubts.subarray(0, this.doubtful).sort();
    for (let from = 0, to = 0; from < doubts.length; from = to) {
      const p = Math.floor(doubts[from]! / PROBE);
      while (to < doubts.length && doubts[to]! < (p + 1) * PROBE) to++;
      const subjects = Uint32Array.from(doubts.subarray(from, to), (doubt) => doubt - p * PROBE);
      const scores = new Float32Array(subjects.length);
      this.scoreSubjects(p, subjects, 0, subjects.length, scores);
      const mate = this.probes.mate[p]!;
      for (let i = 0; i < subjects.length; i++) {
        if (scores[i]! > mate) this.scan.above[p]!++;
        else if (scores[i] === mate) this.tied[p]!++;
      }
    }
    this.settled += doubts.length;
    this.doubtful = 0;
  }

  /** Puts the scores of some of `subjects` with probe `p` in as many places of `scores`: each that of its best entry. */
  private scoreSubjects(
    p: number,
    subjects: Uint32Array,
    from: number,
    to: number,
    scores: Float32Array,
  ): void {
    const { starts } = this;
    if (starts.length - 1 === starts.at(-1)) {
      // A subject stands where its only entry does.
      this.scoresOf(p, subjects, from, to, scores);
      return;
    }
    for (let i = from; i < to; i++) {
      scores[i] = this.entryScores(p, subjects[i]!).reduce((most, one) => Math.max(most, one));
    }
  }

  /** Where the best entry of a subject stands, the first of equal ones. */
  private bestEntry(p: number, subject: number): number {
    const start = this.starts[subject]!;
    if (this.starts[subject + 1]! - start === 1) return start;
    const scores = this.entryScores(p, subject);
    return start + scores.indexOf(scores.reduce((most, one) => Math.max(most, one)));
  }

  /** The scores of a subject's entries with probe `p`. */
  private entryScores(p: number, subject: number): Float32Array {
    const start = this.starts[subject]!;
    const positions = new Uint32Array(this.starts[subject + 1]! - start).map((_, i) => start + i);
    const scores = new Float32Array(positions.length);
    this.scoresOf(p, positions, 0, positions.length, scores);
    return scores;
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
