import type { Curve, MetricRow } from '../types.js';
import { areaUnderRoc, AUC } from './auc.js';
import { ISO } from './conventions/iso.js';
import { errorTrend, midranks, type Trend } from './error-trend.js';
import { type Estimate, UNKNOWN } from './estimate.js';
import { type LargestRise, largestRise } from './largest-rise.js';
import { noted, undefinedRow } from './metric-row.js';
import type { Bands } from './quality-bands.js';
import type { JudgedError, QualityErrors } from './quality-errors.js';
import { short, shortRate } from './rate.js';
import { withInterval } from './sampling.js';

/** Whether errors become rarer as quality rises. */
export interface QualityTrend {
  readonly quality: string;
  readonly error: JudgedError;
  /** Comparisons of the class, and the errors among them. */
  readonly count: number;
  readonly errors: number;
  /** Over the numbers of the bands. */
  readonly overBands: Trend;
  /** Over midranks of the quality, which tests the order that Somers' D tells of. */
  readonly overRanks: Trend;
  /**
   * Somers' D of quality and error over single comparisons: of all pairs of one error and one right decision the share in which
   * the error has the greater quality, less the share in which it has the lesser one, equal qualities counting for neither.
   */
  readonly somers: Estimate;
  /** Undefined with fewer than two bands. */
  readonly rise: LargestRise | undefined;
}

/**
 * What tells whether errors become rarer as quality rises, three ways; z and D are below 0 where they do. NaN where there are no
 * errors, or nothing but errors.
 *
 * Source: Somers, A new asymmetric measure of association for ordinal variables, American Sociological Review 27 (1962);
 * D = 1 - 2 AUC (Newson, Parameters behind "nonparametric" statistics, Stata Journal 2, 2002). See {@link errorTrend} and
 * {@link largestRise} for the others.
 *
 * @param quality its name
 */
export function qualityTrend(
  { error, members, input }: QualityErrors,
  { part, parts }: Pick<Bands, 'part' | 'parts'>,
  quality: string,
): QualityTrend {
  const { genuineTotal: right, impostorTotal: errors } = input.sweep;
  const band = (k: number) => part[members[k]!]!;
  const area = withInterval(input, AUC.compute(input, ISO)[0]!);
  const value = 1 - 2 * areaUnderRoc(input.sweep).area;
  const ends =
    area.interval === undefined
      ? {}
      : { low: 1 - 2 * area.high!, high: 1 - 2 * area.low!, interval: area.interval };
  return {
    quality,
    error,
    count: right + errors,
    errors,
    overBands: errorTrend(input, band),
    overRanks: errorTrend(input, midranks(input)),
    somers: { ...UNKNOWN, value, ...ends },
    rise: right === 0 || errors === 0 ? undefined : largestRise(input, band, parts),
  };
}

/** The trends as curves `quality_bands_trend` of one point, labelled by quality and error. */
export function trendCurve(trend: QualityTrend): Curve {
  const { quality, error, count, errors, overBands, overRanks, somers, rise } = trend;
  const columns = {
    count,
    errors,
    z: overBands.z,
    p: overBands.p,
    independent_z: overBands.independent.z,
    independent_p: overBands.independent.p,
    somers_d: somers.value,
    somers_d_low: somers.low,
    somers_d_high: somers.high,
    somers_p: overRanks.p,
    rise: rise?.rise.value ?? NaN,
    rise_low: rise?.rise.low ?? NaN,
    rise_high: rise?.rise.high ?? NaN,
    rise_from_band: rise === undefined ? NaN : rise.from + 1,
    rise_to_band: rise === undefined ? NaN : rise.to + 1,
    rise_p: rise?.p ?? NaN,
  };
  return {
    name: 'quality_bands_trend',
    labels: { quality, error },
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [name, Float64Array.of(value)]),
    ),
  };
}

/**
 * The trend as rows, each followed by `@quality=NAME,error=ERROR`: `quality_bands_trend` and `quality_bands_trend_p` over the
 * bands, `quality_bands_somers_d` and `quality_bands_somers_p` over single comparisons, `quality_bands_rise` and
 * `quality_bands_rise_p`. Undefined ones say why.
 */
export function trendRows(trend: QualityTrend): MetricRow[] {
  const { quality, error, count, errors, overBands, overRanks, somers, rise } = trend;
  const at = `@quality=${quality},error=${error}`;
  const reason = lacking(trend);
  if (reason !== undefined) return NAMES.map((name) => undefinedRow(name + at, 'iso', reason, []));
  const row = (metric: string, value: number, otherwise: string, notes: readonly string[] = []) =>
    Number.isNaN(value)
      ? undefinedRow(metric + at, 'iso', otherwise, [])
      : noted({ metric: metric + at, value, count, convention: 'iso' }, notes);
  const few =
    errors < FEW_ERRORS ? [`decided by ${errors} ${errors === 1 ? 'error' : 'errors'}`] : [];
  const { independent } = overBands;
  const alone = `independent comparisons would give z ${short(independent.z)}, p ${shortRate(independent.p)}`;
  const steps = `from band ${(rise?.from ?? NaN) + 1} to ${(rise?.to ?? NaN) + 1}`;
  return [
    row('quality_bands_trend', overBands.z, 'one band', [alone, ...few]),
    row('quality_bands_trend_p', overBands.p, 'one band', few),
    { ...row('quality_bands_somers_d', somers.value, 'one quality', few), ...endsOf(somers) },
    row('quality_bands_somers_p', overRanks.p, 'one quality', few),
    {
      ...row('quality_bands_rise', rise?.rise.value ?? NaN, 'one band', [steps]),
      ...endsOf(rise?.rise ?? UNKNOWN),
    },
    row('quality_bands_rise_p', rise?.p ?? NaN, 'one band', [
      `of one step, times ${rise?.steps ?? 0} steps`,
    ]),
  ];
}

function endsOf({ low, high, interval }: Estimate) {
  return interval === undefined ? {} : { low, high, interval };
}

/** Why there is no trend; undefined where there can be one. */
function lacking({ error, count, errors }: QualityTrend): string | undefined {
  if (count === 0) return `no ${error === 'fnmr' ? 'genuine' : 'impostor'} comparisons`;
  if (errors === 0) return 'no errors';
  return errors === count ? 'nothing but errors' : undefined;
}

const NAMES = [
  'quality_bands_trend',
  'quality_bands_trend_p',
  'quality_bands_somers_d',
  'quality_bands_somers_p',
  'quality_bands_rise',
  'quality_bands_rise_p',
] as const;

const FEW_ERRORS = 10;
