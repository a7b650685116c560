import type { Curve } from '../types.js';
import type { GroupErrors, JudgedCell, JudgedGroups } from './group-errors.js';
import type { Dispersion } from './group-spread.js';

/**
 * The curves of one attribute, with a point for each FMR: `group_errors` of each group, `group_pairs` of every two groups and of
 * each with itself, and `group_spread`.
 */
export function groupCurves(
  { attribute, groups, judged }: GroupErrors,
  fmrs: readonly number[],
): Curve[] {
  const at = (read: (one: JudgedGroups) => number) => Float64Array.from(judged, read);
  const common = {
    at_fmr: Float64Array.from(fmrs),
    threshold: at(({ point }) => point.threshold),
  };
  const ofCell = (cell: (one: JudgedGroups) => JudgedCell) => {
    const rate = (name: 'fnmr' | 'fmr') => ({
      [name]: at((one) => cell(one).rates[name].value),
      [`${name}_low`]: at((one) => cell(one).rates[name].low),
      [`${name}_high`]: at((one) => cell(one).rates[name].high),
    });
    return {
      persons: at((one) => cell(one).persons),
      genuine: at((one) => cell(one).rates.genuine),
      false_non_matches: at((one) => cell(one).rates.falseNonMatches),
      ...rate('fnmr'),
      impostor: at((one) => cell(one).rates.impostor),
      false_matches: at((one) => cell(one).rates.falseMatches),
      ...rate('fmr'),
    };
  };
  const kind = judged[0]?.cells
    .flatMap(({ rates }) => [rates.fnmr.interval, rates.fmr.interval])
    .find((interval) => interval !== undefined);
  const interval = kind === undefined ? {} : { interval: kind };
  const overall = {
    overall_genuine: at(({ point }) => point.genuineTotal),
    overall_impostor: at(({ point }) => point.impostorTotal),
    overall_fnmr: at(({ point }) => 1 - point.tar),
    overall_fmr: at(({ point }) => point.fmr),
  };
  const errors = groups.map((group, i) => ({
    name: 'group_errors',
    labels: { attribute, group, ...interval },
    columns: { ...common, ...ofCell(({ within }) => within[i]!), ...overall },
  }));
  const pairs = (judged[0]?.cells ?? []).map(({ first, second }, i) => ({
    name: 'group_pairs',
    labels: { attribute, first: groups[first]!, second: groups[second]!, ...interval },
    columns: { ...common, ...ofCell(({ cells }) => cells[i]!) },
  }));
  const apart = (name: 'fmr' | 'fnmr', way: keyof Dispersion) =>
    at(({ spread }) => spread[name][way]);
  const spread = {
    name: 'group_spread',
    labels: { attribute },
    columns: {
      ...common,
      groups: at((one) => one.spread.groups),
      fmr_gap: apart('fmr', 'gap'),
      fnmr_gap: apart('fnmr', 'gap'),
      fdr: at((one) => one.spread.fdr),
      fmr_ratio: apart('fmr', 'ratio'),
      fnmr_ratio: apart('fnmr', 'ratio'),
      ir: at((one) => one.spread.ir),
      fmr_gini: apart('fmr', 'gini'),
      fnmr_gini: apart('fnmr', 'gini'),
      garbe: at((one) => one.spread.garbe),
      fnmr_p: at((one) => one.chance.p),
    },
  };
  return [...errors, ...pairs, spread];
}
