import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Position } from '../errors.js';
import { passingChunks } from '../files/chunks.js';
import type { GalleryProtocol, LoadedDataset, TemplatePairProtocol } from '../types.js';
import type { DatasetSource, PublishedCounts } from './dataset.js';
import { parseIjbMatches, parseIjbPairs } from './formats/ijb-pairs.js';
import type { IjbForm } from './ijb-form.js';
import { countRemark, selfRemark, subjectRemark } from './ijb-remarks.js';
import {
  ijbImages,
  type IjbTables,
  ijbTemplates,
  isIjbPack,
  noIjbTables,
  readIjbPack,
  readIjbTables,
} from './ijb-repack.js';
import { findProtocolFile } from './protocol-file.js';

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
    loadTemplates: (source) => loadTemplates(name, title, published, source),
    loadGalleries: (source) => loadGalleries(name, source),
  };
}

async function loadTemplates(
  name: string,
  title: string,
  published: Pick<PublishedCounts, 'genuine' | 'impostor'>,
  source: DatasetSource,
): Promise<LoadedDataset<TemplatePairProtocol>> {
  const hash = createHash('sha256');
  const { detector, ...pack } = await readIjbPack(source, name, hash);
  const templates = ijbTemplates(pack.media, await readIjbTables(pack.meta, name));
  const file = await pairsFile(source, pack.meta, name);
  const chunks = passingChunks(file, hash, 'put it there, or name it with --pairs');
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? {};
  const reading = { size, usual: source.usualPairs };
  const unlabelled = file.toLowerCase().endsWith('.csv');
  const pairs = unlabelled
    ? parseIjbMatches(chunks, file, pack.media.templates, templates.identity, reading)
    : parseIjbPairs(chunks, file, pack.media.templates, reading);
  // Subjects change no label that is written: the protocol is the same without their tables. Labels they decide are part of it.
  if (unlabelled) hash.update(pairs.genuine);
  const { images, remarks } = await ijbImages(source, pack);
  return {
    protocol: {
      kind: 'template-pairs',
      name,
      images: pack.images,
      templates,
      ...(detector === undefined ? {} : { detector }),
      ...pairs,
      digest: hash.digest('hex'),
    },
    images,
    warnings: [
      ...countRemark(title, published, pairs),
      ...selfRemark(pairs, file),
      ...subjectRemark(pairs, templates.identity, file),
      ...remarks,
    ],
    place: (index) => ({ file, line: index + 1 }),
  };
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
  const { detector, ...pack } = await readIjbPack(source, name, hash);
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
