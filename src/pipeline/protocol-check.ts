import { basename, dirname, extname } from 'node:path';
import { resolveDataset } from '../datasets/index.js';
import { folderImages } from '../datasets/image-folder.js';
import { folderPictures } from '../datasets/picture-folder.js';
import { UserError } from '../errors.js';
import { comparisonFaults, type ComparisonFaults } from '../protocols/index.js';
import type { Talk } from '../talk.js';
import type { ImageCollection, LoadedDataset, ProtocolCheck } from '../types.js';
import { addComparisonFindings } from './comparison-findings.js';
import { findings, type Findings } from './findings.js';
import { pairsOf, type DatasetRequest } from './load.js';
import { addPictureFindings, type ExaminedPicture } from './picture-findings.js';
import { scanPictures } from './picture-scan.js';

export interface ProtocolCheckRequest extends Omit<DatasetRequest, 'limit'> {
  /** False where only the protocol's files are to be looked at. */
  readonly pictures: boolean;
  /** False where pictures are read but not decoded. */
  readonly decode: boolean;
}

/**
 * What is wrong or odd with the files of a dataset: its counts against the published ones, its comparisons, its folds, its pictures
 * and those that lie beside them in the same folder.
 *
 * @throws UserError, FormatError where the protocol's files are missing or break their grammar, or none of its pictures can be
 *   found; the signal's reason when stopped
 */
export async function checkProtocol(
  request: ProtocolCheckRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<ProtocolCheck> {
  const { dataset, source } = await resolveDataset(request.dataset, request, env);
  // Its warnings are findings here.
  const loaded = await pairsOf(dataset).load(source);
  const { protocol } = loaded;
  const { published = {} } = dataset;
  const faults = comparisonFaults(protocol);
  const found = findings();
  addComparisonFindings(loaded, faults, published, found);
  const sum = (kind: 'genuine' | 'impostor') =>
    faults.folds.reduce((total, fold) => total + fold[kind], 0);
  const counts: ProtocolCheck['counts'][number][] = [
    { name: 'genuine comparisons', found: sum('genuine'), published: published.genuine },
    { name: 'impostor comparisons', found: sum('impostor'), published: published.impostor },
    { name: 'folds', found: faults.folds.length, published: published.folds?.length },
    { name: 'compared pictures', found: protocol.images.length },
    {
      name: faults.inferred ? 'compared persons, as inferred' : 'compared persons',
      found: faults.persons,
    },
  ];
  if (request.pictures) {
    const examined = await examine(loaded, faults, request.decode, found, talk, signal);
    addPictureFindings(examined, found);
    addIdentical(loaded, examined, found);
    counts.push({
      name: 'pictures in the folder',
      found: examined.length,
      published: published.pictures,
    });
    if (examined.every(({ person }) => person !== undefined)) {
      const persons = new Set(examined.map(({ person }) => person)).size;
      counts.push({ name: 'persons in the folder', found: persons, published: published.persons });
    }
    const { pictures } = published;
    found.add(
      'folder_count',
      'remark',
      ['folder is not the whole published set', ''],
      pictures === undefined || pictures === examined.length ? [] : [pictures],
      (whole) => ({ what: `${examined.length} pictures, ${whole} are published` }),
    );
  }
  return { dataset: protocol.name, protocol: protocol.digest, counts, findings: found.all() };
}

/** Every compared picture in the protocol's order, then every other one of the folder. */
async function examine(
  { protocol, images }: LoadedDataset,
  faults: ComparisonFaults,
  decode: boolean,
  found: Findings,
  talk: Talk,
  signal: AbortSignal,
): Promise<ExaminedPicture[]> {
  const missing = await images.missing();
  found.add(
    'missing',
    'breaks',
    ['picture is not there', 'pictures are not there'],
    missing,
    (index) => ({ what: images.describe(index) }),
  );
  const extra = await extraPictures(images, found);
  const gone = new Set(missing);
  const there = [...images.ids.keys()].filter((index) => !gone.has(index));
  const all: ImageCollection = {
    ...images,
    describe: (i) => (i < images.ids.length ? images : extra).describe(of(i)),
    read: (i) => (i < images.ids.length ? images : extra).read(of(i)),
  };
  const of = (i: number) => (i < images.ids.length ? i : i - images.ids.length);
  const indices = [...there, ...extra.ids.map((_, i) => images.ids.length + i)];
  const scanned = await scanPictures(all, indices, decode, talk, signal);
  const personOf = folderNaming({ protocol, images });
  const { identity, identities } = protocol;
  const pictures: ExaminedPicture[] = images.ids.map((name, index) => ({
    name,
    compared: true,
    person: faults.inferred ? undefined : identities[identity[index]!],
  }));
  for (const [at, index] of indices.entries()) {
    if (index < images.ids.length) pictures[index] = { ...pictures[index]!, ...scanned[at]! };
    else {
      const name = extra.ids[index - images.ids.length]!;
      pictures.push({ name, compared: false, person: personOf?.(name), ...scanned[at]! });
    }
  }
  return pictures.filter((_, index) => !gone.has(index));
}

/** The pictures of the folder that no comparison names; none where the pictures lie in no folder. */
async function extraPictures(
  { folder }: ImageCollection,
  found: Findings,
): Promise<ImageCollection> {
  if (folder === undefined) return folderImages('.', []);
  const named = new Set(folder.paths);
  const all = await folderPictures(folder.root).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    if (error.code !== 'E_PICTURES_NONE') {
      found.add('folder', 'remark', ['folder cannot be listed', ''], [error.what], (what) => ({
        what,
      }));
    }
    return folderImages(folder.root, []);
  });
  const extra = all.ids.filter((path) => !named.has(path));
  found.add(
    'extra',
    'remark',
    ['picture of the folder is not compared', 'pictures of the folder are not compared'],
    extra,
    (what) => ({ what }),
  );
  addNamesakes(all.ids, found);
  return folderImages(folder.root, extra);
}

/** Adds names that differ in their ending or in capitals alone: which of them is meant depends on the machine. */
function addNamesakes(paths: readonly string[], found: Findings): void {
  const first = new Map<string, string>();
  const twice: [string, string][] = [];
  for (const path of paths) {
    const stem = path.slice(0, path.length - extname(path).length).toLowerCase();
    const before = first.get(stem);
    if (before === undefined) first.set(stem, path);
    else twice.push([before, path]);
  }
  found.add(
    'namesake',
    'remark',
    ['picture has the name of another', 'pictures have the name of another'],
    twice,
    ([before, path]) => ({ what: `${path}, as ${before}` }),
  );
}

/** What tells the person from a path, where it tells the named person of every compared picture. */
function folderNaming({
  protocol,
  images,
}: Pick<LoadedDataset, 'protocol' | 'images'>): ((path: string) => string) | undefined {
  const { identity, identities } = protocol;
  const paths = images.folder?.paths ?? [];
  if (paths.length === 0) return undefined;
  return [(path: string) => basename(dirname(path)), dirname].find((personOf) =>
    paths.every((path, index) => personOf(path) === identities[identity[index]!]),
  );
}

/** Adds comparisons of two pictures with the same bytes, whose label no model can change. */
function addIdentical(
  { protocol, place }: LoadedDataset,
  pictures: readonly ExaminedPicture[],
  found: Findings,
): void {
  const { images, left, right, genuine } = protocol;
  const digestOf = new Map(pictures.map(({ name, digest }) => [name, digest]));
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
