import type { Scores } from '../../types.js';
import { firstWhere } from '../bisect.js';

/**
 * An error rate as comparisons of the lowest quality are discarded: a step function, whose value holds from one discard
 * to the next.
 */
export interface RejectCurve {
  /** Share discarded, ascending from 0 to 1. */
  readonly discard: Float64Array;
  /** Share of errors among the comparisons kept; 0 where none is, as at discard 1. */
  readonly error: Float64Array;
  /** Errors among the comparisons kept. */
  readonly errors: Uint32Array;
  /** Comparisons kept. */
  readonly kept: Uint32Array;
}

/**
 * The exact curve of comparisons that carry `quality` and are `wrong` (1) or right (0).
 *
 * The lowest quality leaves first and equal qualities leave together, so the order of the comparisons changes nothing; a
 * comparison of unknown quality (NaN) leaves before all others. The curve closes with the point (1, 0). No comparisons
 * give empty columns.
 *
 * Source: ISO/IEC 29794-1 (error versus discard characteristic); Grother & Tabassi, Performance of biometric quality
 * measures, TPAMI 29 (2007); dasec quality-assessment-evaluation, `compute_edc`.
 *
 * @param discardable qualities of what the discarded share is a share of; by default of the comparisons themselves
 */
export function rejectCurve(
  quality: Scores,
  wrong: Uint8Array,
  discardable: Scores = quality,
): RejectCurve {
  if (quality.length === 0 || discardable.length === 0) return EMPTY_CURVE;
  const columns = [
    ascending(quality, (k) => wrong[k] === 1),
    ascending(quality, (k) => wrong[k] !== 1),
    discardable === quality ? new Float64Array() : ascending(discardable),
  ] as const;
  const left = columns.map(({ length }) => length);
  const greatest = () => {
    let most = -Infinity;
    for (let i = 0; i < 3; i++) {
      if (left[i]! > 0) most = Math.max(most, columns[i]![left[i]! - 1]!);
    }
    return most;
  };
  const dropDownTo = (value: number) => {
    for (let i = 0; i < 3; i++) {
      while (left[i]! > 0 && columns[i]![left[i]! - 1]! >= value) left[i]!--;
    }
  };
  const remains = () => left[0]! + left[1]! + left[2]! > 0;
  let steps = 0;
  for (; remains(); steps++) dropDownTo(greatest());
  const curve = {
    discard: new Float64Array(steps + 1),
    error: new Float64Array(steps + 1),
    errors: new Uint32Array(steps + 1),
    kept: new Uint32Array(steps + 1),
  };
  columns.forEach(({ length }, i) => (left[i] = length));
  for (let step = steps - 1; remains(); step--) {
    dropDownTo(greatest());
    const errors = columns[0].length - left[0]!;
    const kept = errors + columns[1].length - left[1]!;
    curve.errors[step] = errors;
    curve.kept[step] = kept;
    curve.error[step] = kept === 0 ? 0 : errors / kept;
    curve.discard[step] =
      discardable === quality
        ? (quality.length - kept) / quality.length
        : left[2]! / discardable.length;
  }
  curve.discard[steps] = 1;
  return curve;
}

/** The curve of nothing. */
export const EMPTY_CURVE: RejectCurve = {
  discard: new Float64Array(),
  error: new Float64Array(),
  errors: new Uint32Array(),
  kept: new Uint32Array(),
};

/** The values that are kept, ascending; an unknown one stands below all others. */
function ascending(values: Scores, keep: (k: number) => boolean = () => true): Float64Array {
  let count = 0;
  for (let k = 0; k < values.length; k++) if (keep(k)) count++;
  const kept = new Float64Array(count);
  let next = 0;
  for (let k = 0; k < values.length; k++) {
    if (keep(k)) kept[next++] = Number.isNaN(values[k]!) ? -Infinity : values[k]!;
  }
  return kept.sort();
}

/** The index of the step that holds at `at`: the last discard at or below it; -1 on an empty curve. */
export function stepAt(discard: Float64Array, at: number): number {
  return firstWhere(discard.length, (i) => !(discard[i]! <= at)) - 1;
}

/** The error rate that holds at a share `discard` in [0, 1] discarded; NaN on an empty curve. */
export function ercAt(curve: RejectCurve, discard: number): number {
  return curve.error[stepAt(curve.discard, discard)] ?? NaN;
}

/** The discards 0, 0.01, ... 1, each the float nearest to its decimal. */
export const DISCARD_GRID: Float64Array = Float64Array.from({ length: 101 }, (_, i) => i / 100);
