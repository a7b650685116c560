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

/** @throws FormatError E_EMBED_MAGNITUDES where `found` are not the lengths of the rows of `raw`, within 1e-4 of them */
export function requireLengths(
  file: string,
  found: Float32Array,
  vectors: string,
  raw: Float32Array,
  dim: number,
): void {
  const remedy = 'delete it, or write both again';
  const rows = raw.length / dim;
  if (found.length !== rows) {
    const what = `${found.length} magnitudes for the ${rows} rows of ${vectors}`;
    throw new FormatError('E_EMBED_MAGNITUDES', { file }, what, remedy);
  }
  for (const [row, magnitude] of found.entries()) {
    const length = lengthOfRow(raw, row * dim, dim);
    if (Math.abs(length - magnitude) <= AGREEMENT * length || !Number.isFinite(length)) continue;
    const what = `row ${row} (from 0) has length ${Math.fround(length)} in ${vectors}, ${magnitude} here`;
    throw new FormatError('E_EMBED_MAGNITUDES', { file }, what, remedy);
  }
}
