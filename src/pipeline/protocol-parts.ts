import type { Dataset, DatasetSource, PublishedCounts } from '../datasets/dataset.js';
import { UserError } from '../errors.js';
import { comparisonFaults, galleryFaults, memberFaults } from '../protocols/index.js';
import type {
  GalleryProtocol,
  LoadedDataset,
  Protocol,
  ProtocolCheck,
  TemplatePairProtocol,
} from '../types.js';
import { addComparisonFindings, wrongFolds } from './comparison-findings.js';
import type { NeededPictures, Unneeded } from './examine-pictures.js';
import type { Findings } from './findings.js';
import { addGalleryFindings, addIdenticalProbes, galleryCounts } from './gallery-findings.js';
import { addMemberFindings, addTemplatePairFindings, templateName } from './template-findings.js';

/** sha256 (hex) of the bytes of each picture that could be read, by its name. */
type Digests = ReadonlyMap<string, string | undefined>;

/** One protocol of the dataset, looked at as far as its files go. */
export interface Part {
  readonly protocol: Protocol;
  readonly counts: ProtocolCheck['counts'];
  /** Folds that do not hold what is published, in words. */
  readonly wrongFolds: readonly string[];
  readonly needed: NeededPictures;
  readonly unneeded: Unneeded;
  /** Adds what its files tell. */
  readonly addFindings: (found: Findings) => void;
  /** Adds what equal bytes of two pictures tell. */
  readonly addIdentical: (digestOf: Digests, found: Findings) => void;
}

/** Every protocol of the dataset whose files are there, and why another is not looked at; warnings are findings here. */
export async function partsOf(
  dataset: Dataset,
  source: DatasetSource,
  published: Partial<PublishedCounts>,
): Promise<{ readonly parts: readonly Part[]; readonly missing: readonly string[] }> {
  const { load, loadTemplates, loadGalleries } = dataset;
  const kinds: readonly ((() => Promise<Part>) | undefined)[] = [
    load && (async () => pairsPart(await load(source), published)),
    loadTemplates && (async () => templatePairsPart(await loadTemplates(source), published)),
    loadGalleries && (async () => galleriesPart(await loadGalleries(source), published)),
  ];
  const parts: Part[] = [];
  const missing: UserError[] = [];
  for (const part of kinds) {
    if (part === undefined) continue;
    try {
      parts.push(await part());
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'E_PROTOCOL_MISSING') throw error;
      missing.push(error);
    }
  }
  if (parts.length === 0) throw missing[0]!;
  return { parts, missing: missing.map(({ what }) => what) };
}

function pairsPart(loaded: LoadedDataset, published: Partial<PublishedCounts>): Part {
  const { protocol, images, place } = loaded;
  const { identity, identities } = protocol;
  const compared = { ...protocol, items: protocol.images.length };
  const faults = comparisonFaults(compared);
  const sum = (kind: 'genuine' | 'impostor') =>
    faults.folds.reduce((total, fold) => total + fold[kind], 0);
  return {
    protocol,
    counts: [
      { name: 'genuine comparisons', found: sum('genuine'), published: published.genuine },
      { name: 'impostor comparisons', found: sum('impostor'), published: published.impostor },
      { name: 'folds', found: faults.folds.length, published: published.folds?.length },
      { name: 'compared pictures', found: protocol.images.length },
      {
        name: faults.inferred ? 'compared persons, as inferred' : 'compared persons',
        found: faults.persons,
      },
    ],
    wrongFolds: wrongFolds(faults, published),
    needed: {
      images,
      persons: Array.from(identity, (one) => (faults.inferred ? undefined : identities[one])),
    },
    unneeded: ['is not compared', 'are not compared'],
    addFindings: (found) => {
      const nameOf = (picture: number) => protocol.images[picture]!;
      const shown = { ...compared, noun: 'picture', nameOf, place } as const;
      addComparisonFindings(shown, faults, published, found);
    },
    addIdentical: (digestOf, found) => {
      addIdentical(loaded, digestOf, found);
    },
  };
}

function templatePairsPart(
  loaded: LoadedDataset<TemplatePairProtocol>,
  published: Partial<PublishedCounts>,
): Part {
  const { protocol, place } = loaded;
  const { templates, left, right, genuine } = protocol;
  const { identity, identities, ids } = templates;
  const compared = { items: ids.length, left, right, genuine, identity, identities };
  const faults = comparisonFaults(compared);
  const [fold = { genuine: 0, impostor: 0 }] = faults.folds;
  const counts = [
    { name: 'genuine comparisons', found: fold.genuine, published: published.genuine },
    { name: 'impostor comparisons', found: fold.impostor, published: published.impostor },
    { name: 'templates', found: ids.length },
  ];
  const part = templatesPart(loaded, published, counts);
  return {
    ...part,
    addFindings: (found) => {
      const nameOf = (template: number) => templateName(templates, template);
      const shown = { ...compared, noun: 'template', nameOf, place } as const;
      addComparisonFindings(shown, faults, published, found);
      addTemplatePairFindings(loaded, found);
      part.addFindings(found);
    },
  };
}

function galleriesPart(
  loaded: LoadedDataset<GalleryProtocol>,
  published: Partial<PublishedCounts>,
): Part {
  const faults = galleryFaults(loaded.protocol);
  const part = templatesPart(loaded, published, galleryCounts(loaded.protocol, faults, published));
  return {
    ...part,
    addFindings: (found) => {
      addGalleryFindings(loaded, faults, published, found);
      part.addFindings(found);
    },
    addIdentical: (digestOf, found) => {
      addIdenticalProbes(loaded, digestOf, found);
    },
  };
}

/** What comparisons of templates and galleries have in common. */
function templatesPart(
  { protocol, images }: LoadedDataset<TemplatePairProtocol | GalleryProtocol>,
  published: Partial<PublishedCounts>,
  counts: ProtocolCheck['counts'],
): Part {
  const faults = memberFaults(protocol.templates, protocol.images.length);
  const { identities } = protocol.templates;
  return {
    protocol,
    counts: [
      ...counts,
      {
        name: 'pictures of templates',
        found: protocol.images.length,
        published: published.pictures,
      },
      // Without tables of subjects there is nothing to hold against what is published.
      ...(identities.length === 0
        ? []
        : [{ name: 'subjects', found: identities.length, published: published.persons }]),
    ],
    wrongFolds: [],
    needed: { images, persons: Array.from(faults.identity, (one) => identities[one]) },
    unneeded: ['is in no template', 'are in no template'],
    addFindings: (found) => {
      addMemberFindings(protocol, faults, found);
    },
    addIdentical: () => undefined,
  };
}

/** Adds comparisons of two pictures with the same bytes, whose label no model can change. */
function addIdentical(
  { protocol, place }: LoadedDataset,
  digestOf: Digests,
  found: Findings,
): void {
  const { images, left, right, genuine } = protocol;
  const digests = images.map((id) => digestOf.get(id));
  for (const [kind, severity] of [
    [0, 'breaks'],
    [1, 'remark'],
  ] as const) {
    const same: number[] = [];
    for (let k = 0; k < left.length; k++) {
      const [a, b] = [left[k]!, right[k]!];
      if (genuine[k] !== kind || a === b || digests[a] === undefined) continue;
      if (digests[a] === digests[b]) same.push(k);
    }
    const label = kind === 1 ? 'genuine' : 'impostor';
    found.add(
      `identical_${label}`,
      severity,
      [
        `${label} comparison of two pictures with the same bytes`,
        `${label} comparisons of two pictures with the same bytes`,
      ],
      same,
      (k) => ({ place: place?.(k), what: `${images[left[k]!]!} ${images[right[k]!]!}` }),
    );
  }
}
