import type { ComparedQuality, Scores } from '../types.js';
import { picked } from './subset.js';

/** Ways of making one quality of a comparison from those of its two pictures. */
export const COMBINATIONS = ['min', 'mean', 'product', 'harmonic', 'max', 'left', 'right'] as const;

export type Combination = (typeof COMBINATIONS)[number];

const RULES: Readonly<Record<Combination, (left: number, right: number) => number>> = {
  min: (left, right) => Math.min(left, right),
  mean: (left, right) => (left + right) / 2,
  product: (left, right) => left * right,
  harmonic: (left, right) => (2 * left * right) / (left + right),
  max: (left, right) => Math.max(left, right),
  left: (left) => left,
  right: (_, right) => right,
};

/** Combinations that are one of the two qualities, and so as wide as they are. */
const ONE_OF_BOTH: readonly Combination[] = ['min', 'max', 'left', 'right'];

/**
 * The quality of every comparison, or of `comparisons` alone in their order: float64, or as wide as the qualities where it is one of
 * the two; NaN where a quality that it needs is unknown, whatever the other is.
 *
 * `min` is ISO/IEC 29794-1's and everybody's: a comparison is as good as its worse picture. Product and harmonic mean order
 * comparisons sensibly only where no quality is below 0, and the harmonic mean of two zeros is 0.
 * @throws RangeError for `product` or `harmonic` where a quality is below 0
 */
export function combinedQuality(
  { name, values, left, right }: ComparedQuality,
  how: Combination = 'min',
  comparisons?: Uint32Array,
): Scores {
  if (needsPositive(how) && values.some((value) => value < 0)) {
    throw new RangeError(`the ${how} of qualities needs none below 0, and some of ${name} are`);
  }
  if (comparisons !== undefined) {
    const own = {
      name,
      values,
      left: picked(left, comparisons),
      right: picked(right, comparisons),
    };
    return combinedQuality(own, how);
  }
  const narrow = values instanceof Float32Array && ONE_OF_BOTH.includes(how);
  const combined = new (narrow ? Float32Array : Float64Array)(left.length);
  if (how === 'min') {
    // Nearly always; a rule that is called for each of millions of comparisons takes several times as long.
    for (let k = 0; k < combined.length; k++) {
      combined[k] = Math.min(values[left[k]!]!, values[right[k]!]!);
    }
    return combined;
  }
  const rule = RULES[how];
  for (let k = 0; k < combined.length; k++) {
    const [a, b] = [values[left[k]!]!, values[right[k]!]!];
    combined[k] = how === 'harmonic' && a + b === 0 ? 0 : rule(a, b);
  }
  return combined;
}

/** Whether the combination asks that no quality is below 0. */
export function needsPositive(how: Combination): boolean {
  return how === 'product' || how === 'harmonic';
}

/** Qualities of comparisons as a whole: both sides of each are one entry. */
export function wholeQuality(name: string, values: Scores): ComparedQuality {
  const own = new Uint32Array(values.length);
  for (let k = 0; k < own.length; k++) own[k] = k;
  return { name, values, left: own, right: own };
}
