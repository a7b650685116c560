import type { ComparedQuality, Curve } from '../../types.js';
import { combinedQuality } from '../combined-quality.js';
import { wilson } from '../intervals.js';
import type { VerificationInput } from '../verification-input.js';
import { comparedPictures, countedComparisons } from './error-versus-reject.js';
import { cutsOf } from './repicked.js';
import { labelsOf, type ErcRule } from './rule.js';
import { startingPoint } from './start.js';

/**
 * What it costs and what it brings to accept only pictures whose quality reaches a cut: a curve `erc_acceptance` with the columns
 * `cut`, `pictures` (share of the compared pictures that reach it), `comparisons` (share of the counted comparisons both of whose
 * pictures do), `error` among these at the threshold of the start, `low` and `high` (Wilson).
 *
 * Cuts are the qualities of pictures below which lie 0, 1, ... 99 % of them, each once; an unknown quality reaches none but the
 * first. Where nothing is left the error is NaN. Columns are empty where no threshold can be chosen.
 *
 * Source: ISO/IEC 29794-1 (sample acceptance at a quality threshold).
 *
 * @throws RangeError where only comparisons have qualities
 */
export function sampleAcceptance(
  input: VerificationInput,
  quality: ComparedQuality,
  rule: ErcRule,
): Curve {
  const { threshold } = startingPoint(input.sweep, rule.start);
  const pictures = comparedPictures(input, quality);
  const values = Float64Array.from(pictures, (picture) => quality.values[picture]!);
  const cuts = Number.isNaN(threshold) ? [] : cutsOf(values);
  const members = countedComparisons(input, rule);
  const combined = combinedQuality(quality, 'min', members);
  const { scores } = input.scores;
  const at = cuts.map(({ discard, least }) => {
    let [kept, errors] = [0, 0];
    for (let m = 0; m < members.length; m++) {
      const value = combined[m]!;
      if (!((Number.isNaN(value) ? -Infinity : value) >= least)) continue;
      kept++;
      if (scores[members[m]!]! >= threshold === (rule.error === 'fmr')) errors++;
    }
    return { least, accepted: 1 - discard, kept, errors };
  });
  const column = (read: (point: (typeof at)[number]) => number) => Float64Array.from(at, read);
  return {
    name: 'erc_acceptance',
    labels: labelsOf({ ...rule, combine: 'min', shareOf: 'pictures' }, quality.name),
    columns: {
      cut: column(({ least }) => least),
      pictures: column(({ accepted }) => accepted),
      comparisons: column(({ kept }) => kept / members.length),
      error: column(({ kept, errors }) => errors / kept),
      low: column(({ kept, errors }) => wilson(errors, kept).low),
      high: column(({ kept, errors }) => wilson(errors, kept).high),
    },
  };
}
