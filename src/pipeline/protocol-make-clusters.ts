import { sampleClusters, type Catalogue, type ClusterSize } from '../protocols/index.js';
import { drawableFrom, misfit, type Drawable, type MakeRequest } from './protocol-place.js';
import { given, settingLines, tableText, type Setting } from './protocol-texts.js';

export interface ClustersMakeRequest extends MakeRequest {
  readonly sizes?: readonly ClusterSize[] | undefined;
  readonly persons?: number | undefined;
  /** Pictures that a person must have at least; 1 where not given. */
  readonly least?: number | undefined;
  readonly perIdentity?: number | undefined;
  /** Refused where given: sets to be clustered have no strata. */
  readonly stratify?: 'group' | 'quality' | undefined;
}

/**
 * The files of a set to be clustered, name to content, and how many persons have how many pictures in it, the fewest first.
 *
 * Equal pictures, names, options and seed give equal bytes, in whatever order the files are found.
 * @throws UserError E_PROTOCOL_OPTIONS (usage), E_PROTOCOL_FEW, E_PROTOCOL_NAME (65), and those of `drawableFrom`
 */
export async function makeClusters(request: ClustersMakeRequest): Promise<{
  files: ReadonlyMap<string, string>;
  sizes: readonly ClusterSize[];
}> {
  const { sizes, persons, least, perIdentity, stratify } = request;
  if (stratify !== undefined) throw misfit('--stratify with --kind clusters', 'leave it out');
  const other = [
    ...given('--persons', persons),
    ...given('--least', least),
    ...given('--per-identity', perIdentity),
  ][0];
  if (sizes !== undefined && other !== undefined) {
    throw misfit(`${other[0]} with --sizes`, 'leave it out: sizes say it');
  }
  if (perIdentity !== undefined && perIdentity < (least ?? 1)) {
    throw misfit(
      `--per-identity ${perIdentity} with --least ${least!}`,
      'allow as many pictures of a person as he must have',
    );
  }
  const drawable = await drawableFrom(request);
  const { catalogue, random } = drawable;
  const pictures = sampleClusters(catalogue, { ...request, least: least ?? 1 }, random);
  const found = sizesOf(pictures, catalogue);
  return { files: filesOf(request, drawable, pictures, found), sizes: found };
}

function sizesOf(pictures: Uint32Array, { person, persons }: Catalogue): ClusterSize[] {
  const own = new Uint32Array(persons.length);
  for (const picture of pictures) own[person[picture]!]!++;
  const count = new Map<number, number>();
  for (const size of own) if (size > 0) count.set(size, (count.get(size) ?? 0) + 1);
  return [...count].sort(([a], [b]) => a - b).map(([size, number]) => ({ size, persons: number }));
}

function filesOf(
  request: ClustersMakeRequest,
  { catalogue, name, images }: Drawable,
  pictures: Uint32Array,
  sizes: readonly ClusterSize[],
): Map<string, string> {
  const { ids, person, persons, group, groups, quality } = catalogue;
  const rows = Array.from(pictures, (picture) => [
    ids[picture]!,
    persons[person[picture]!]!,
    ...(group === undefined ? [] : [groups[group[picture]!]!]),
    ...(quality === undefined ? [] : [String(quality[picture]!)]),
  ]);
  const header = [
    'path',
    'identity',
    ...(group === undefined ? [] : ['group']),
    ...(quality === undefined ? [] : ['quality']),
  ];
  const settings: Setting[] = [
    ['source', request.source],
    ...given('--images', request.images),
    ['--kind', 'clusters'],
    ...given('--sizes', request.sizes?.map((one) => `${one.size}x${one.persons}`).join(',')),
    ...given('--persons', request.persons),
    ...given('--least', request.least),
    ...given('--per-identity', request.perIdentity),
    ['--seed', String(request.seed)],
  ];
  return new Map([
    ['clusters.csv', tableText(header, rows)],
    ['pictures.list', `${Array.from(pictures, (picture) => ids[picture]!).join('\n')}\n`],
    ['README.txt', readme(name, images, settings, sizes, pictures.length)],
  ]);
}

function readme(
  name: string,
  images: string,
  settings: readonly Setting[],
  sizes: readonly ClusterSize[],
  pictures: number,
): string {
  const persons = sizes.reduce((sum, one) => sum + one.persons, 0);
  return [
    `${name}: a set to be clustered, made by \`magface protocol make\``,
    '',
    ...settingLines(settings),
    '',
    `${pictures} pictures of ${persons} persons; the pictures lie in ${images}.`,
    '',
    'clusters.csv   the pictures and who is on them: the clusters that should be found',
    'pictures.list  the same pictures, one a line, in the same order: row i of the vectors is picture i',
    '',
    `  magface embed pictures.list --root ${images} --model model.onnx --out vectors.npy`,
    `  magface protocol make clusters.csv --images ${images} --all --folds 1 --out all-pairs`,
    '',
    'The same pictures, names, flags and seed give the same bytes.',
    '',
  ].join('\n');
}
