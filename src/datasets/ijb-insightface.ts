import { createHash } from 'node:crypto';
import type { Position } from '../errors.js';
import type { GalleryProtocol, LoadedDataset, Templates } from '../types.js';
import type { DatasetSource, OpenedTemplates, PublishedCounts } from './dataset.js';
import {
  readIjbComparisons,
  readIjbMatches,
  type IjbComparisons,
  type ReadComparisons,
} from './ijb-comparisons.js';
import type { IjbForm } from './ijb-form.js';
import { subjectRemark } from './ijb-remarks.js';
import {
  ijbDetectorFile,
  ijbImages,
  type IjbTables,
  ijbTemplates,
  isIjbPack,
  noIjbTables,
  readIjbDetector,
  readIjbPack,
  readIjbTables,
} from './ijb-repack.js';
import { findProtocolFile } from './protocol-file.js';
import { waitedLater } from '../waited-later.js';

/** An IJB as InsightFace packs it, in files that begin with the dataset's name. */
export function insightfaceForm(
  name: string,
  title: string,
  published: Pick<PublishedCounts, 'genuine' | 'impostor'>,
): IjbForm {
  return {
    name: 'insightface',
    files: `meta/${name}_face_tid_mid.txt, meta/${name}_template_pair_label.txt and loose_crop/1.jpg, ...`,
    fits: (source) => isIjbPack(source, name),
    openTemplates: (source) => openTemplates(name, title, published, source),
    loadGalleries: (source) => loadGalleries(name, source),
  };
}

async function openTemplates(
  name: string,
  title: string,
  published: Pick<PublishedCounts, 'genuine' | 'impostor'>,
  source: DatasetSource,
): Promise<OpenedTemplates> {
  const pack = await readIjbPack(source, name);
  const scores = await ijbDetectorFile(pack.meta, name);
  const found = waitedLater(pairsFile(source, pack.meta, name));
  const comparisonsIn = (file: string): IjbComparisons => ({
    file,
    before: scores === undefined ? [pack.file] : [pack.file, scores],
    templates: pack.media.templates,
    title,
    published,
  });
  // Begun first, for whoever reads them while the rest is read here.
  const early = await found.catch(() => undefined);
  const elsewhere =
    early === undefined || isUnlabelled(early) || source.readComparisons === undefined
      ? undefined
      : waitedLater(source.readComparisons(comparisonsIn(early)));
  const detector = scores === undefined ? undefined : readIjbDetector(scores, pack, source);
  const templates = ijbTemplates(pack.media, await readIjbTables(pack.meta, name));
  const file = await found;
  const read = elsewhere ?? Promise.resolve(readHere(comparisonsIn(file), templates, source));
  const { images, remarks } = await ijbImages(source, pack).catch(async (error: unknown) => {
    // What is wrong with the lists is told before what is wrong with the pictures.
    await read;
    throw error;
  });
  const protocol = { name, templates, ...(detector === undefined ? {} : { detector }) };
  const whole = read.then(({ digest, remarks: said, ...pairs }) => ({
    protocol: {
      ...protocol,
      kind: 'template-pairs' as const,
      images: pack.images,
      ...pairs,
      digest,
    },
    images,
    warnings: [...said, ...subjectRemark(pairs, templates.identity, file), ...remarks],
    place: placesIn(file),
  }));
  return { protocol, images, whole: waitedLater(whole) };
}

/** Made apart from the lists, which would live as long as it does. */
function placesIn(file: string): (index: number) => Position {
  return (index) => ({ file, line: index + 1 });
}

/** Whether the file of comparisons is one of NIST's, without labels. */
function isUnlabelled(file: string): boolean {
  return file.toLowerCase().endsWith('.csv');
}

function readHere(
  comparisons: IjbComparisons,
  { identity }: Templates,
  { usualPairs }: DatasetSource,
): ReadComparisons {
  return isUnlabelled(comparisons.file)
    ? readIjbMatches(comparisons, identity, usualPairs)
    : readIjbComparisons(comparisons, usualPairs);
}

/** The file of comparisons: the one the user named, InsightFace's, or else the one of NIST. */
async function pairsFile(source: DatasetSource, meta: string, name: string): Promise<string> {
  if (source.pairs !== undefined) return source.pairs;
  const names = ['template_pair_label.txt', '11_G1_G2_matches.csv', '11_S1_S2_matches.csv'];
  return findProtocolFile(
    { root: meta },
    names.map((one) => `${name}_${one}`),
  );
}

async function loadGalleries(
  name: string,
  source: DatasetSource,
): Promise<LoadedDataset<GalleryProtocol>> {
  const hash = createHash('sha256');
  const pack = await readIjbPack(source, name, hash);
  const scores = await ijbDetectorFile(pack.meta, name);
  const detector = scores === undefined ? undefined : readIjbDetector(scores, pack, source, hash);
  const tables = await readIjbTables(pack.meta, name, hash);
  if (tables === undefined) throw noIjbTables(pack.meta, name);
  const templates = ijbTemplates(pack.media, tables);
  const indices = (rows: readonly { readonly template: number }[]) =>
    Uint32Array.from(rows, ({ template }) => pack.media.templates.get(template)!);
  const { images, remarks } = await ijbImages(source, pack);
  return {
    protocol: {
      kind: 'galleries',
      name,
      images: pack.images,
      templates,
      ...(detector === undefined ? {} : { detector }),
      galleries: tables.galleries.map(({ name, rows }) => ({ name, templates: indices(rows) })),
      probes: indices(tables.probes),
      digest: hash.digest('hex'),
    },
    images,
    warnings: remarks,
    place: subjectPlaces(pack.media.templates, tables),
  };
}

/** Where each template first stands in the tables of galleries and probes; in none of them where they do not name it. */
function subjectPlaces(
  templates: ReadonlyMap<number, number>,
  { galleries, probes }: IjbTables,
): (template: number) => Position {
  const places = new Map<number, Position>();
  for (const { template, at } of [...galleries.flatMap(({ rows }) => rows), ...probes]) {
    const index = templates.get(template)!;
    if (!places.has(index)) places.set(index, { file: at.file, line: at.line });
  }
  return (template) => places.get(template) ?? { file: probes[0]!.at.file };
}
