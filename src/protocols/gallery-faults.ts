import type { GalleryProtocol } from '../types.js';

/** What is wrong or odd with galleries and probes. */
export interface GalleryFaults {
  /** Probes with a picture that is enrolled in a gallery they are searched in: each with the first such gallery, entry, picture. */
  readonly enrolled: readonly (readonly [
    probe: number,
    gallery: number,
    entry: number,
    picture: number,
  ])[];
  /** Templates that stand twice in one gallery. */
  readonly repeatedEntries: readonly (readonly [gallery: number, template: number])[];
  /** Templates that are searched with twice. */
  readonly repeatedProbes: readonly number[];
  /** Probes whose subject is not known. */
  readonly unknown: readonly number[];
  /** Subjects that stand in several galleries, ascending. */
  readonly straddling: readonly number[];
  readonly galleries: readonly {
    /** An entry whose subject is not known is a subject of its own. */
    readonly subjects: number;
    /** Probes whose subject is in the gallery, and the others. */
    readonly mated: number;
    readonly nonMated: number;
    /** Known subjects of the gallery that no probe is of, in the order of its entries. */
    readonly unsought: readonly number[];
  }[];
}

/** See {@link GalleryFaults}. Takes time in proportion to the pictures of all galleries and probes. */
export function galleryFaults(protocol: GalleryProtocol): GalleryFaults {
  const { templates, galleries, probes } = protocol;
  const { identity } = templates;
  const sought = new Set(Array.from(probes, (probe) => identity[probe]!));
  const galleriesOf = new Map<number, number>();
  const found = galleries.map(({ templates: entries }) => {
    const subjects = new Set<number>();
    let strangers = 0;
    for (const entry of entries) {
      if (identity[entry]! >= 0) subjects.add(identity[entry]!);
      else strangers++;
    }
    for (const one of subjects) galleriesOf.set(one, (galleriesOf.get(one) ?? 0) + 1);
    let mated = 0;
    for (const probe of probes) if (subjects.has(identity[probe]!)) mated++;
    return {
      subjects: subjects.size + strangers,
      mated,
      nonMated: probes.length - mated,
      unsought: [...subjects].filter((one) => !sought.has(one)),
    };
  });
  return {
    enrolled: searchedAndEnrolled(protocol),
    repeatedEntries: galleries.flatMap(({ templates: entries }, g) =>
      repeated(entries).map((template) => [g, template] as const),
    ),
    repeatedProbes: repeated(probes),
    unknown: Array.from(probes).filter((probe) => identity[probe]! < 0),
    straddling: [...galleriesOf]
      .filter(([, times]) => times > 1)
      .map(([one]) => one)
      .sort((a, b) => a - b),
    galleries: found,
  };
}

function searchedAndEnrolled({
  images,
  templates: { offsets, members },
  galleries,
  probes,
}: GalleryProtocol): GalleryFaults['enrolled'] {
  const found = new Map<number, readonly [number, number, number, number]>();
  const entryOf = new Int32Array(images.length);
  for (const [g, { templates: entries }] of galleries.entries()) {
    entryOf.fill(-1);
    for (const entry of entries) {
      for (let m = offsets[entry]!; m < offsets[entry + 1]!; m++) {
        if (entryOf[members[m]!]! < 0) entryOf[members[m]!] = entry;
      }
    }
    for (const probe of probes) {
      for (let m = offsets[probe]!; m < offsets[probe + 1]! && !found.has(probe); m++) {
        const entry = entryOf[members[m]!]!;
        if (entry >= 0) found.set(probe, [probe, g, entry, members[m]!]);
      }
    }
  }
  return [...found.values()].sort(([a], [b]) => a - b);
}

/** What stands there more than once, each as often as it is too many. */
function repeated(templates: Uint32Array): number[] {
  const seen = new Set<number>();
  const again: number[] = [];
  for (const template of templates) {
    if (seen.has(template)) again.push(template);
    seen.add(template);
  }
  return again;
}
