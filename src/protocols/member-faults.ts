import type { IndexColumn, Templates } from '../types.js';

/** What is wrong with the pictures of templates. */
export interface MemberFaults {
  /** Pictures in templates of two subjects: the picture, its first template of known subject, its first one of another subject. */
  readonly ofTwo: readonly (readonly [picture: number, template: number, other: number])[];
  /** Subject of each picture as an index into `identities`, -1 where no template tells it, or two tell it otherwise. */
  readonly identity: Int32Array;
}

/** See {@link MemberFaults}. Takes time in proportion to the members. */
export function memberFaults(templates: Templates, pictures: number): MemberFaults {
  const { offsets, members, identity } = templates;
  const firstOf = new Int32Array(pictures).fill(-1);
  const ofTwo = new Map<number, readonly [number, number, number]>();
  for (let t = 0; t < identity.length; t++) {
    if (identity[t]! < 0) continue;
    for (let m = offsets[t]!; m < offsets[t + 1]!; m++) {
      const picture = members[m]!;
      const first = firstOf[picture]!;
      if (first < 0) firstOf[picture] = t;
      else if (identity[first] !== identity[t] && !ofTwo.has(picture)) {
        ofTwo.set(picture, [picture, first, t]);
      }
    }
  }
  return {
    ofTwo: [...ofTwo.values()].sort(([a], [b]) => a - b),
    identity: firstOf.map((template, picture) =>
      template < 0 || ofTwo.has(picture) ? -1 : identity[template]!,
    ),
  };
}

/**
 * Numbers of the comparisons of two templates that have a picture in common, ascending. A template with itself is none of them.
 *
 * Only templates with a picture that stands in several are looked at more closely, so that 15 million comparisons are one pass.
 */
export function comparisonsThatShare(
  { offsets, members, ids }: Templates,
  pictures: number,
  { left, right }: { readonly left: IndexColumn; readonly right: IndexColumn },
): Uint32Array {
  const several = new Uint8Array(pictures);
  const seen = new Uint8Array(pictures);
  for (const picture of members) {
    if (seen[picture] === 1) several[picture] = 1;
    seen[picture] = 1;
  }
  const shared = new Map<number, Set<number>>();
  const touches = new Uint8Array(ids.length);
  for (let t = 0; t < ids.length; t++) {
    for (let m = offsets[t]!; m < offsets[t + 1]!; m++) {
      const picture = members[m]!;
      if (several[picture] !== 1) continue;
      touches[t] = 1;
      const own = shared.get(t) ?? new Set();
      own.add(picture);
      shared.set(t, own);
    }
  }
  const found: number[] = [];
  for (let k = 0; k < left.length; k++) {
    const [a, b] = [left[k]!, right[k]!];
    if (a === b || touches[a] !== 1 || touches[b] !== 1) continue;
    const other = shared.get(b)!;
    for (const picture of shared.get(a)!) {
      if (!other.has(picture)) continue;
      found.push(k);
      break;
    }
  }
  return Uint32Array.from(found);
}

/** Templates that none of `uses` names, ascending. */
export function unusedTemplates({ ids }: Templates, uses: readonly IndexColumn[]): Uint32Array {
  const used = new Uint8Array(ids.length);
  for (const templates of uses) for (const template of templates) used[template] = 1;
  return new Uint32Array(ids.length).map((_, t) => t).filter((t) => used[t] === 0);
}
