import { descriptionSchema, SCHEMA_FILE } from '../datasets/description-schema.js';
import { EXIT, UserError } from '../errors.js';
import { quote } from '../files/quote.js';
import { planGalleries, type Catalogue, type GalleryPlan } from '../protocols/index.js';
import { drawableFrom, misfit, type Drawable, type MakeRequest } from './protocol-place.js';
import { descriptionText, given, settingLines, tableText, type Setting } from './protocol-texts.js';

export interface GalleryMakeRequest extends MakeRequest {
  readonly enrol: number;
  readonly enrolBy: 'chance' | 'quality';
  readonly nonMated: number;
  readonly galleries: number;
  readonly disjoint?: true | undefined;
  readonly few: 'probes' | 'gallery' | 'none';
  readonly perIdentity?: number | undefined;
  readonly stratify?: 'group' | 'quality' | undefined;
}

/** What one gallery of a protocol that was made holds, and what is searched in it. */
export interface GallerySummary {
  readonly name: string;
  readonly persons: number;
  readonly pictures: number;
  readonly mated: number;
  readonly nonMated: number;
}

/**
 * The files of galleries and probes over the pictures of `source`, name to content, as the dataset `galleries` reads them, and what
 * each gallery holds.
 *
 * Equal pictures, names, options and seed give equal bytes, in whatever order the files are found.
 * @throws UserError E_PROTOCOL_OPTIONS (usage), E_PROTOCOL_FEW, E_PROTOCOL_NAME (65), and those of `drawableFrom`
 */
export async function makeGalleries(request: GalleryMakeRequest): Promise<{
  files: ReadonlyMap<string, string>;
  galleries: readonly GallerySummary[];
}> {
  const { enrol, enrolBy, perIdentity, stratify, galleries, disjoint } = request;
  if (perIdentity !== undefined && perIdentity <= enrol) {
    throw misfit(
      `--per-identity ${perIdentity} with --enrol ${enrol}`,
      'allow more pictures of a person than are enrolled, so that some are searched with',
    );
  }
  if (stratify === 'quality') {
    throw misfit('--stratify quality with --kind gallery', 'name --stratify group');
  }
  if (disjoint === true && galleries === 1) {
    throw misfit('--disjoint with one gallery', 'ask for several with --galleries');
  }
  const drawable = await drawableFrom(request, [
    ...(stratify === 'group' ? (['group'] as const) : []),
    ...(enrolBy === 'quality' ? (['quality'] as const) : []),
  ]);
  const { catalogue, random } = drawable;
  const plan = planGalleries(
    catalogue,
    { ...request, disjoint: disjoint === true, byGroup: stratify === 'group' },
    random,
  );
  if (plan.probes.length === 0) {
    throw new UserError(
      'E_PROTOCOL_FEW',
      `the pictures of ${request.source} leave no probe`,
      'enrol fewer pictures with --enrol',
      EXIT.badData,
    );
  }
  requireDistinctNames(catalogue);
  const names = plan.galleries.map((_, g) => (galleries === 1 ? 'gallery' : `G${g + 1}`));
  const summaries = plan.galleries.map((persons, g) =>
    summaryOf(names[g]!, persons, plan, catalogue),
  );
  return { files: filesOf(request, drawable, plan, summaries), galleries: summaries };
}

/** A template of the gallery is called as its person, one of the probes as its picture. */
function requireDistinctNames({ ids, persons }: Catalogue): void {
  const pictures = new Set(ids);
  const both = persons.find((person) => pictures.has(person));
  if (both === undefined) return;
  throw new UserError(
    'E_PROTOCOL_NAME',
    `${quote(both)} is a person and a picture`,
    'call one of them otherwise',
    EXIT.badData,
  );
}

function summaryOf(
  name: string,
  persons: Uint32Array,
  { enrolled, probes }: GalleryPlan,
  { person }: Catalogue,
): GallerySummary {
  const within = new Set(persons);
  let [pictures, mated] = [0, 0];
  for (const one of persons) pictures += enrolled[one]!.length;
  for (const probe of probes) if (within.has(person[probe]!)) mated++;
  return {
    name,
    persons: persons.length,
    pictures,
    mated,
    nonMated: probes.length - mated,
  };
}

function filesOf(
  request: GalleryMakeRequest,
  { catalogue, name, images }: Drawable,
  plan: GalleryPlan,
  summaries: readonly GallerySummary[],
): Map<string, string> {
  const { ids, person, persons, group, groups, quality } = catalogue;
  const several = summaries.length > 1;
  const head = ['path', 'identity'];
  const further = [
    ...(group === undefined ? [] : ['group']),
    ...(quality === undefined ? [] : ['quality']),
  ];
  const knownOf = (picture: number) => [
    ...(group === undefined ? [] : [groups[group[picture]!]!]),
    ...(quality === undefined ? [] : [String(quality[picture]!)]),
  ];
  const enrolled = plan.galleries.flatMap((own, g) =>
    Array.from(own).flatMap((one) =>
      Array.from(plan.enrolled[one]!, (picture) => [
        ids[picture]!,
        persons[one]!,
        persons[one]!,
        ...(several ? [summaries[g]!.name] : []),
        ...knownOf(picture),
      ]),
    ),
  );
  const probes = Array.from(plan.probes, (picture) => [
    ids[picture]!,
    persons[person[picture]!]!,
    ...knownOf(picture),
  ]);
  const named = new Set(enrolled.map(([path]) => path));
  return new Map([
    [
      'gallery.csv',
      tableText([...head, 'template', ...(several ? ['gallery'] : []), ...further], enrolled),
    ],
    ['probes.csv', tableText([...head, ...further], probes)],
    [
      'dataset.yaml',
      descriptionText({
        name,
        format: 'galleries',
        images,
        ...(request.disjoint === true ? { disjoint: true } : {}),
        expect: {
          images: named.size + probes.length,
          galleries: summaries.length,
          probes: probes.length,
        },
      }),
    ],
    [SCHEMA_FILE, descriptionSchema()],
    ['README.txt', readme(name, settingsOf(request), summaries)],
  ]);
}

function settingsOf(request: GalleryMakeRequest): Setting[] {
  return [
    ['source', request.source],
    ...given('--images', request.images),
    ['--kind', 'gallery'],
    ['--enrol', String(request.enrol)],
    ['--enrol-by', request.enrolBy],
    ['--non-mated', String(request.nonMated)],
    ['--few', request.few],
    ['--galleries', String(request.galleries)],
    ...(request.disjoint === true ? ([['--disjoint', '']] as const) : []),
    ...given('--per-identity', request.perIdentity),
    ...given('--stratify', request.stratify),
    ['--seed', String(request.seed)],
  ];
}

function readme(
  name: string,
  settings: readonly Setting[],
  summaries: readonly GallerySummary[],
): string {
  return [
    `${name}: galleries and probes made by \`magface protocol make\``,
    '',
    ...settingLines(settings),
    '',
    ...summaries.map(
      (one) =>
        `${one.name}: ${one.persons} persons with ${one.pictures} pictures; ${one.mated} mated and ${one.nonMated} non-mated probes`,
    ),
    '',
    'gallery.csv   who is enrolled with which pictures; those of one template are pooled',
    'probes.csv    the pictures that are searched with; none of them is enrolled',
    'dataset.yaml  what magface reads:',
    '',
    '  magface protocol check dataset.yaml',
    '  magface identify dataset.yaml --model model.onnx',
    '',
    'The same pictures, names, flags and seed give the same bytes.',
    '',
  ].join('\n');
}
