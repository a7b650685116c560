import { FormatError } from '../errors.js';
import { quote } from '../files/quote.js';
import { COORDINATES, type LandmarksRow } from './landmarks-format.js';

/** The landmarks that a file states; entry `k` of each column is one picture, which is named once. */
export interface LandmarksTable {
  readonly file: string;
  readonly pictures: readonly string[];
  /** Ten coordinates a picture, in pixels: x1 y1 .. x5 y5 of left eye, right eye, nose, left and right corner of the mouth. */
  readonly points: Float64Array;
  /** The line that names the picture first. */
  readonly lines: Uint32Array;
  /** Remarks a user should hear once. */
  readonly warnings: readonly string[];
}

/** The ten coordinates of entry `k`. */
export function pointsOf({ points }: LandmarksTable, entry: number): Float64Array {
  return points.subarray(entry * COORDINATES, (entry + 1) * COORDINATES);
}

/** Whether two entries have the same ten coordinates. */
export function samePoints(table: LandmarksTable, entry: number, other: number): boolean {
  const points = pointsOf(table, other);
  return pointsOf(table, entry).every((coordinate, i) => coordinate === points[i]);
}

/**
 * The table of `rows`. A picture that stands several times with the same points counts once.
 * @throws FormatError E_LANDMARKS_TWICE for a picture with points of two kinds, as of two faces; E_LANDMARKS_EMPTY where there
 *   is no row
 */
export function tableOf(rows: Iterable<LandmarksRow>, file: string): LandmarksTable {
  const indices = new Map<string, number>();
  const [points, lines]: [number[], number[]] = [[], []];
  let repeated = 0;
  for (const { picture, points: own, at } of rows) {
    const before = indices.get(picture);
    if (before === undefined) {
      indices.set(picture, lines.length);
      lines.push(at.line);
      for (const coordinate of own) points.push(coordinate);
    } else if (own.every((value, i) => value === points[before * COORDINATES + i])) {
      repeated++;
    } else {
      throw new FormatError(
        'E_LANDMARKS_TWICE',
        at,
        `${quote(picture)} has other landmarks here than in line ${lines[before]!}`,
        'keep those of the face that is meant',
      );
    }
  }
  if (lines.length === 0) {
    const remedy = 'check that it is whole';
    throw new FormatError('E_LANDMARKS_EMPTY', { file }, 'the file names no picture', remedy);
  }
  return {
    file,
    pictures: [...indices.keys()],
    points: Float64Array.from(points),
    lines: Uint32Array.from(lines),
    warnings: repeated === 0 ? [] : [`${file}: ${repeated} lines repeat what was said before`],
  };
}
