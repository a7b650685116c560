import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { combinedQuality } from '../metrics/combined-quality.js';
import {
  averagePrecisionRow,
  type Detection,
  detectionOf,
  type Failures,
  failuresAt,
} from '../metrics/failure-detection.js';
import { failureSlope } from '../metrics/failure-slope.js';
import { formatRate, type VerificationInput } from '../metrics/index.js';
import { lowestAtMost, type OperatingPoint, supportNotes } from '../metrics/operating-point.js';
import { calibration, reliabilityBins } from '../metrics/quality-calibration.js';
import { spearmanInfluence } from '../metrics/rank-influence.js';
import { correlationInterval } from '../metrics/rank-interval.js';
import { rateSampling, withInterval } from '../metrics/sampling.js';
import type { Talk } from '../talk.js';
import type { ComparedQuality, Curve, MetricRow, Report } from '../types.js';
import { identityRows } from './predict-identity.js';
import type { Outcome } from './outcome.js';
import { remarkOnPersons } from './persons.js';
import { withQualities } from './provenance.js';
import { obtainQualities, requireQualities } from './qualities.js';
import { obtainScores, type ScoredRequest } from './scored.js';

export interface PredictWishes {
  /** FMR whose threshold decides what fails. */
  readonly fmr: number;
  readonly quality: readonly string[];
  /** Bands of quality in which the rate of failures is told. */
  readonly bands: number;
}

/**
 * Whether quality predicts: of each quality how the chance of a false non-match falls with it, how well it finds what will
 * fail, and how it goes with the scores and with the likeness of a person's pictures.
 *
 * @throws UserError E_PREDICT (65) where nothing can be predicted, and those of the scores and qualities
 */
export async function predict(
  request: ScoredRequest & PredictWishes,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  requireQualities(request.quality);
  const source = await obtainScores(request, io, talk);
  const { input, subject, provenance } = source;
  remarkOnPersons(input.scores.persons, talk);
  const qualities = await obtainQualities(request.quality, source, io, talk);
  const point = lowestAtMost(input.sweep, request.fmr);
  if (Number.isNaN(point.threshold) || point.genuineTotal === 0) throw nothingToPredict(point);
  const parts: Pick<Report, 'rows' | 'curves'>[] = [
    { rows: [failingRow(input, point)], curves: [] },
  ];
  const work = talk.begin('Predicting', qualities.length, 'qualities');
  try {
    for (const quality of qualities) {
      io.signal.throwIfAborted();
      const combined = Float64Array.from(combinedQuality(quality));
      parts.push(detectionPart(input, quality.name, combined, point, request));
      parts.push(identityRows(source, quality));
      work.advance(1);
    }
  } finally {
    work.end();
  }
  remarkOnIdentities(source, qualities, talk);
  const rows = parts.flatMap((part) => part.rows);
  const curves = parts.flatMap((part) => part.curves);
  return { report: { subject, rows, curves }, provenance: withQualities(provenance(), qualities) };
}

function nothingToPredict({ genuineTotal }: OperatingPoint): UserError {
  const what = genuineTotal === 0 ? 'genuine' : 'impostor';
  return new UserError(
    'E_PREDICT',
    `there are no ${what} comparisons`,
    what === 'genuine' ? 'there must be some to fail' : 'the threshold is chosen by them',
    EXIT.badData,
  );
}

function remarkOnIdentities(
  { dataset }: Parameters<typeof identityRows>[0],
  qualities: readonly ComparedQuality[],
  talk: Talk,
): void {
  if (dataset === undefined) {
    talk.remark('no vectors are known: likeness to the other pictures of a person is left out');
  } else if (!dataset.protocol.identity.some((person) => person >= 0)) {
    talk.remark('the protocol names no persons: likeness to their other pictures is left out');
  } else {
    const pictures = dataset.protocol.images.length;
    const coarse = qualities.filter(({ values }) => values.length !== pictures);
    for (const { name } of coarse) {
      talk.remark(`${name} is of comparisons, not of pictures: likeness to others is left out`);
    }
  }
}

/** The share of genuine comparisons that fail at the threshold. */
function failingRow(input: VerificationInput, point: OperatingPoint): MetricRow {
  const { genuineTotal, genuineAccepted, threshold, fmr, target, tar } = point;
  const notes = supportNotes(target, point.impostorTotal);
  return withInterval(input, {
    metric: `predict_fnmr@fmr=${formatRate(target)}`,
    value: 1 - tar,
    hits: genuineTotal - genuineAccepted,
    count: genuineTotal,
    threshold,
    achieved: fmr,
    convention: 'iso',
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    sampling: rateSampling(input, 'fnmr', threshold),
  });
}

/** What one quality tells of failures. */
function detectionPart(
  input: VerificationInput,
  name: string,
  quality: Float64Array,
  point: OperatingPoint,
  { fmr, bands }: PredictWishes,
): Pick<Report, 'rows' | 'curves'> {
  const at = `fmr=${formatRate(fmr)}:${name}`;
  const failures = failuresAt(input, quality, point.threshold);
  const accepted = failuresAt(input, quality, point.threshold, 'impostor');
  const unknown = input.sweep.genuineTotal - failures.members.length;
  const shared = {
    threshold: point.threshold,
    achieved: point.fmr,
    convention: 'iso',
  };
  const notes = [
    ...supportNotes(fmr, point.impostorTotal),
    ...(unknown > 0 ? [`left out for lack of a quality: ${unknown} genuine comparisons`] : []),
  ];
  const detected = detectionOf(failures);
  const rows: MetricRow[] = [
    { ...aucRow(`predict_auc@${at}`, failures, detected, notes), ...shared },
    { ...aucRow(`predict_impostor_auc@${at}`, accepted, detectionOf(accepted), notes), ...shared },
    precisionRow(`predict_average_precision@${at}`, failures, detected, notes),
    slopeRow(`predict_slope@${at}`, failures, notes),
    scoreRow(`predict_spearman_score@quality=${name}`, input, failures),
  ];
  const labels = { quality: name, fmr };
  return {
    rows,
    curves: [
      calibration(failures, labels),
      reliabilityBins(failures, labels, bands),
      overThresholds(input, name, quality),
    ],
  };
}

function aucRow(
  metric: string,
  { failed, count }: Failures,
  { auc, low, high, interval }: Detection,
  notes: readonly string[],
): Omit<MetricRow, 'convention'> {
  if (Number.isNaN(auc)) {
    const why = count === 0 ? 'undefined: none fails' : 'undefined: all fail';
    return { metric, value: NaN, count: 0, note: [why, ...notes].join('; ') };
  }
  return {
    metric,
    value: auc,
    ...(interval === '' ? {} : { low, high, interval }),
    count: failed.length,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

function precisionRow(
  metric: string,
  failures: Failures,
  { averagePrecision, baseRate }: Detection,
  notes: readonly string[],
): MetricRow {
  if (Number.isNaN(averagePrecision)) {
    const note = ['undefined: none fails', ...notes].join('; ');
    return { metric, value: NaN, count: 0, convention: 'iso', note };
  }
  const note = [`by chance ${Number(baseRate.toPrecision(3))}`, ...notes].join('; ');
  return { ...withInterval(failures.input, averagePrecisionRow(failures, metric)), note };
}

function slopeRow(metric: string, failures: Failures, notes: readonly string[]): MetricRow {
  const { value, influence, reason } = failureSlope(failures.quality, failures.failed);
  if (reason !== undefined) {
    const note = [`undefined: ${reason}`, ...notes].join('; ');
    return { metric, value, count: 0, convention: 'iso', note };
  }
  return withInterval(failures.input, {
    metric,
    value,
    count: failures.failed.length,
    convention: 'iso',
    note: ['change of the log odds by one standard deviation of quality', ...notes].join('; '),
    sampling: { range: 'free', influence: { of: (k) => influence[k]! } },
  });
}

/** Spearman's correlation of quality and score over the genuine comparisons. */
function scoreRow(metric: string, { scores }: VerificationInput, failures: Failures): MetricRow {
  const { members, quality, input } = failures;
  const scored = Float64Array.from(members, (k) => scores.scores[k]!);
  const found = spearmanInfluence(quality, scored);
  if (Number.isNaN(found.value)) {
    const note = 'undefined: qualities or scores do not vary';
    return { metric, value: NaN, count: 0, convention: 'iso', note };
  }
  const { low, high } = correlationInterval(input, found);
  const { label } = input.interval;
  const known = scores.persons !== undefined;
  return {
    metric,
    value: found.value,
    ...(Number.isNaN(low) ? {} : { low, high, interval: known ? label : 'independent 95%' }),
    count: members.length,
    convention: 'iso',
  };
}

/** The detection at the threshold of each FAR: a curve `predict_detection`, whose AUC is by chance 0.5 and its precision the base rate. */
function overThresholds(input: VerificationInput, name: string, quality: Float64Array): Curve {
  const found = input.fars.map((far) => {
    const point = lowestAtMost(input.sweep, far);
    const failures = failuresAt(input, quality, point.threshold);
    return { far, point, failures, detection: detectionOf(failures) };
  });
  const column = (read: (one: (typeof found)[number]) => number) => Float64Array.from(found, read);
  return {
    name: 'predict_detection',
    labels: { quality: name },
    columns: {
      fmr: column(({ far }) => far),
      fmr_attained: column(({ point }) => point.fmr),
      threshold: column(({ point }) => point.threshold),
      count: column(({ failures }) => failures.failed.length),
      failures: column(({ failures }) => failures.count),
      auc: column(({ detection }) => detection.auc),
      low: column(({ detection }) => detection.low),
      high: column(({ detection }) => detection.high),
      average_precision: column(({ detection }) => detection.averagePrecision),
      base_rate: column(({ detection }) => detection.baseRate),
    },
  };
}
