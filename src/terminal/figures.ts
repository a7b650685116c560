/** How numbers are put to people: rounded, in the unit they think in. Files have the exact ones. */

/** What an undefined number is shown as. */
export const UNDEFINED = '–';

/** Metrics that are shares of comparisons and shown in per cent, by the word their names begin with. */
const SHARES = new Set([
  'accuracy',
  'accuracy_se',
  'accuracy_std',
  'dir',
  'eer',
  'eer_rocch',
  'far',
  'fmr',
  'fmr10',
  'fmr20',
  'fmr100',
  'fmr1000',
  'fmr10000',
  'fnmr',
  'frr',
  'fta',
  'group_fmr',
  'group_fnmr',
  'hter',
  'predict_fnmr',
  'hter_fta',
  'tar',
  'tpir',
  'val',
  'val_far',
  'val_std',
  'vr',
  'zero_fmr',
  'zero_fnmr',
]);

/** True where values of `metric` are shares of comparisons, told in per cent. */
export function isShare(metric: string): boolean {
  return SHARES.has(metric.split('@')[0]!) || metric.startsWith('rank-');
}

/** A value of `metric` as people read it: a share in per cent, anything else with five decimals. */
export function valueText(metric: string, value: number): string {
  if (Number.isNaN(value)) return UNDEFINED;
  return isShare(metric) ? `${percentText(value)} %` : fixedText(value, 5);
}

/** A share as `98.57`, in per cent with two decimals. */
export function percentText(share: number): string {
  return Number.isNaN(share) ? UNDEFINED : withoutMinusZero((100 * share).toFixed(2));
}

/** A number with `decimals` behind the point. */
export function fixedText(value: number, decimals: number): string {
  if (Number.isNaN(value)) return UNDEFINED;
  return withoutMinusZero(value.toFixed(decimals));
}

/** A rate such as an FMR as `6.67e-4`: powers of ten are how people compare them. */
export function powerText(rate: number): string {
  if (Number.isNaN(rate)) return UNDEFINED;
  return rate === 0 ? '0' : Number(rate.toPrecision(3)).toExponential().replace('e+', 'e');
}

function withoutMinusZero(text: string): string {
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** A speed with about three digits: `310`, `4.2`. */
export function rateText(perSecond: number): string {
  return perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(1);
}

/** A length of time as `8 s`, `3 min 20 s` or `2 h 05 min`; below a second `0.4 s`. */
export function durationText(seconds: number): string {
  if (seconds > 0 && seconds < 0.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${pad(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
