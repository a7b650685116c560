import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { EXIT, UserError } from '../errors.js';
import { atMostEach, type Catalogue } from './catalogue.js';
import { dealFolds } from './folds.js';
import { pairSpace, type PairSpace } from './pair-space.js';
import { qualityBins } from './quality-bins.js';

export interface PlanOptions {
  readonly folds: number;
  /** Pictures that a person may have at most. */
  readonly perIdentity?: number | undefined;
  /** Impostors of one group only. */
  readonly withinGroup?: boolean | undefined;
  readonly stratify?: 'group' | 'quality' | undefined;
  /** Quality bins. */
  readonly quantiles: number;
}

/** The comparisons that are possible in one fold and one stratum. */
export interface Cell {
  /** From 0. */
  readonly fold: number;
  /** A group, or a quality bin from 0 for the lowest; absent without strata. */
  readonly stratum?: string;
  /** Pictures that may be compared with one another, group by group where groups are kept apart. */
  readonly blocks: readonly Uint32Array[];
  readonly genuine: PairSpace;
  readonly impostor: PairSpace;
}

/** Who is compared with whom at most, before any comparison is drawn. */
export interface Plan {
  readonly folds: number;
  readonly strata: number;
  /** Fold by fold, in each stratum by stratum. */
  readonly cells: readonly Cell[];
  /** Pictures that are left, ascending. */
  readonly pictures: Uint32Array;
  /** Of each person, from 0; of persons without a picture left too. */
  readonly fold: Uint32Array;
}

/**
 * What can be compared: persons in folds of their own (those of the catalogue, where it tells of them), their pictures, and the
 * comparisons within each fold and stratum. With strata by quality a comparison belongs to the bin of its lower quality.
 *
 * @throws UserError E_PROTOCOL_FOLDS (65) for more folds than persons
 */
export function planPairs(
  catalogue: Catalogue,
  options: PlanOptions,
  random: RandomGenerator,
): Plan {
  const { person, group, groups, quality } = catalogue;
  const { perIdentity, stratify } = options;
  const pictures = atMostEach(catalogue, perIdentity ?? Infinity, random);
  const apart = stratify === 'group' || options.withinGroup === true;
  const { fold, folds } = foldsOf(catalogue, pictures, options.folds, apart, random);
  const bin =
    stratify === 'quality' && quality !== undefined
      ? binsOf(quality, pictures, options.quantiles)
      : new Uint32Array(person.length);
  const order = (a: number, b: number) => bin[a]! - bin[b]! || a - b;
  const blockOf = (f: number, g?: number) =>
    pictures
      .filter((p) => fold[person[p]!] === f && (g === undefined || group?.[p] === g))
      .sort(order);
  const cells: Cell[] = [];
  for (let f = 0; f < folds; f++) {
    const blocks = apart ? groups.map((_, g) => blockOf(f, g)) : [blockOf(f)];
    const cell = (
      parts: readonly Uint32Array[],
      stratum?: string,
      first?: (picture: number) => boolean,
    ): Cell => ({
      fold: f,
      ...(stratum === undefined ? {} : { stratum }),
      blocks: parts,
      genuine: pairSpace(parts, person, true, first),
      impostor: pairSpace(parts, person, false, first),
    });
    if (stratify === 'group') blocks.forEach((block, g) => cells.push(cell([block], groups[g])));
    else if (stratify === 'quality') {
      // Pictures stand in the order of their bins, so that the first of two tells the lower.
      for (let b = 0; b < options.quantiles; b++) {
        cells.push(cell(blocks, String(b), (picture) => bin[picture] === b));
      }
    } else cells.push(cell(blocks));
  }
  return { folds, strata: cells.length / folds, cells, pictures, fold };
}

/** Folds that the catalogue tells of, in the order of its numbers; else folds that are dealt. */
function foldsOf(
  { person, persons, group, fold }: Catalogue,
  pictures: Uint32Array,
  folds: number,
  apart: boolean,
  random: RandomGenerator,
): { fold: Uint32Array; folds: number } {
  if (fold !== undefined) {
    const numbers = [...new Set(fold)].sort((a, b) => a - b);
    const rank = new Map(numbers.map((number, i) => [number, i]));
    return { fold: fold.map((number) => rank.get(number)!), folds: numbers.length };
  }
  if (persons.length < folds) throw tooFew(persons.length, folds);
  const sizes = new Uint32Array(persons.length);
  const groupOf = new Uint32Array(persons.length);
  for (const picture of pictures) {
    sizes[person[picture]!]!++;
    if (apart && group !== undefined) groupOf[person[picture]!] = group[picture]!;
  }
  return { fold: dealFolds(sizes, folds, random, groupOf), folds };
}

function tooFew(persons: number, folds: number): UserError {
  return new UserError(
    'E_PROTOCOL_FOLDS',
    `${persons} persons cannot be dealt to ${folds} folds`,
    'ask for fewer with --folds',
    EXIT.badData,
  );
}

/** The bins of the pictures that are left, among these. */
function binsOf(quality: Float64Array, pictures: Uint32Array, bins: number): Uint32Array {
  const own = qualityBins(
    Float64Array.from(pictures, (picture) => quality[picture]!),
    bins,
  );
  const bin = new Uint32Array(quality.length);
  pictures.forEach((picture, i) => {
    bin[picture] = own[i]!;
  });
  return bin;
}
