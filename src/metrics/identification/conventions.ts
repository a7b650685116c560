import { findRecords } from '../../nearest.js';
import type { SearchSet } from '../../types.js';
import { bobPoint } from '../conventions/bob.js';
import { pfePoint } from '../conventions/pfe.js';
import { lowestAtMost, type OperatingPoint } from '../operating-point.js';
import { isMated, rankOf } from './cmc.js';
import { countedThreshold } from './counted-threshold.js';
import { matedOf, openSetSweep } from './open-set.js';

/** TPIR at a threshold chosen for an FPIR. */
export interface IdentificationPoint {
  /** Mated probes identified; absent where the value was drawn between two thresholds. */
  readonly hits?: number;
  /** Mated probes. */
  readonly count: number;
  /** NaN where nothing can be chosen, and then `undefined` says why. */
  readonly tpir: number;
  readonly threshold?: number;
  /** The FPIR attained; absent where the convention does not count non-mated probes. */
  readonly achieved?: number;
  readonly undefined?: string;
  readonly note?: string;
}

/** One program's way of counting an open-set search, and where it deserves doubt. */
export interface IdentificationConvention {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  /** What a reader should hold against its numbers. */
  readonly defects: readonly string[];
  /** @param rank where a mate must be found; conventions with a rule of their own say so */
  readonly tpirAtFpir: (set: SearchSet, fpir: number, rank: number) => IdentificationPoint;
  /** How many of the highest impostor scores it reads, of so many probes and for this FPIR; absent where none. */
  readonly impostors?: (probes: number, fpir: number) => number;
}

function byPoint(choose: (sweep: ReturnType<typeof openSetSweep>, fpir: number) => OperatingPoint) {
  return (set: SearchSet, fpir: number, rank: number): IdentificationPoint => {
    const open = openSetSweep(set, rank);
    const count = matedOf(open);
    const lacking = lackingProbes(count, open.impostorTotal);
    if (lacking !== undefined) return { count: 0, tpir: NaN, undefined: lacking };
    const point = choose(open, fpir);
    if (Number.isNaN(point.threshold)) {
      return { count: 0, tpir: NaN, undefined: point.notes?.join('; ') ?? 'no threshold' };
    }
    const { genuineAccepted: hits, threshold, fmr: achieved } = point;
    return { hits, count, tpir: hits / count, threshold, achieved };
  };
}

function lackingProbes(mated: number, nonMated: number): string | undefined {
  if (mated === 0) return 'no mated probes';
  return nonMated === 0 ? 'no non-mated probes' : undefined;
}

/** Best scores of the non-mated probes, descending. */
function alarmsOf(set: SearchSet): Float32Array {
  return set.other
    .filter((_, p) => !isMated(set, p))
    .sort()
    .reverse();
}

function countMated(set: SearchSet, accepts: (p: number) => boolean) {
  let [hits, count] = [0, 0];
  for (let p = 0; p < set.probes; p++) {
    if (!isMated(set, p)) continue;
    count++;
    if (accepts(p)) hits++;
  }
  return { hits, count };
}

const ISO: IdentificationConvention = {
  name: 'iso',
  summary:
    'TPIR: mated probes whose mate is within the rank and scores at least the threshold. FPIR: non-mated probes with any candidate that does. ' +
    'The threshold is the lowest whose FPIR is at most the one asked for. Ties of subjects stand against the mate',
  reference: 'ISO/IEC 19795-1:2021 (FPIR, FNIR, TPIR)',
  defects: [],
  tpirAtFpir: byPoint(lowestAtMost),
};

const IJB_EVALS: IdentificationConvention = {
  name: 'ijb_evals',
  summary:
    'The threshold is the max(int(FPIR x non-mated) - 1, 0)-th best score, from 0, of the non-mated probes; the mate must exceed it and every other subject',
  reference: 'leondgarse/Keras_insightface ijb_evals.py evaluation_1N',
  defects: [
    'the threshold is one non-mated probe too high and itself rejected: the FPIR attained is at most FPIR - 1/non-mated',
    'the rank is always 1, whatever was asked',
    'its mean top-k divides by all probes, not by those that have a mate; here rank-k is counted as iso does',
  ],
  tpirAtFpir: (set, fpir) => {
    const alarms = alarmsOf(set);
    const n = alarms.length;
    const threshold = alarms[Math.max(Math.trunc(n * fpir) - 1, 0)] ?? NaN;
    const { hits, count } = countMated(set, (p) => {
      const mate = set.mate[p]!;
      return mate > threshold && set.above[p] === 0 && set.tied[p] === 0;
    });
    const lacking = lackingProbes(count, n);
    if (lacking !== undefined) return { count: 0, tpir: NaN, undefined: lacking };
    const achieved = alarms.filter((score) => score > threshold).length / n;
    const note = 'accepts only above the threshold';
    return { hits, count, tpir: hits / count, threshold, achieved, note };
  },
};

const IJB1N_LEGACY: IdentificationConvention = {
  name: 'ijb1n-legacy',
  summary:
    'Closed set: the threshold is the ceil(FAR x probes)-th highest of all impostor scores, and a probe counts when its mate exceeds it',
  reference:
    'deepinsight/insightface recognition/_evaluation_/ijb ijb_1n.py evaluation; the copy in AdaFace',
  defects: [
    'its "far" is not FPIR: several of the impostor scores may be of one probe, and mated probes raise alarms too',
    'a mate above the threshold counts whatever other subject scores higher',
    'only for probes that all have a mate: its authors search the galleries as one, rows :joined; in one of several galleries it is mostly undefined',
  ],
  tpirAtFpir: (set, far) => {
    const { count } = countMated(set, () => true);
    if (count === 0 || count < set.probes) {
      return { count: 0, tpir: NaN, undefined: 'it needs a mate for every probe' };
    }
    const threshold = set.highestImpostors[Math.ceil(count * far) - 1];
    if (threshold === undefined) {
      return { count: 0, tpir: NaN, undefined: 'fewer impostor scores than it counts off' };
    }
    const accepted = countMated(set, (p) => set.mate[p]! > threshold).hits;
    const note =
      'accepts only above the threshold, at any rank; the FAR is a share of probes in impostor scores';
    return { hits: accepted, count, tpir: accepted / count, threshold, note };
  },
  impostors: (probes, far) => Math.ceil(probes * far),
};

const CVLFACE: IdentificationConvention = {
  name: 'cvlface',
  summary:
    'DIR: the threshold is the best score of rank round(FPIR x non-mated), halves to even, of the non-mated probes, itself accepted; none may pass: greatest + 1e-5',
  reference: 'mk-minchul/CVLface DIR_FAR, after Probabilistic Face Embeddings (PFE)',
  defects: [
    'by rounding and ties the FPIR attained may exceed the one asked for',
    'it knows one mate of a probe only, where subjects have several entries; here the best entry counts',
    'the FPIRs asked for are overwritten by those attained, so its table may be headed by other numbers',
  ],
  tpirAtFpir: byPoint((open, fpir) => pfePoint({ sweep: open }, fpir)),
};

const BOB: IdentificationConvention = {
  name: 'bob',
  summary:
    'DIR: mates within the rank that score at least the threshold; the threshold is the lowest best score of a non-mated probe whose FPIR is at most the one asked for',
  reference:
    'bioidiap/bob.measure detection_identification_rate, false_alarm_rate, far_threshold @b58fe75',
  defects: [
    'the threshold is a non-mated score: mates between it and the next one below are lost',
    'its recognition_rate accepts only above a threshold, its detection_identification_rate from it on',
    'the text of recognition_rate says that ties are right, its code counts them wrong',
  ],
  tpirAtFpir: byPoint(bobPoint),
};

const FARE: IdentificationConvention = {
  name: 'fare',
  summary:
    'IET: FNIR at rank 1 where the threshold is each best score of a non-mated probe, drawn by straight lines over FPIR',
  reference: 'HaiyuWu/FaRE cal_iet',
  defects: [
    'between two thresholds the value is drawn, and no threshold has it',
    'of equal scores the first entry is taken as rank 1, so ties go by the order of the gallery; here they stand against the mate',
    'the rank is always 1, whatever was asked',
  ],
  tpirAtFpir: (set, fpir) => {
    const alarms = alarmsOf(set);
    const open = openSetSweep(set, 1);
    const count = matedOf(open);
    const lacking = lackingProbes(count, alarms.length);
    if (lacking !== undefined) return { count: 0, tpir: NaN, undefined: lacking };
    const { thresholds, genuineAccepted, impostorAccepted, impostorTotal } = open;
    let before = { fpir: NaN, tpir: NaN };
    for (let i = 0; i < thresholds.length; i++) {
      if (impostorAccepted[i] === (impostorAccepted[i - 1] ?? 0)) continue;
      const here = {
        fpir: impostorAccepted[i]! / impostorTotal,
        tpir: genuineAccepted[i]! / count,
      };
      if (here.fpir >= fpir) {
        const at = Number.isNaN(before.fpir) ? 1 : (fpir - before.fpir) / (here.fpir - before.fpir);
        const from = Number.isNaN(before.fpir) ? here.tpir : before.tpir;
        const note = Number.isNaN(before.fpir)
          ? 'below the least FPIR of a threshold: the value there'
          : 'drawn between two thresholds';
        if (here.fpir === fpir) {
          return { count, tpir: here.tpir, threshold: thresholds[i]!, achieved: fpir };
        }
        return { count, tpir: from + at * (here.tpir - from), note };
      }
      before = here;
    }
    return { count, tpir: before.tpir, note: 'beyond the greatest FPIR of a threshold' };
  },
};

const BLUFR: IdentificationConvention = {
  name: 'blufr',
  summary:
    'DIR: the threshold is the best score of rank round(FPIR x non-mated) of the non-mated probes, itself accepted; where none may pass, halfway to the least mate above',
  reference: 'Liao et al., IJCB 2014: OpenSetROC.m of the BLUFR toolkit, version 1.0',
  defects: [
    'by rounding and ties the FPIR attained may exceed the one asked for',
    'of equal scores the first entry is taken as the better, so ties go by the order of the gallery; here they stand against the mate',
  ],
  tpirAtFpir: (set, fpir, rank) => {
    const alarms = alarmsOf(set);
    const mates = set.mate.filter((score) => !Number.isNaN(score));
    const lacking = lackingProbes(mates.length, alarms.length);
    if (lacking !== undefined) return { count: 0, tpir: NaN, undefined: lacking };
    const threshold = countedThreshold(alarms, alarms.length, fpir, mates);
    const { hits, count } = countMated(
      set,
      (p) => set.mate[p]! >= threshold && rankOf(set, p) <= rank,
    );
    const achieved = alarms.filter((score) => score >= threshold).length / alarms.length;
    return { hits, count, tpir: hits / count, threshold, achieved };
  },
};

/** Every way of counting an identification, the default first. */
export const IDENTIFICATION_CONVENTIONS: readonly IdentificationConvention[] = [
  ISO,
  IJB_EVALS,
  IJB1N_LEGACY,
  CVLFACE,
  BOB,
  FARE,
  BLUFR,
];

/** @throws UserError E_CONVENTION (usage) naming those that are not known */
export function findIdentificationConventions(
  names: readonly string[],
): readonly IdentificationConvention[] {
  return findRecords(
    IDENTIFICATION_CONVENTIONS,
    names,
    'convention of identification',
    'E_CONVENTION',
  );
}
