import { EXIT, UserError } from '../errors.js';
import type { EmbeddingSet } from '../types.js';

const NAMED = 5;

/** Vectors as a model or a file gave them, one row after another: the length of a row is its magnitude. */
export interface RawEmbeddings {
  /** One for each row; absent where a file names no pictures, and then its rows stand in the protocol's order. */
  readonly ids?: readonly string[];
  /** Float32, rows times `dim`. */
  readonly raw: Float32Array;
  readonly dim: number;
}

/** Raw vectors that all have a name. */
export type NamedEmbeddings = Required<RawEmbeddings>;

/**
 * The vectors of `raw` with each direction apart from its magnitude.
 *
 * Lengths are summed in float64; directions and magnitudes are stored in float32.
 * @param raw float32, `ids.length * dim`
 * @throws UserError E_EMBED_ZERO or E_EMBED_NONFINITE naming the first such id (exit 65)
 * @throws RangeError where the counts do not agree, which is a mistake of the caller
 */
export function fromRaw(ids: readonly string[], raw: Float32Array, dim: number): EmbeddingSet {
  return splitInPlace(ids, raw.slice(), dim);
}

/** As {@link fromRaw}, with the directions in the memory of `raw`, which holds raw vectors no more. */
export function splitInPlace(ids: readonly string[], raw: Float32Array, dim: number): EmbeddingSet {
  if (!Number.isInteger(dim) || dim < 1 || raw.length !== ids.length * dim) {
    throw new RangeError(`${raw.length} values are not ${ids.length} rows of ${dim}`);
  }
  const magnitudes = new Float32Array(ids.length);
  for (let row = 0, start = 0; row < ids.length; row++, start += dim) {
    const length = lengthOfRow(raw, start, dim);
    requireUsable(length, ids[row]!);
    magnitudes[row] = length;
    for (let i = start; i < start + dim; i++) raw[i] = raw[i]! / length;
  }
  return { ids, dim, directions: raw, magnitudes };
}

/** Each direction times its magnitude, float32: within one part in ten million of what `fromRaw` was given. */
export function toRaw({ ids, dim, directions, magnitudes }: EmbeddingSet): Float32Array {
  const raw = new Float32Array(directions.length);
  for (let row = 0, start = 0; row < ids.length; row++, start += dim) {
    const length = magnitudes[row]!;
    for (let i = start; i < start + dim; i++) raw[i] = directions[i]! * length;
  }
  return raw;
}

/**
 * The rows of `set` that belong to `ids`, in the order of `ids`. Rows that are not asked for are left out.
 * @throws UserError E_EMBED_DUPLICATE where an id stands twice in the set or in `ids`, since one of the two would be
 *   chosen by chance; E_EMBED_MISSING with the count and the first few ids the set lacks (both exit 65)
 */
export function select(set: EmbeddingSet, ids: readonly string[]): EmbeddingSet {
  const rows = rowsOf(set.ids, ids);
  const { dim } = set;
  const directions = rowsFrom(set.directions, dim, rows);
  return { ids, dim, directions, magnitudes: rowsFrom(set.magnitudes, 1, rows) };
}

/** As {@link select}, of raw vectors. */
export function selectRaw({ ids: found, raw, dim }: NamedEmbeddings, ids: readonly string[]) {
  return { ids, raw: rowsFrom(raw, dim, rowsOf(found, ids)), dim };
}

function rowsFrom(values: Float32Array, dim: number, rows: Uint32Array): Float32Array {
  const taken = new Float32Array(rows.length * dim);
  rows.forEach((row, to) => {
    taken.set(values.subarray(row * dim, (row + 1) * dim), to * dim);
  });
  return taken;
}

/**
 * The row of each of `ids` among `found`.
 * @throws UserError as {@link select}
 */
export function rowsOf(found: readonly string[], ids: readonly string[]): Uint32Array {
  const rowOf = indexOf(found, 'embeddings');
  indexOf(ids, 'list of pictures');
  const missing = ids.filter((id) => !rowOf.has(id));
  if (missing.length > 0) {
    throw new UserError(
      'E_EMBED_MISSING',
      `${missing.length} of ${ids.length} pictures have no embedding: ${quoted(missing)}`,
      `use the protocol's names for the pictures (the embeddings name theirs ${quoted(found.slice(0, 2))})`,
      EXIT.badData,
    );
  }
  return Uint32Array.from(ids, (id) => rowOf.get(id)!);
}

/** Euclidean length of the `dim` values from `start`, in float64. */
export function lengthOfRow(values: Float32Array, start: number, dim: number): number {
  let sum = 0;
  for (let i = start; i < start + dim; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum);
}

/**
 * @param place put before the message, where more is known than the name
 * @throws UserError E_EMBED_ZERO or E_EMBED_NONFINITE where a vector of `length`, in float32, has no direction
 */
export function requireUsable(length: number, id: string, place = ''): void {
  const stored = Math.fround(length);
  if (stored > 0 && stored < Infinity) return;
  const [code, what] =
    stored === 0
      ? (['E_EMBED_ZERO', 'is zero, so it has no direction'] as const)
      : (['E_EMBED_NONFINITE', 'holds NaN or infinity, or is too long for float32'] as const);
  throw new UserError(
    code,
    `${place}the embedding of ${JSON.stringify(id)} ${what}`,
    'check the model and its preprocessing on that picture',
    EXIT.badData,
  );
}

/** @throws UserError E_EMBED_DUPLICATE where an id stands twice */
export function requireDistinct(ids: readonly string[]): void {
  indexOf(ids, 'embeddings');
}

/** Row of each id. */
function indexOf(ids: readonly string[], what: string): ReadonlyMap<string, number> {
  const rowOf = new Map<string, number>();
  for (const [row, id] of ids.entries()) {
    const before = rowOf.get(id);
    if (before !== undefined) {
      throw new UserError(
        'E_EMBED_DUPLICATE',
        `${JSON.stringify(id)} stands twice in the ${what}, in rows ${before} and ${row} (from 0)`,
        'give every picture a name of its own',
        EXIT.badData,
      );
    }
    rowOf.set(id, row);
  }
  return rowOf;
}

function quoted(ids: readonly string[]): string {
  const shown = ids.slice(0, NAMED).map((id) => JSON.stringify(id));
  return ids.length > NAMED
    ? `${shown.join(', ')}, and ${ids.length - NAMED} more`
    : shown.join(', ');
}
