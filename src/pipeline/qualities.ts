import { isPictureName } from '../datasets/picture-name.js';
import { EXIT, UserError } from '../errors.js';
import { quote } from '../files/quote.js';
import type { Io } from '../io.js';
import { type Combination, needsPositive, wholeQuality } from '../metrics/combined-quality.js';
import {
  parseQualities,
  qualitiesOf,
  readQualityFile,
  templateQualities,
  type QualityTable,
  type QualityWish,
} from '../qualities/index.js';
import { SILENT, type Talk } from '../talk.js';
import type { ComparedQuality, Templates } from '../types.js';
import { measurePictures } from './measure-pictures.js';
import type { Scored } from './scored.js';
import type { Verified } from './verify.js';

export { parseQualities, type QualityWish } from '../qualities/index.js';

/** What qualities are made from: comparisons with their scores, and what is behind them where that is known. */
export type QualitySource = Scored & Partial<Pick<Verified, 'vectors' | 'dataset' | 'made'>>;

/** The pictures of the comparisons, by name, and which of them each comparison has. */
type Pictures = NonNullable<QualitySource['named']['pictures']>;

/** Names given in a message. */
const NAMED = 3;

/**
 * The qualities that the texts of `--quality` name, in their order: `magnitude`, which for a file of scores is its column
 * `quality`; those measured from pixels, for which each picture is decoded once; those of files, joined by the pictures' names.
 *
 * Only pictures that are compared have a value; it is NaN where it is undefined, or where a file does not name the picture. Where
 * templates are compared, their qualities are made of those of their pictures, or stand in a file that names templates.
 *
 * @throws UserError E_QUALITY_UNKNOWN, E_QUALITY_NAME (usage) before anything is read; E_QUALITY_PICTURES (usage) where pictures
 *   would be needed and only scores are there; E_SCORES_QUALITY (65) where a file of scores says nothing of quality;
 *   E_QUALITY_JOIN (65) where a file names less than half of the compared pictures; those of the files and of the pictures
 */
export async function obtainQualities(
  names: readonly string[],
  source: QualitySource,
  { signal }: Partial<Pick<Io, 'signal'>> = {},
  talk: Talk = SILENT,
): Promise<readonly ComparedQuality[]> {
  const wishes = parseQualities(names);
  requirePictureQualities(wishes);
  const obtained = new Map<string, ComparedQuality>();
  // Files before pixels: a mistake in them should not wait for thousands of pictures.
  for (const wish of wishes) {
    if (wish.kind === 'magnitude') obtained.set(wish.name, magnitudeOf(source));
    if (wish.kind === 'file') obtained.set(wish.name, fromFile(wish, source, talk));
  }
  const pixels = wishes.flatMap((wish) => (wish.kind === 'pixels' ? [wish.quality] : []));
  if (pixels.length > 0) {
    const list = pixels.map(({ name }) => name).join(', ');
    const pictures = picturesOf(source, `${list} cannot be measured`);
    if (source.dataset === undefined) throw lacksPictures(source, `${list} cannot be measured`);
    const { made } = source;
    const { images } = made ?? source.dataset;
    const compared = comparedIn(pictures);
    const measured = made === undefined ? compared : membersOf(made.templates, compared);
    const columns = await measurePictures(images, measured, pixels, talk, signal);
    pixels.forEach(({ name }, i) => {
      const values =
        made === undefined ? columns[i]! : templateQualities(made.templates, columns[i]!);
      const quality = comparedQuality(name, values, pictures);
      sayUnknown(quality, pictures, talk);
      obtained.set(name, quality);
    });
  }
  return wishes.map(({ name }) => obtained.get(name)!);
}

/**
 * Nothing; throws before any work where {@link obtainQualities} would not know one of these names.
 * @throws UserError E_QUALITY_UNKNOWN, E_QUALITY_NAME (usage)
 */
export function requireQualities(names: readonly string[]): void {
  requirePictureQualities(parseQualities(names));
}

/** @throws UserError E_QUALITY_UNKNOWN for orders of rejection that belong to no picture */
function requirePictureQualities(wishes: readonly QualityWish[]): void {
  const others = wishes.filter(({ kind }) => kind === 'random' || kind === 'oracle');
  if (others.length === 0) return;
  throw new UserError(
    'E_QUALITY_UNKNOWN',
    `${others.map(({ name }) => name).join(' and ')}: no quality of pictures, but an order of comparisons`,
    'name it with magface erc',
    EXIT.usage,
  );
}

/** @throws UserError E_COMBINE_NEGATIVE (65) where a quality is below 0 that `combine` asks to be none */
export function requireCombinable(
  qualities: readonly ComparedQuality[],
  combine: Combination,
): void {
  const negative = qualities.find(({ values }) => values.some((value) => value < 0));
  if (!needsPositive(combine) || negative === undefined) return;
  throw new UserError(
    'E_COMBINE_NEGATIVE',
    `the ${combine} of two qualities needs none below 0, and some of ${negative.name} are`,
    'combine them by min, mean or max',
    EXIT.badData,
  );
}

/** The lengths of the vectors; of a file of scores its qualities of comparisons. */
function magnitudeOf({ input, named, vectors, files }: QualitySource): ComparedQuality {
  const { quality } = input.scores;
  const { pictures } = named;
  if (vectors !== undefined && pictures !== undefined) {
    return comparedQuality('magnitude', vectors.embeddings.magnitudes, pictures);
  }
  if (quality === undefined) throw lacksQuality(files[0] ?? 'the comparisons');
  return wholeQuality('quality', quality);
}

function lacksQuality(file: string): UserError {
  return new UserError(
    'E_SCORES_QUALITY',
    `${file} says nothing of quality, by which comparisons are rejected`,
    'add a column quality, the lower of the two qualities of each comparison',
    EXIT.badData,
  );
}

function fromFile(
  { name, path, column }: QualityWish & { readonly kind: 'file' },
  source: QualitySource,
  talk: Talk,
): ComparedQuality {
  const pictures = picturesOf(source, `${path} cannot be joined`);
  const table = readQualityFile(path, column);
  for (const warning of table.warnings) talk.remark(warning);
  const compared = comparedIn(pictures);
  const { made } = source;
  let values: Float64Array;
  if (made !== undefined && namesPictures(table)) {
    const ofPictures = joined(table, made.images.ids, membersOf(made.templates, compared));
    values = templateQualities(made.templates, ofPictures);
    talk.remark(`${path} names pictures: the quality of a template is the mean over its media`);
  } else {
    values = joined(table, pictures.ids, compared);
  }
  const quality = comparedQuality(name, values, pictures);
  sayUnknown(quality, pictures, talk);
  return quality;
}

/** Qualities of those of `ids` at the indices `compared`, NaN of the others. @throws UserError E_QUALITY_JOIN */
function joined(
  table: QualityTable,
  ids: readonly string[],
  compared: readonly number[],
): Float64Array {
  const wanted = new Uint8Array(ids.length);
  for (const index of compared) wanted[index] = 1;
  const values = qualitiesOf(ids, table, (index) => wanted[index] === 1);
  const missing = compared.filter((index) => Number.isNaN(values[index]));
  if (2 * missing.length > compared.length) throw unjoined(table, ids, missing, compared);
  return values;
}

/** Whether more than half of the names are those of picture files: templates have numbers. */
function namesPictures({ pictures }: QualityTable): boolean {
  let count = 0;
  for (const name of pictures) if (isPictureName(name)) count++;
  return 2 * count > pictures.length;
}

/** The pictures of some templates, ascending. */
function membersOf({ offsets, members }: Templates, some: readonly number[]): number[] {
  const pictures = new Set<number>();
  for (const template of some) {
    for (let m = offsets[template]!; m < offsets[template + 1]!; m++) pictures.add(members[m]!);
  }
  return [...pictures].sort((a, b) => a - b);
}

function unjoined(
  { file, pictures: entries }: QualityTable,
  ids: readonly string[],
  missing: readonly number[],
  compared: readonly number[],
): UserError {
  const some = (list: readonly string[]) => list.slice(0, NAMED).map(quote).join(', ');
  return new UserError(
    'E_QUALITY_JOIN',
    `${file} lacks ${missing.length} of the ${compared.length} compared pictures, such as ` +
      `${some(missing.map((index) => ids[index]!))}; it names ${some(entries)}`,
    'name pictures as the dataset does; folders in front and extensions may differ',
    EXIT.badData,
  );
}

function comparedQuality(
  name: string,
  values: ComparedQuality['values'],
  { left, right }: Pictures,
): ComparedQuality {
  return { name, values, left, right };
}

/** Indices of the pictures that take part in a comparison, ascending. */
function comparedIn({ ids, left, right }: Pictures): number[] {
  const seen = new Uint8Array(ids.length);
  for (let k = 0; k < left.length; k++) {
    seen[left[k]!] = 1;
    seen[right[k]!] = 1;
  }
  return [...seen.keys()].filter((index) => seen[index] === 1);
}

/** Says which compared pictures have no quality. */
function sayUnknown({ name, values }: ComparedQuality, pictures: Pictures, talk: Talk): void {
  const compared = comparedIn(pictures);
  const unknown = compared.filter((index) => Number.isNaN(values[index]));
  if (unknown.length === 0) return;
  const some = unknown.slice(0, NAMED).map((index) => quote(pictures.ids[index]!));
  talk.remark(
    `${name} is unknown of ${unknown.length} of ${compared.length} compared pictures, which leave first: ` +
      `${some.join(', ')}${unknown.length > NAMED ? ', ...' : ''}`,
  );
}

function picturesOf(source: QualitySource, what: string): Pictures {
  if (source.named.pictures === undefined) throw lacksPictures(source, what);
  return source.named.pictures;
}

function lacksPictures({ files, named }: QualitySource, what: string): UserError {
  const file = files[0] ?? 'the source of the scores';
  return new UserError(
    'E_QUALITY_PICTURES',
    `${what}: ${file} ${named.pictures === undefined ? 'names no pictures' : 'holds scores, no pictures'}`,
    named.pictures === undefined
      ? 'add the columns left and right, or name a dataset in place of --scores'
      : 'name the dataset, with --root or --images, in place of --scores',
    EXIT.usage,
  );
}
