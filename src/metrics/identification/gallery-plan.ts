/** A gallery in the order of its subjects: the entries of each lie together. */
export interface GalleryPlan {
  /** The entry at each position: subjects by their first entry, the entries of each in the order of the gallery. */
  readonly entryAt: Uint32Array;
  /** The first position of each subject, and one more: the number of entries. */
  readonly starts: Uint32Array;
  /** The number of the subject that an identity has; those of -1 have none. */
  readonly subjectOf: ReadonlyMap<number, number>;
}

/**
 * How the entries of `identity` lie by subject. Subjects are numbered by their first entry; an entry whose subject is not
 * known, -1, is a subject of its own.
 */
export function planGallery(identity: Int32Array): GalleryPlan {
  const subjectOf = new Map<number, number>();
  const numbers = new Uint32Array(identity.length);
  let subjects = 0;
  for (let e = 0; e < identity.length; e++) {
    const person = identity[e]!;
    const known = person < 0 ? undefined : subjectOf.get(person);
    numbers[e] = known ?? subjects;
    if (known !== undefined) continue;
    if (person >= 0) subjectOf.set(person, subjects);
    subjects++;
  }
  const starts = new Uint32Array(subjects + 1);
  for (const subject of numbers) starts[subject + 1]!++;
  for (let s = 0; s < subjects; s++) starts[s + 1]! += starts[s]!;
  const next = starts.slice();
  const entryAt = new Uint32Array(identity.length);
  for (let e = 0; e < identity.length; e++) entryAt[next[numbers[e]!]!++] = e;
  return { entryAt, starts, subjectOf };
}

/**
 * The first subject of each block, and one more: blocks hold whole subjects, of at most `most` entries together unless a single
 * subject has more.
 */
export function blocksOf(starts: Uint32Array, most: number): Uint32Array {
  const bounds = [0];
  for (let subject = 1; subject < starts.length; subject++) {
    const before = starts[bounds.at(-1)!]!;
    if (starts[subject]! - before > most && subject - 1 > bounds.at(-1)!) bounds.push(subject - 1);
  }
  bounds.push(starts.length - 1);
  return Uint32Array.from(bounds);
}
