import type { SearchSet } from '../../types.js';
import type { GalleryPlan } from './gallery-plan.js';
import type { Sifted } from './sift.js';

/** The mates of all probes: their scores, and the positions of their entries. */
export interface Mates {
  /** NaN for a non-mated probe. */
  readonly score: Float32Array;
  readonly position: Int32Array;
}

/** The search of a whole gallery, joined from searches of its parts for some of the probes each, in whatever order they come. */
export class JoinedSearch {
  private readonly keep: number;
  private readonly above: Uint32Array;
  private readonly tied: Uint32Array;
  private readonly held: Uint32Array;
  private readonly subject: Int32Array;
  private readonly position: Int32Array;
  private readonly score: Float32Array;
  private impostors = new Float32Array(0);

  /** @param own number of each probe's subject in the gallery, or -1 */
  constructor(
    private readonly plan: GalleryPlan,
    private readonly own: Int32Array,
    private readonly mates: Mates,
    private readonly wishes: { readonly top: number; readonly highest: number },
  ) {
    this.keep = Math.max(1, wishes.top);
    const places = own.length * this.keep;
    this.above = new Uint32Array(own.length);
    this.tied = new Uint32Array(own.length);
    this.held = new Uint32Array(own.length);
    this.subject = new Int32Array(places).fill(-1);
    this.position = new Int32Array(places).fill(-1);
    this.score = new Float32Array(places).fill(NaN);
  }

  /** Adds what a part of the gallery gave for the probes from `from` on. */
  add(from: number, part: Sifted): void {
    const { keep } = this;
    for (let k = 0; k < part.above.length; k++) {
      this.above[from + k]! += part.above[k]!;
      this.tied[from + k]! += part.tied[k]!;
      for (let i = k * keep; i < (k + 1) * keep && part.subject[i] !== -1; i++) {
        this.insert(from + k, part.subject[i]!, part.position[i]!, part.score[i]!);
      }
    }
    if (this.wishes.highest > 0) {
      const all = new Float32Array(this.impostors.length + part.impostors.length);
      all.set(this.impostors);
      all.set(part.impostors, this.impostors.length);
      this.impostors = all.sort().reverse().slice(0, this.wishes.highest);
    }
  }

  result(): SearchSet {
    const { keep, own, mates, plan, above, tied } = this;
    const { top } = this.wishes;
    const other = Float32Array.from(own, (_, p) => this.score[p * keep]!);
    if (top > 0) {
      own.forEach((subject, p) => {
        if (subject >= 0) this.insert(p, subject, mates.position[p]!, mates.score[p]!);
      });
    }
    const entries = plan.entryAt.length;
    return {
      probes: own.length,
      subjects: plan.starts.length - 1,
      entries,
      mate: mates.score.slice(),
      other,
      above,
      tied,
      candidates: {
        top,
        entry: (top > 0 ? this.position : new Int32Array()).map((at) =>
          at < 0 ? -1 : plan.entryAt[at]!,
        ),
        score: top > 0 ? this.score : new Float32Array(),
      },
      highestImpostors: this.impostors,
    };
  }

  /** Puts a subject where it belongs among the best of probe `p`: the greatest score first, equal ones by subject. */
  private insert(p: number, subject: number, position: number, score: number): void {
    const [start, end] = [p * this.keep, (p + 1) * this.keep];
    const before = (at: number) =>
      this.subject[at] === -1 ||
      score > this.score[at]! ||
      (score === this.score[at] && subject < this.subject[at]!);
    if (!before(end - 1)) return;
    // The first free place, or the last one.
    let at = start + this.held[p]!;
    if (at === end) at--;
    else this.held[p]!++;
    for (; at > start && before(at - 1); at--) {
      this.subject[at] = this.subject[at - 1]!;
      this.position[at] = this.position[at - 1]!;
      this.score[at] = this.score[at - 1]!;
    }
    this.subject[at] = subject;
    this.position[at] = position;
    this.score[at] = score;
  }
}
