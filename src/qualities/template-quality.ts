import type { Templates } from '../types.js';

/**
 * The quality of each template from those of its pictures: the mean within each medium, then the mean over media, so that a video
 * counts as much as a still; float64.
 *
 * Pictures of unknown quality (NaN) are left out, and so are media of none but these; NaN where nothing is left.
 * @param values of each picture
 */
export function templateQualities(
  { offsets, members, media }: Templates,
  values: Float64Array | Float32Array,
): Float64Array {
  const qualities = new Float64Array(offsets.length - 1);
  const sums = new Map<number, { sum: number; count: number }>();
  for (let template = 0; template < qualities.length; template++) {
    sums.clear();
    for (let m = offsets[template]!; m < offsets[template + 1]!; m++) {
      const value = values[members[m]!]!;
      if (Number.isNaN(value)) continue;
      const medium = sums.get(media[m]!);
      if (medium === undefined) sums.set(media[m]!, { sum: value, count: 1 });
      else {
        medium.sum += value;
        medium.count++;
      }
    }
    let total = 0;
    for (const { sum, count } of sums.values()) total += sum / count;
    qualities[template] = total / sums.size;
  }
  return qualities;
}
