import type { Scores } from '../types.js';
import { AUC } from './auc.js';
import { averagePrecision } from './average-precision.js';
import { ISO } from './conventions/iso.js';
import { type MeasuredRow, withInterval } from './sampling.js';
import { indicesOf } from './selection.js';
import { picked } from './subset.js';
import { verificationInput, type VerificationInput } from './verification-input.js';

/** Comparisons of one class, of which some go wrong. */
export interface Failures {
  /** Indices of the comparisons. */
  readonly members: Uint32Array;
  /** Quality of each of them. */
  readonly quality: Float64Array;
  /** 1 where it goes wrong: a genuine comparison that is rejected, an impostor that is accepted. */
  readonly failed: Uint8Array;
  /** Failures among them. */
  readonly count: number;
  /**
   * The same as a question of detection: what fails is to be found, and is scored by how low its quality is. Its intervals
   * know the persons.
   */
  readonly input: VerificationInput;
}

/**
 * The genuine (or impostor) comparisons that are tested, have a score and a known quality, with which of them go wrong at
 * `threshold`.
 *
 * @param quality of each comparison; what is not finite is unknown
 */
export function failuresAt(
  { scores: set, counted, interval, seed }: VerificationInput,
  quality: Scores,
  threshold: number,
  kind: 'genuine' | 'impostor' = 'genuine',
): Failures {
  const { scores, genuine, persons } = set;
  const label = kind === 'genuine' ? 1 : 0;
  const members = indicesOf(
    genuine.length,
    (k) => genuine[k] === label && counted(k) && Number.isFinite(quality[k]!),
  );
  const failed = new Uint8Array(members.length);
  const own = new Float64Array(members.length);
  const lowness = new Float64Array(members.length);
  let count = 0;
  for (let m = 0; m < members.length; m++) {
    const k = members[m]!;
    failed[m] = scores[k]! >= threshold === (kind === 'impostor') ? 1 : 0;
    count += failed[m]!;
    own[m] = quality[k]!;
    lowness[m] = -own[m]!;
  }
  const input = verificationInput(
    {
      scores: lowness,
      genuine: failed,
      fold: new Uint16Array(members.length),
      testFolds: [],
      ...(persons === undefined
        ? {}
        : {
            persons: {
              ...persons,
              left: picked(persons.left, members),
              right: picked(persons.right, members),
            },
          }),
    },
    { interval, seed },
  );
  return { members, quality: own, failed, count, input };
}

/** How well quality tells what will fail from the rest. */
export interface Detection {
  /**
   * The chance that of a comparison that fails and one that does not the former has the lower quality, ties half; 0.5 is
   * chance. NaN where none or all fail.
   */
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  /** What `low` and `high` are; empty where there are none. */
  readonly interval: string;
  /** Mean share of failures among the comparisons of lowest quality, over the failures found; by chance the base rate. */
  readonly averagePrecision: number;
  readonly baseRate: number;
}

/** Mann and Whitney's statistic of quality as a detector of failures, with its interval over persons, and the average precision. */
export function detectionOf({ input, failed, count }: Failures): Detection {
  const row = withInterval(input, AUC.compute(input, ISO)[0]!);
  return {
    auc: row.value,
    low: row.low ?? NaN,
    high: row.high ?? NaN,
    interval: row.interval ?? '',
    averagePrecision: averagePrecision(input.sweep),
    baseRate: count / failed.length,
  };
}

/** The average precision of quality as a detector of failures, to be given an interval. */
export function averagePrecisionRow({ input, failed }: Failures, metric: string): MeasuredRow {
  return {
    metric,
    value: averagePrecision(input.sweep),
    count: failed.length,
    convention: 'iso',
    sampling: { range: 'free', statistic: averagePrecision },
  };
}
