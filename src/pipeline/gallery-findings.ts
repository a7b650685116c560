import type { PublishedCounts } from '../datasets/dataset.js';
import { unusedTemplates, type GalleryFaults } from '../protocols/index.js';
import type { GalleryProtocol, LoadedDataset, ProtocolCheck } from '../types.js';
import type { Findings } from './findings.js';
import { templateName } from './template-findings.js';

/** What galleries and probes count. */
export function galleryCounts(
  { galleries, probes }: GalleryProtocol,
  faults: GalleryFaults,
  published: Partial<PublishedCounts>,
): ProtocolCheck['counts'] {
  return [
    { name: 'probes', found: probes.length, published: published.probes },
    ...galleries.flatMap(({ name, templates: entries }, g) => {
      const { subjects, mated, nonMated } = faults.galleries[g]!;
      return [
        { name: `templates of ${name}`, found: entries.length, published: published.entries?.[g] },
        { name: `subjects of ${name}`, found: subjects },
        { name: `mated probes of ${name}`, found: mated },
        { name: `non-mated probes of ${name}`, found: nonMated },
      ];
    }),
  ];
}

/** Adds what is wrong or odd with galleries and probes, each with the line that states it. */
export function addGalleryFindings(
  { protocol, place }: LoadedDataset<GalleryProtocol>,
  faults: GalleryFaults,
  published: Partial<PublishedCounts>,
  found: Findings,
): void {
  const { images, templates, galleries, probes } = protocol;
  const { identities } = templates;
  const nameOf = (template: number) => templateName(templates, template);
  const at = (template: number) => ({ place: place?.(template), what: nameOf(template) });
  const inGallery = (g: number) => galleries[g]!.name;
  found.add(
    'probe_enrolled',
    'breaks',
    [
      'probe holds a picture of a gallery it is searched in',
      'probes hold a picture of a gallery they are searched in',
    ],
    faults.enrolled,
    ([probe, g, entry, picture]) => ({
      place: place?.(probe),
      what: `${images[picture]!}: ${nameOf(probe)}, and ${nameOf(entry)} in ${inGallery(g)}`,
    }),
  );
  found.add(
    'repeated_entry',
    'breaks',
    ['template stands twice in a gallery', 'templates stand twice in a gallery'],
    faults.repeatedEntries,
    ([g, template]) => ({ ...at(template), what: `${nameOf(template)} in ${inGallery(g)}` }),
  );
  found.add(
    'repeated_probe',
    'breaks',
    ['template is searched with twice', 'templates are searched with twice'],
    faults.repeatedProbes,
    at,
  );
  found.add(
    'straddling_subject',
    published.disjoint === true ? 'breaks' : 'remark',
    ['subject stands in several galleries', 'subjects stand in several galleries'],
    faults.straddling,
    (subject) => ({ what: identities[subject]! }),
  );
  for (const [g, { unsought, mated, nonMated }] of faults.galleries.entries()) {
    const name = inGallery(g);
    found.add(
      'unsought_subject',
      'remark',
      [`subject of ${name} has no probe`, `subjects of ${name} have no probe`],
      unsought,
      (subject) => ({ what: identities[subject]! }),
    );
    const lacking = [...(mated === 0 ? ['mated'] : []), ...(nonMated === 0 ? ['non-mated'] : [])];
    found.add(
      'one_kind_of_probe',
      'remark',
      [`gallery without ${lacking[0] ?? ''} probes`, ''],
      lacking,
      (kind) => ({
        what:
          kind === 'mated'
            ? `${name}: nobody who is searched for is there, so no rank and no TPIR can be told`
            : `${name}: everybody who is searched for is there, so no FPIR can be told`,
      }),
    );
  }
  found.add(
    'unknown_probe',
    'remark',
    [
      'probe is of nobody known and counts as non-mated',
      'probes are of nobody known and count as non-mated',
    ],
    faults.unknown,
    at,
  );
  found.add(
    'unused_template',
    'remark',
    [
      'template is neither enrolled nor searched with',
      'templates are neither enrolled nor searched with',
    ],
    unusedTemplates(templates, [probes, ...galleries.map((one) => one.templates)]),
    at,
  );
}

/** Adds probes with the bytes of a picture of the same subject in a gallery, under another name: they are found without fail. */
export function addIdenticalProbes(
  { protocol, place }: LoadedDataset<GalleryProtocol>,
  digestOf: ReadonlyMap<string, string | undefined>,
  found: Findings,
): void {
  const { images, templates, galleries, probes } = protocol;
  const { offsets, members, identity } = templates;
  const enrolled = new Map<string, number>();
  for (const { templates: entries } of galleries) {
    for (const entry of entries) {
      for (let m = offsets[entry]!; m < offsets[entry + 1]!; m++) {
        const digest = digestOf.get(images[members[m]!]!);
        if (digest !== undefined) enrolled.set(`${digest} ${identity[entry]!}`, members[m]!);
      }
    }
  }
  const same: (readonly [number, number, number])[] = [];
  for (const probe of probes) {
    if (identity[probe]! < 0) continue;
    for (let m = offsets[probe]!; m < offsets[probe + 1]!; m++) {
      const digest = digestOf.get(images[members[m]!]!);
      const twin = digest === undefined ? undefined : enrolled.get(`${digest} ${identity[probe]!}`);
      if (twin !== undefined && twin !== members[m]!) same.push([probe, members[m]!, twin]);
    }
  }
  found.add(
    'identical_probe',
    'remark',
    [
      'picture of a probe has the bytes of an enrolled one',
      'pictures of probes have the bytes of an enrolled one',
    ],
    same,
    ([probe, picture, twin]) => ({
      place: place?.(probe),
      what: `${images[picture]!} = ${images[twin]!}`,
    }),
  );
}
