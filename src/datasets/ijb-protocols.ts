import { createHash } from 'node:crypto';
import type { Position } from '../errors.js';
import { chunksOf } from '../files/chunks.js';
import type { GalleryProtocol, LoadedDataset, TemplatePairProtocol } from '../types.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { parseIjbMatches, parseIjbPairs, type IjbPairs } from './formats/ijb-pairs.js';
import {
  ijbImages,
  ijbTemplates,
  noIjbTables,
  readIjbPack,
  readIjbTables,
  type IjbTables,
} from './ijb-repack.js';
import { findProtocolFile } from './protocol-file.js';

/** What the authors of an IJB say of its templates. */
interface Published {
  readonly genuine: number;
  readonly impostor: number;
  readonly pictures: number;
  readonly persons: number;
}

/** The 1:1 and the 1:N protocol of an IJB as InsightFace hands it on, whose files begin with the dataset's name. */
export function ijbProtocols(
  name: string,
  title: string,
  published: Published,
): Required<Pick<Dataset, 'published' | 'loadTemplates' | 'loadGalleries'>> {
  return {
    published,
    loadTemplates: (source) => loadTemplates(name, title, published, source),
    loadGalleries: (source) => loadGalleries(name, source),
  };
}

async function loadTemplates(
  name: string,
  title: string,
  published: Published,
  source: DatasetSource,
): Promise<LoadedDataset<TemplatePairProtocol>> {
  const hash = createHash('sha256');
  const { detector, ...pack } = await readIjbPack(source, name, hash);
  const templates = ijbTemplates(pack.media, await readIjbTables(pack.meta, name));
  const file = await pairsFile(source, pack.meta, name);
  const chunks = chunksOf(file, hash, 'put it there, or name it with --pairs');
  const unlabelled = file.toLowerCase().endsWith('.csv');
  const pairs = unlabelled
    ? parseIjbMatches(chunks, file, pack.media.templates, templates.identity)
    : parseIjbPairs(chunks, file, pack.media.templates);
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

function countRemark(title: string, published: Published, { genuine }: IjbPairs): string[] {
  let found = 0;
  for (const one of genuine) found += one;
  const impostor = genuine.length - found;
  if (found === published.genuine && impostor === published.impostor) return [];
  return [
    `${title} as published has ${published.genuine} genuine and ${published.impostor} impostor comparisons; these files have ${found} genuine and ${impostor} impostor comparisons`,
  ];
}

/** A remark on comparisons of a template with itself. */
function selfRemark({ left, right }: IjbPairs, file: string): string[] {
  let [count, first] = [0, -1];
  for (let k = 0; k < left.length; k++) {
    if (left[k] === right[k] && count++ === 0) first = k;
  }
  if (count === 0) return [];
  return [
    `${count} comparison${count === 1 ? '' : 's'} of a template with itself, first ${file}:${first + 1}`,
  ];
}

/** A remark on comparisons whose label is not what the subjects of their templates say. */
function subjectRemark(pairs: IjbPairs, identity: Int32Array, file: string): string[] {
  let [count, first] = [0, -1];
  for (let k = 0; k < pairs.genuine.length; k++) {
    const [left, right] = [identity[pairs.left[k]!]!, identity[pairs.right[k]!]!];
    if (left < 0 || right < 0 || (left === right) === (pairs.genuine[k] === 1)) continue;
    if (count++ === 0) first = k;
  }
  if (count === 0) return [];
  return [
    `${count} comparison${count === 1 ? '' : 's'} with a label that the subjects of the templates contradict, first ${file}:${first + 1}`,
  ];
}
