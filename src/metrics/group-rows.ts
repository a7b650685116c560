import type { MetricRow } from '../types.js';
import type { Estimate } from './estimate.js';
import type { GroupErrors, JudgedGroups } from './group-errors.js';
import type { GroupRates } from './group-rates.js';
import { ALPHA, type Spread } from './group-spread.js';
import { noted, undefinedRow } from './metric-row.js';
import { supportNotes } from './operating-point.js';
import { formatRate } from './rate.js';

/** Errors of which a rate is thought well known: the rule of 30 of ISO/IEC 19795-1. */
const ENOUGH_ERRORS = 30;

/** By whom groups are counted. */
const CONVENTION = 'iso';

/**
 * The rows of one attribute at the threshold of `fmr`, the first of those that it was judged at: `group_fnmr` and `group_fmr` of
 * each group, then how far the groups lie apart (`group_fdr`, `group_ir`, `group_garbe`), and whether it may be chance that their
 * FNMRs differ (`group_fnmr_p`).
 */
export function groupRows({ attribute, groups, judged }: GroupErrors, fmr: number): MetricRow[] {
  const [first] = judged as [JudgedGroups];
  const at = `@fmr=${formatRate(fmr)}:${attribute}`;
  const notes = supportNotes(fmr, first.point.impostorTotal);
  const ofGroups = groups.flatMap((group, i) => {
    const { rates } = first.within[i]!;
    return (['fnmr', 'fmr'] as const).map((error) =>
      errorRow(`group_${error}${at}=${group}`, error, rates, first, notes),
    );
  });
  return [...ofGroups, ...spreadRows(at, first, notes)];
}

function errorRow(
  metric: string,
  error: 'fnmr' | 'fmr',
  rates: GroupRates,
  { point: { threshold, fmr } }: JudgedGroups,
  notes: readonly string[],
): MetricRow {
  const [hits, count, kind] =
    error === 'fnmr'
      ? ([rates.falseNonMatches, rates.genuine, 'genuine'] as const)
      : ([rates.falseMatches, rates.impostor, 'impostor'] as const);
  const { value, low, high, interval }: Estimate = rates[error];
  if (Number.isNaN(threshold)) {
    return undefinedRow(metric, CONVENTION, 'no impostor comparisons give a threshold', notes);
  }
  if (count === 0) {
    return undefinedRow(metric, CONVENTION, `no ${kind} comparisons within the group`, notes);
  }
  const few = hits < ENOUGH_ERRORS ? [`fewer than ${ENOUGH_ERRORS} errors`] : [];
  const row = {
    metric,
    value,
    ...(interval === undefined ? {} : { low, high, interval }),
    count,
    hits,
    threshold,
    achieved: fmr,
    convention: CONVENTION,
  };
  return noted(row, [...few, ...notes]);
}

function spreadRows(
  at: string,
  { point, within, spread, chance }: JudgedGroups,
  notes: readonly string[],
): MetricRow[] {
  const { threshold, fmr } = point;
  const left = within.length - spread.groups;
  const remarks = [
    ...(left === 0
      ? []
      : [`without ${left} of ${within.length} groups, which lack comparisons of a class`]),
    ...notes,
  ];
  const row = (name: 'fdr' | 'ir' | 'garbe'): MetricRow => {
    const value = spread[name];
    const metric = `group_${name}${at}`;
    return Number.isNaN(value)
      ? undefinedRow(metric, CONVENTION, whyUndefined(name, spread), remarks)
      : noted(
          { metric, value, count: spread.groups, threshold, achieved: fmr, convention: CONVENTION },
          [
            `FMR and FNMR weigh ${ALPHA} each; groups that do not differ lie apart by chance too`,
            ...remarks,
          ],
        );
  };
  const p = `group_fnmr_p${at}`;
  const genuine = within.reduce((sum, { rates }) => sum + rates.genuine, 0);
  return [
    row('fdr'),
    row('ir'),
    row('garbe'),
    Number.isNaN(chance.p)
      ? undefinedRow(p, CONVENTION, chance.why ?? '', notes)
      : noted(
          {
            metric: p,
            value: chance.p,
            count: genuine,
            threshold,
            achieved: fmr,
            convention: CONVENTION,
          },
          [
            'how often groups drawn at random among the persons differ as much in their FNMR',
            ...notes,
          ],
        ),
  ];
}

function whyUndefined(name: 'fdr' | 'ir' | 'garbe', { groups, fmr, fnmr }: Spread): string {
  if (groups < 2) return 'fewer than two groups with comparisons of both classes';
  const lacks = (
    [
      ['FMR', fmr],
      ['FNMR', fnmr],
    ] as const
  )
    .filter(([, dispersion]) => Number.isNaN(name === 'ir' ? dispersion.ratio : dispersion.gini))
    .map(([rate]) => rate)
    .join(' and ');
  if (lacks === '') return 'no threshold';
  return name === 'ir' ? `the least ${lacks} is 0` : `the ${lacks} of every group is 0`;
}
