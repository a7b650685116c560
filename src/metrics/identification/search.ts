import type { SearchSet } from '../../types.js';
import { dotProduct } from '../cosines.js';
import { HighestScores } from './highest-scores.js';

/** Unit vectors, one row after another, and the subject of each: whole numbers, -1 where it is not known. */
export interface Searched {
  /** Float32, rows times the length of a vector. */
  readonly directions: Float32Array;
  readonly identity: Int32Array;
}

export interface SearchOptions {
  /** Candidates kept of each probe; 0 where not given. */
  readonly top?: number;
  /** Impostor scores kept over all probes; 0 where not given. */
  readonly highest?: number;
  /** Probes searched at once; changes the time and the memory, never the result. */
  readonly block?: number;
}

/** Scores held at once where `block` is not given: 16 MiB of float32. */
const SCORES_AT_ONCE = 2 ** 22;
const MOST_AT_ONCE = 256;

/**
 * What the exact search of every probe in the gallery gives.
 *
 * A score is a cosine as `dotProduct` sums it, stored as float32. An entry whose subject is not known is a subject of its own; a probe whose
 * subject is not known is non-mated. Takes `probes * entries * dim` products, and memory for one block of scores. This is the
 * plain way: what is faster is held against it.
 *
 * @param dim length of a vector
 * @throws RangeError for an empty gallery, or for rows and subjects that do not agree: a mistake of the caller
 */
export function searchGallery(
  gallery: Searched,
  probes: Searched,
  dim: number,
  options: SearchOptions = {},
): SearchSet {
  const work = searchInBlocks(gallery, probes, dim, options);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** As {@link searchGallery}, block by block: yields how many probes are done, so that a caller can tell it and stop. */
export function* searchInBlocks(
  gallery: Searched,
  probes: Searched,
  dim: number,
  { top = 0, highest = 0, block }: SearchOptions = {},
): Generator<number, SearchSet, undefined> {
  const entries = rowsOf(gallery, dim);
  const count = rowsOf(probes, dim);
  if (entries === 0) throw new RangeError('a gallery without entries');
  const { subjectOf, subjects, numberOf } = subjectsOf(gallery.identity);
  const size = Math.min(
    Math.max(1, block ?? Math.floor(SCORES_AT_ONCE / entries)),
    block ?? MOST_AT_ONCE,
  );
  const set = emptySet(count, subjects, entries, top);
  const impostors = new HighestScores(highest);
  const scores = new Float32Array(Math.min(size, Math.max(1, count)) * entries);
  const best = new Float32Array(subjects);
  const bestEntry = new Int32Array(subjects);
  for (let from = 0; from < count; from += size) {
    const to = Math.min(count, from + size);
    scoreBlock(gallery.directions, probes.directions, dim, { from, to, entries }, scores);
    for (let p = from; p < to; p++) {
      const row = scores.subarray((p - from) * entries, (p - from + 1) * entries);
      const own = numberOf.get(probes.identity[p]!) ?? -1;
      bestOfSubjects(row, subjectOf, best, bestEntry);
      standing(set, p, own, best);
      if (top > 0) keepCandidates(set, p, best, bestEntry);
      if (highest > 0) {
        for (let e = 0; e < entries; e++) if (subjectOf[e] !== own) impostors.offer(row[e]!);
      }
    }
    yield to;
  }
  return { ...set, highestImpostors: impostors.descending() };
}

function rowsOf({ directions, identity }: Searched, dim: number): number {
  if (!Number.isInteger(dim) || dim < 1 || directions.length !== identity.length * dim) {
    throw new RangeError(`${directions.length} values are not ${identity.length} rows of ${dim}`);
  }
  return identity.length;
}

/** The subjects of entries, numbered by their first entry. */
function subjectsOf(identity: Int32Array) {
  const numberOf = new Map<number, number>();
  let subjects = 0;
  const subjectOf = identity.map((person) => {
    if (person < 0) return subjects++;
    const known = numberOf.get(person);
    if (known !== undefined) return known;
    numberOf.set(person, subjects);
    return subjects++;
  });
  return { subjectOf, subjects, numberOf };
}

function emptySet(probes: number, subjects: number, entries: number, top: number) {
  return {
    probes,
    subjects,
    entries,
    mate: new Float32Array(probes).fill(NaN),
    other: new Float32Array(probes).fill(NaN),
    above: new Uint32Array(probes),
    tied: new Uint32Array(probes),
    candidates: {
      top,
      entry: new Int32Array(probes * top).fill(-1),
      score: new Float32Array(probes * top).fill(NaN),
    },
  };
}

/** The scores of probes `from` to `to - 1` with every entry, a row each. Each entry is read once for the whole block. */
function scoreBlock(
  gallery: Float32Array,
  probes: Float32Array,
  dim: number,
  { from, to, entries }: { readonly from: number; readonly to: number; readonly entries: number },
  scores: Float32Array,
): void {
  for (let e = 0; e < entries; e++) {
    for (let p = from; p < to; p++) {
      scores[(p - from) * entries + e] = dotProduct(gallery, e * dim, probes, p * dim, dim);
    }
  }
}

/** Fills the best score of each subject, and the first entry that has it. */
function bestOfSubjects(
  row: Float32Array,
  subjectOf: Int32Array,
  best: Float32Array,
  bestEntry: Int32Array,
): void {
  best.fill(-Infinity);
  for (let e = 0; e < row.length; e++) {
    const subject = subjectOf[e]!;
    if (row[e]! > best[subject]!) {
      best[subject] = row[e]!;
      bestEntry[subject] = e;
    }
  }
}

/** Fills where the mate of probe `p` stands among the others. @param own its subject in the gallery, or -1 */
function standing(
  set: Omit<SearchSet, 'highestImpostors'>,
  p: number,
  own: number,
  best: Float32Array,
): void {
  const mate = own < 0 ? NaN : best[own]!;
  let other = -Infinity;
  for (let s = 0; s < best.length; s++) {
    if (s === own) continue;
    const score = best[s]!;
    if (score > other) other = score;
    if (score > mate) set.above[p]!++;
    else if (score === mate) set.tied[p]!++;
  }
  set.mate[p] = mate;
  set.other[p] = other === -Infinity ? NaN : other;
}

/** Fills the best subjects of probe `p`, by insertion: most are worse than the last one kept. */
function keepCandidates(
  { candidates: { top, entry, score } }: Pick<SearchSet, 'candidates'>,
  p: number,
  best: Float32Array,
  bestEntry: Int32Array,
): void {
  const start = p * top;
  let kept = 0;
  for (let s = 0; s < best.length; s++) {
    const value = best[s]!;
    if (kept === top && !(value > score[start + top - 1]!)) continue;
    let at = kept < top ? kept++ : top - 1;
    for (; at > 0 && value > score[start + at - 1]!; at--) {
      score[start + at] = score[start + at - 1]!;
      entry[start + at] = entry[start + at - 1]!;
    }
    score[start + at] = value;
    entry[start + at] = bestEntry[s]!;
  }
}
