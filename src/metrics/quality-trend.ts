import type { MetricRow } from '../types.js';
import { areaUnderRoc, AUC } from './auc.js';
import { ISO } from './conventions/iso.js';
import { errorTrend, midranks } from './error-trend.js';
import { largestRise } from './largest-rise.js';
import { noted, undefinedRow } from './metric-row.js';
import type { Bands } from './quality-bands.js';
import type { QualityErrors } from './quality-errors.js';
import { short, shortRate } from './rate.js';
import { withInterval } from './sampling.js';

/**
 * The rows that say whether errors become rarer as quality rises, each followed by `@quality=NAME,error=ERROR`:
 *
 * - `quality_bands_trend` and `quality_bands_trend_p`, z and p of `errorTrend` over the numbers of the bands;
 * - `quality_bands_somers_d`, Somers' D of quality and error over single comparisons: of all pairs of one error and one right
 *   decision the share in which the error has the greater quality, less the share in which it has the lesser one, equal
 *   qualities counting for neither; `quality_bands_somers_p`, p of `errorTrend` over midranks, which tests the same order;
 * - `quality_bands_rise` and `quality_bands_rise_p`, the `largestRise` between neighbouring bands.
 *
 * The first two are below 0 where errors become rarer. Undefined where there are no comparisons, no errors, or nothing but
 * errors.
 *
 * Source: Somers, A new asymmetric measure of association for ordinal variables, American Sociological Review 27 (1962);
 * D = 1 - 2 AUC (Newson, Parameters behind nonparametric statistics, Stata Journal 2, 2002).
 *
 * @param name of the quality
 */
export function trendRows(
  { error, members, input }: QualityErrors,
  { part, parts }: Pick<Bands, 'part' | 'parts'>,
  name: string,
): MetricRow[] {
  const at = `@quality=${name},error=${error}`;
  const { genuineTotal: right, impostorTotal: wrong } = input.sweep;
  const count = right + wrong;
  const reason =
    count === 0
      ? `no ${error === 'fnmr' ? 'genuine' : 'impostor'} comparisons`
      : wrong === 0
        ? 'no errors'
        : right === 0
          ? 'nothing but errors'
          : undefined;
  if (reason !== undefined) {
    return NAMES.map((row) => undefinedRow(row + at, 'iso', reason, []));
  }
  const band = (k: number) => part[members[k]!]!;
  const overBands = errorTrend(input, band);
  const overRanks = errorTrend(input, midranks(input));
  const area = withInterval(input, { ...AUC.compute(input, ISO)[0]!, note: '' });
  const row = (metric: string, value: number, notes: readonly string[] = []): MetricRow =>
    noted({ metric: metric + at, value, count, convention: 'iso' }, notes);
  const few = wrong < FEW_ERRORS ? [`decided by ${wrong} errors`] : [];
  const { independent } = overBands;
  const alone = `independent comparisons would give z ${short(independent.z)}, p ${shortRate(independent.p)}`;
  const rise = largestRise(input, band, parts);
  return [
    Number.isNaN(overBands.z)
      ? undefinedRow(`quality_bands_trend${at}`, 'iso', 'one band', [])
      : row('quality_bands_trend', overBands.z, [alone, ...few]),
    Number.isNaN(overBands.z)
      ? undefinedRow(`quality_bands_trend_p${at}`, 'iso', 'one band', [])
      : row('quality_bands_trend_p', overBands.p, few),
    {
      ...row('quality_bands_somers_d', 1 - 2 * areaUnderRoc(input.sweep).area, few),
      ...(area.interval === undefined
        ? {}
        : { low: 1 - 2 * area.high!, high: 1 - 2 * area.low!, interval: area.interval }),
    },
    Number.isNaN(overRanks.z)
      ? undefinedRow(`quality_bands_somers_p${at}`, 'iso', 'one quality', [])
      : row('quality_bands_somers_p', overRanks.p, few),
    ...(rise === undefined
      ? ['quality_bands_rise', 'quality_bands_rise_p'].map((metric) =>
          undefinedRow(metric + at, 'iso', 'one band', []),
        )
      : [
          {
            ...row('quality_bands_rise', rise.rise.value, [
              `from band ${rise.from + 1} to ${rise.to + 1}`,
            ]),
            ...(rise.rise.interval === undefined
              ? {}
              : { low: rise.rise.low, high: rise.rise.high, interval: rise.rise.interval }),
          },
          row('quality_bands_rise_p', rise.p, [`of one step, times ${rise.steps} steps`]),
        ]),
  ];
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
