/**
 * Puts the scores of the first `count` of `probes` with the entries at `positions`, by definition, in as many places of `scores`; those
 * of one probe stand together, and probes in their order.
 */
export type ScoresOf = (
  probes: Uint32Array,
  positions: Uint32Array,
  count: number,
  scores: Float32Array,
) => void;

/** Entries scored at once, unless a single subject has more. */
const AT_ONCE = 2 ** 14;

/**
 * Puts the scores of the first `count` of `probes` with `subjects` in as many places of `scores`: that of a subject is that of its best
 * entry, the first of equal ones, and where it stands is put in `positions`.
 *
 * @param starts position of each subject's first entry, and one more: the number of entries
 * @param scoresOf by which the probes stand in the order it asks for
 */
export function bestEntries(
  starts: Uint32Array,
  scoresOf: ScoresOf,
  probes: Uint32Array,
  subjects: Uint32Array,
  count: number,
  scores: Float32Array,
  positions?: Int32Array,
): void {
  if (starts.length - 1 === starts.at(-1)) {
    // A subject stands where its only entry does.
    scoresOf(probes, subjects, count, scores);
    positions?.set(subjects.subarray(0, count));
    return;
  }
  for (let from = 0, to = 0; from < count; from = to) {
    let entries = 0;
    for (; to < count && entries < AT_ONCE; to++) {
      entries += starts[subjects[to]! + 1]! - starts[subjects[to]!]!;
    }
    const [asking, asked] = [new Uint32Array(entries), new Uint32Array(entries)];
    for (let i = from, k = 0; i < to; i++) {
      const end = starts[subjects[i]! + 1]!;
      for (let position = starts[subjects[i]!]!; position < end; position++, k++) {
        asking[k] = probes[i]!;
        asked[k] = position;
      }
    }
    const found = new Float32Array(entries);
    scoresOf(asking, asked, entries, found);
    for (let i = from, k = 0; i < to; i++) {
      const end = k + starts[subjects[i]! + 1]! - starts[subjects[i]!]!;
      let best = k;
      for (k++; k < end; k++) if (found[k]! > found[best]!) best = k;
      scores[i] = found[best]!;
      if (positions !== undefined) positions[i] = asked[best]!;
    }
  }
}
