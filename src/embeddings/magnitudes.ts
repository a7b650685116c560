import { FormatError } from '../errors.js';
import { lengthOfRow } from './embedding-set.js';

/** A thousand times what rounding to float32 moves a length by. */
const UNIT_TOLERANCE = 1e-4;
const AGREEMENT = 1e-4;

/** Euclidean length of each row of `raw`, summed in float64, float32. */
export function lengths(raw: Float32Array, dim: number): Float32Array {
  return Float32Array.from({ length: raw.length / dim }, (_, row) =>
    lengthOfRow(raw, row * dim, dim),
  );
}

/** A remark where every row has length 1, within 1e-4, so that length says nothing about quality; else undefined. */
export function unitLengthWarning(
  path: string,
  raw: Float32Array,
  dim: number,
): string | undefined {
  if (raw.length === 0) return undefined;
  for (let start = 0; start < raw.length; start += dim) {
    if (!(Math.abs(lengthOfRow(raw, start, dim) - 1) <= UNIT_TOLERANCE)) return undefined;
  }
  return `${path}: every vector has length 1, so magnitude carries no quality; save the model's raw output instead`;
}

const REMEDY = 'delete it, or write both again';

/** @throws FormatError E_EMBED_MAGNITUDES where `found` are not as many as the rows of `vectors` */
export function requireLengthCount(
  file: string,
  found: Float32Array,
  vectors: string,
  rows: number,
): void {
  if (found.length === rows) return;
  const what = `${found.length} magnitudes for the ${rows} rows of ${vectors}`;
  throw new FormatError('E_EMBED_MAGNITUDES', { file }, what, REMEDY);
}

/**
 * @param raw rows of `vectors`, the first of which is row `first`
 * @throws FormatError E_EMBED_MAGNITUDES where `found` are not the lengths of these rows, within 1e-4 of them
 */
export function requireLengths(
  file: string,
  found: Float32Array,
  vectors: string,
  raw: Float32Array,
  dim: number,
  first: number,
): void {
  for (let start = 0, row = first; start < raw.length; start += dim, row++) {
    const magnitude = found[row]!;
    const length = lengthOfRow(raw, start, dim);
    if (Math.abs(length - magnitude) <= AGREEMENT * length || !Number.isFinite(length)) continue;
    const what = `row ${row} (from 0) has length ${Math.fround(length)} in ${vectors}, ${magnitude} here`;
    throw new FormatError('E_EMBED_MAGNITUDES', { file }, what, REMEDY);
  }
}
