import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { EXIT, UserError } from '../errors.js';
import { distinct } from './distinct.js';
import { nearestImpostors, type Directions } from './nearest.js';
import type { PairSpace } from './pair-space.js';
import type { Cell, Plan } from './plan.js';
import { inProportion, quotas } from './quotas.js';

/** Comparisons of one fold and one class. */
export interface PairBatch {
  readonly fold: number;
  readonly genuine: boolean;
  /** Pictures; the lower of the two is on the left. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

/** Comparisons held in memory at once where all are listed. */
const BATCH = 65_536;

/** Impostors that are to be hard ones: near to one another by `vectors`. */
export interface Hard {
  readonly person: Uint32Array;
  readonly vectors: Directions;
  /** Of the impostors of each cell, rounded. */
  readonly share: number;
}

/**
 * `each` genuine and as many impostor comparisons, spread over folds and strata so that these differ by one at most, none twice;
 * fold by fold, in each the genuine first. Within a cell every set of comparisons is as likely as any other.
 *
 * @throws UserError E_PROTOCOL_FEW (65) where a cell has fewer than its share, with the greatest number that can be had
 */
export function drawPairs(
  { cells, folds, strata }: Plan,
  each: number,
  random: RandomGenerator,
  hard?: Hard,
): PairBatch[] {
  const wanted = quotas(each, folds, strata);
  requireEnough(cells, wanted, each);
  const batches: PairBatch[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const own = [...cells.entries()].slice(fold * strata, (fold + 1) * strata);
    for (const [at, { genuine }] of own) {
      batches.push(batchOf(fold, true, genuine, distinct(random, genuine.size, wanted[at]!)));
    }
    for (const [at, cell] of own) {
      const indices = drawImpostors(cell, wanted[at]!, random, hard);
      batches.push(batchOf(fold, false, cell.impostor, indices));
    }
  }
  return batches;
}

/** Numbers of impostor comparisons of a cell: the hard ones first drawn, the others from what is left; ascending. */
function drawImpostors(
  { blocks, impostor }: Cell,
  count: number,
  random: RandomGenerator,
  hard: Hard | undefined,
): Float64Array {
  if (hard === undefined) return distinct(random, impostor.size, count);
  const { person, vectors, share } = hard;
  const near = nearestImpostors(blocks, person, vectors, Math.round(share * count), random);
  const taken = Float64Array.from(near, ([a, b]) => impostor.indexOf(a, b)).sort();
  const others = distinct(random, impostor.size, count - taken.length, taken);
  const indices = new Float64Array(count);
  indices.set(taken);
  indices.set(others, taken.length);
  return indices.sort();
}

/**
 * Every genuine comparison, and every impostor comparison or, where these are more than `most`, that many of them spread over the
 * folds in proportion. Made as they are asked for.
 */
export function* allPairs(
  { cells }: Plan,
  most: number,
  random: RandomGenerator,
): Generator<PairBatch, void> {
  const sizes = cells.map(({ impostor }) => impostor.size);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = all <= most ? sizes : inProportion(most, sizes);
  for (const [at, { fold, genuine, impostor }] of cells.entries()) {
    for (const [space, isGenuine] of [[genuine, true] as const, [impostor, false] as const]) {
      const count = isGenuine ? space.size : wanted[at]!;
      const drawn = count === space.size ? undefined : distinct(random, space.size, count);
      for (let start = 0; start < count; start += BATCH) {
        const indices = Float64Array.from(
          { length: Math.min(BATCH, count - start) },
          (_, i) => drawn?.[start + i] ?? start + i,
        );
        yield batchOf(fold, isGenuine, space, indices);
      }
    }
  }
}

/** How many comparisons `allPairs` gives. */
export function countAll({ cells }: Plan, most: number): { genuine: number; impostor: number } {
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
  return {
    genuine: sum(({ genuine }) => genuine.size),
    impostor: Math.min(
      most,
      sum(({ impostor }) => impostor.size),
    ),
  };
}

function batchOf(
  fold: number,
  genuine: boolean,
  space: PairSpace,
  indices: Float64Array,
): PairBatch {
  const left = new Uint32Array(indices.length);
  const right = new Uint32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const [a, b] = space.at(indices[i]!);
    left[i] = a;
    right[i] = b;
  }
  return { fold, genuine, left, right };
}

function requireEnough(cells: readonly Cell[], wanted: Uint32Array, each: number): void {
  for (const kind of ['genuine', 'impostor'] as const) {
    const at = cells.findIndex((cell, i) => cell[kind].size < wanted[i]!);
    if (at < 0) continue;
    const { fold, stratum } = cells[at]!;
    const place = `fold ${fold}${stratum === undefined ? '' : `, stratum ${stratum},`}`;
    const fewest = Math.min(
      ...cells.map(({ genuine, impostor }) => Math.min(genuine.size, impostor.size)),
    );
    const most = Math.min(each - 1, fewest * cells.length);
    throw new UserError(
      'E_PROTOCOL_FEW',
      `${place} has ${cells[at]![kind].size} ${kind} comparisons, ${wanted[at]!} are wanted`,
      most === 0
        ? 'ask for fewer folds or strata, or give more pictures'
        : `ask for at most ${most} with --pairs, for fewer folds or strata, or give more pictures`,
      EXIT.badData,
    );
  }
}
