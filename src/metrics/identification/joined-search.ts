import type { SearchSet } from '../../types.js';
import type { GalleryPlan } from './gallery-plan.js';
import type { Mates, Sifted } from './sift.js';

/** The search of a whole gallery, joined from searches of its parts for some of the probes each, in whatever order they come. */
export class JoinedSearch {
  private readonly keep: number;
  private readonly mates: Mates;
  private readonly above: Uint32Array;
  private readonly tied: Uint32Array;
  private readonly subject: Int32Array;
  private readonly position: Int32Array;
  private readonly score: Float32Array;
  private readonly begun = new Set<number>();
  private impostors = new Float32Array(0);

  /** @param own number of each probe's subject in the gallery, or -1 */
  constructor(
    private readonly plan: GalleryPlan,
    private readonly own: Int32Array,
    private readonly wishes: { readonly top: number; readonly highest: number },
  ) {
    this.keep = Math.max(1, wishes.top);
    this.mates = {
      score: new Float32Array(own.length).fill(NaN),
      position: new Int32Array(own.length).fill(-1),
    };
    const places = own.length * this.keep;
    this.above = new Uint32Array(own.length);
    this.tied = new Uint32Array(own.length);
    this.subject = new Int32Array(places).fill(-1);
    this.position = new Int32Array(places).fill(-1);
    this.score = new Float32Array(places).fill(NaN);
  }

  /** Adds what a part of the gallery gave for the probes from `from` on: for as many of them as other parts did. */
  add(from: number, part: Sifted): void {
    const { keep, mates } = this;
    if (this.begun.has(from)) this.join(from, part);
    else {
      this.begun.add(from);
      mates.score.set(part.mates.score, from);
      mates.position.set(part.mates.position, from);
      this.above.set(part.above, from);
      this.tied.set(part.tied, from);
      this.subject.set(part.subject, from * keep);
      this.position.set(part.position, from * keep);
      this.score.set(part.score, from * keep);
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
      mate: mates.score,
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

  private join(from: number, part: Sifted): void {
    const { keep } = this;
    for (let k = 0; k < part.above.length; k++) {
      this.above[from + k]! += part.above[k]!;
      this.tied[from + k]! += part.tied[k]!;
      for (let i = k * keep; i < (k + 1) * keep && part.subject[i] !== -1; i++) {
        this.insert(from + k, part.subject[i]!, part.position[i]!, part.score[i]!);
      }
    }
  }

  /** Puts a subject where it belongs among the best of probe `p`: the greatest score first, equal ones by subject. */
  private insert(p: number, subject: number, position: number, score: number): void {
    const [start, end] = [p * this.keep, (p + 1) * this.keep];
    const before = (at: number) =>
      this.subject[at] === -1 ||
      score > this.score[at]! ||
      (score === this.score[at] && subject < this.subject[at]!);
    if (!before(end - 1)) return;
    let at = end - 1;
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
