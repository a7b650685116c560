import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { passingChunks } from '../files/chunks.js';
import type { GalleryProtocol, LoadedDataset, TemplatePairProtocol } from '../types.js';
import type { DatasetSource, PublishedCounts } from './dataset.js';
import { parseIjbMatches } from './formats/ijb-pairs.js';
import type { IjbForm } from './ijb-form.js';
import { countRemark, selfRemark } from './ijb-remarks.js';
import { findNistTables, readNistTables, requireNistTables } from './nist-tables.js';

/** The tables of one protocol, and its list of comparisons. */
interface Layout {
  readonly tables: readonly string[];
  readonly matches: string;
}

/** What the galleries are called: S1 and S2 in IJB-B. */
const LETTERS = ['G', 'S'] as const;

/** 1:1 as it was first distributed, where it shares the tables of 1:N, and as it lies in folders of its own since. */
const comparisons = (name: string): Layout[] => [
  ...LETTERS.map((letter) => ({
    tables: [...galleries(name, letter), `${name}_1N_probe_mixed.csv`],
    matches: `${name}_11_${letter}1_${letter}2_matches.csv`,
  })),
  {
    tables: ['test1/enroll_templates.csv', 'test1/verif_templates.csv'],
    matches: 'test1/match.csv',
  },
];

const covariates = (name: string): Layout[] => [
  {
    tables: [`${name}_11_covariate_probe_reference.csv`],
    matches: `${name}_11_covariate_matches.csv`,
  },
  {
    tables: ['reference', 'probe'].map((kind) => `${name}_11_covariate_${kind}_metadata.csv`),
    matches: `${name}_11_covariate_matches.csv`,
  },
  {
    tables: ['test2/enroll_templates.csv', 'test2/verif_templates.csv'],
    matches: 'test2/match.csv',
  },
];

const galleries = (name: string, letter: string) =>
  [1, 2].map((number) => `${name}_1N_gallery_${letter}${number}.csv`);

/** The tables of 1:N: two galleries, then the probes. */
const searches = (name: string): string[][] => [
  ...LETTERS.map((letter) => [...galleries(name, letter), `${name}_1N_probe_mixed.csv`]),
  ['test4/gallery_G1.csv', 'test4/gallery_G2.csv', 'test4/probes.csv'],
];

/**
 * An IJB as NIST distributes it, from its tables alone.
 *
 * Several faces share a picture, so that what is embedded is a picture and a box in it, called `FILENAME#X,Y,WIDTH,HEIGHT`.
 */
export function nistForm(
  name: string,
  title: string,
  published: Pick<PublishedCounts, 'genuine' | 'impostor'>,
): IjbForm {
  return {
    name: 'nist',
    files: `protocols/${comparisons(name)[name === 'ijbb' ? 1 : 0]!.tables.join(', ')}, or protocols/test1/ and test4/; and images/`,
    fits: async ({ root }) =>
      (await findNistTables(root, name, [
        ...searches(name),
        ...comparisons(name).map(tablesOf),
      ])) !== undefined,
    openTemplates: async (source) => {
      const loaded = await loadComparisons(name, name, comparisons(name), source);
      const remarks = countRemark(title, published, loaded.protocol);
      const whole = { ...loaded, warnings: [...remarks, ...loaded.warnings] };
      return { ...loaded, whole: Promise.resolve(whole) };
    },
    loadGalleries: (source) => loadGalleries(name, source),
  };
}

/** The 1:1 protocol of single faces called `name` of the benchmark `ijb`. @throws as {@link nistForm} */
export async function nistCovariates(
  name: string,
  ijb: string,
  source: DatasetSource,
): Promise<LoadedDataset<TemplatePairProtocol>> {
  return loadComparisons(name, ijb, covariates(ijb), source);
}

async function loadComparisons(
  name: string,
  ijb: string,
  layouts: readonly Layout[],
  source: DatasetSource,
): Promise<LoadedDataset<TemplatePairProtocol>> {
  const hash = createHash('sha256');
  const found = await requireNistTables(source.root, ijb, layouts.map(tablesOf));
  const { tables, remarks, images } = await readNistTables(source, found, hash);
  const matches = layouts.find((layout) => layout.tables === found.names)!.matches;
  const file = source.pairs ?? join(found.folder, matches);
  const chunks = passingChunks(file, hash, 'put it there, or name it with --pairs');
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? {};
  const reading = { size, usual: source.usualPairs };
  const { numbers, templates } = tables;
  const pairs = parseIjbMatches(chunks, file, numbers, templates.identity, reading);
  return {
    protocol: {
      kind: 'template-pairs',
      name,
      images: tables.ids,
      templates,
      ...pairs,
      digest: hash.digest('hex'),
    },
    images,
    warnings: [...selfRemark(pairs, file), ...remarks],
    place: (index) => ({ file, line: index + 1 }),
  };
}

async function loadGalleries(
  name: string,
  source: DatasetSource,
): Promise<LoadedDataset<GalleryProtocol>> {
  const hash = createHash('sha256');
  const found = await requireNistTables(source.root, name, searches(name));
  const { tables, remarks, images } = await readNistTables(source, found, hash);
  const [first, second, probes] = tables.tables;
  return {
    protocol: {
      kind: 'galleries',
      name,
      images: tables.ids,
      templates: tables.templates,
      galleries: [first!, second!].map((templates, index) => ({
        name: /([GS]\d)\.csv$/.exec(found.names[index]!)![1]!,
        templates,
      })),
      probes: probes!,
      digest: hash.digest('hex'),
    },
    images,
    warnings: remarks,
  };
}

const tablesOf = ({ tables }: Layout) => tables;
