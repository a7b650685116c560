import { bestEntries, type ScoresOf } from './best-entries.js';
import { type Lists, listsOf, plainSteps } from './list-steps.js';
import type { Scan } from './scan.js';
import { placesFor, Shortlists } from './shortlists.js';

/** The mates of probes: their scores by definition, and where their entries stand among those of all subjects. */
export interface Mates {
  /** NaN for a non-mated probe. */
  readonly score: Float32Array;
  readonly position: Int32Array;
}

/** Probes that are searched together. */
export interface SiftedProbes {
  readonly count: number;
  readonly mates: Mates;
  /** Number of the probe's own subject, which is passed over; -1 where the gallery has none. */
  readonly own: Int32Array;
}

/** What is known of a part of a gallery when every one of its entries was looked at; all of it by definition. */
export interface Sifted {
  readonly mates: Mates;
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
/** What a probe is multiplied by, to be one number with a subject or a place. */
const PROBE = 2 ** 32;

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
    const { asked } = scan.lists;
    this.best = new Shortlists(scan.floor, scan.lists, scan.steps, keep, (some) => {
      bestEntries(starts, scoresOf, asked.lists, asked.keys, some, asked.scores);
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
    const { count, mates } = this.probes;
    const { low, high, lists } = scan;
    this.best.expect(errors);
    const rows = last - first;
    if (!this.begun) this.begin(rows);
    this.begun = true;
    for (let p = 0; p < count; p++) {
      // NaN for a non-mated probe.
      low[p] = mates.score[p]! - errors[p]!;
      high[p] = mates.score[p]! + errors[p]!;
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
    const { asked } = this.scan.lists;
    this.best.finish();
    this.scan.steps.lay(keep);
    const subject = new Int32Array(asked.keys.subarray(0, count * keep));
    const score = asked.scores.slice(0, count * keep);
    // A subject stands where its only entry does.
    const position =
      this.starts.length - 1 === this.starts.at(-1) ? subject.slice() : this.positionsOf(subject);
    const impostors = this.impostorScores();
    return {
      mates: this.probes.mates,
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
    const { keys, scores } = lists.asked;
    const best = new Shortlists(this.impostorFloor, lists, plainSteps(lists), highest, (some) => {
      const probes = new Uint32Array(some);
      const positions = new Uint32Array(some);
      const places = new Uint32Array(some);
      // Those of a probe stand together then.
      const asked = new Float64Array(some);
      for (let i = 0; i < some; i++) asked[i] = Math.floor(keys[i]! / entries) * PROBE + i;
      asked.sort().forEach((one, k) => {
        probes[k] = Math.floor(one / PROBE);
        places[k] = one - probes[k] * PROBE;
        positions[k] = keys[places[k]]! - probes[k] * entries;
      });
      const found = new Float32Array(some);
      this.scoresOf(probes, positions, some, found);
      places.forEach((place, k) => (scores[place] = found[k]!));
    });
    return { lists, best };
  }

  private impostorScores(): Float32Array {
    if (this.impostors === undefined) return new Float32Array();
    const { lists, best } = this.impostors;
    best.finish();
    return lists.values.slice(0, lists.held[0]);
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
    const probes = Uint32Array.from(doubts, (doubt) => Math.floor(doubt / PROBE));
    const subjects = Uint32Array.from(doubts, (doubt) => doubt % PROBE);
    const scores = new Float32Array(doubts.length);
    bestEntries(this.starts, this.scoresOf, probes, subjects, doubts.length, scores);
    for (let i = 0; i < doubts.length; i++) {
      const p = probes[i]!;
      const mate = this.probes.mates.score[p]!;
      if (scores[i]! > mate) this.scan.above[p]!++;
      else if (scores[i] === mate) this.tied[p]!++;
    }
    this.settled += doubts.length;
    this.doubtful = 0;
  }

  /** The positions of the best entries of the subjects found: `keep` of each probe, -1 where there are fewer. */
  private positionsOf(subject: Int32Array): Int32Array {
    const position = new Int32Array(subject.length).fill(-1);
    const taken = Uint32Array.from(subject.keys()).filter((k) => subject[k] !== -1);
    const probes = taken.map((k) => Math.floor(k / this.keep));
    const subjects = taken.map((k) => subject[k]!);
    const found = new Int32Array(taken.length);
    const scores = new Float32Array(taken.length);
    bestEntries(this.starts, this.scoresOf, probes, subjects, taken.length, scores, found);
    taken.forEach((k, i) => (position[k] = found[i]!));
    return position;
  }
}

/**
 * The scores of probes' mates and where their entries stand: of the best entry of the subject `own` of each; NaN and -1 for a
 * non-mated probe.
 */
export function matesOf(own: Int32Array, starts: Uint32Array, scoresOf: ScoresOf): Mates {
  const probes = Uint32Array.from(own.keys()).filter((p) => own[p]! >= 0);
  const subjects = probes.map((p) => own[p]!);
  const scores = new Float32Array(probes.length);
  const positions = new Int32Array(probes.length);
  bestEntries(starts, scoresOf, probes, subjects, probes.length, scores, positions);
  const mates = {
    score: new Float32Array(own.length).fill(NaN),
    position: new Int32Array(own.length).fill(-1),
  };
  probes.forEach((p, i) => {
    mates.score[p] = scores[i]!;
    mates.position[p] = positions[i]!;
  });
  return mates;
}
