import { probit } from '../../probit.js';
import { powerOfTen, type Spec } from './style.js';

/** Rates that get a tick, as is the custom; below them every power of ten, above them their mirror images. */
const TICKS = [1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4];
const LOW_TICKS = [1e-8, 1e-7, 1e-6, 1e-5];
const HIGH_TICKS = [0.6, 0.8, 0.9, 0.95, 0.98, 0.99];

/** Where the axes end: beyond it lie no decisions that anybody would use, unless the system is a poor one. */
const GREATEST = 0.5;
const GREATEST_OF_POOR = 0.99;

/** Where axes end that show the point at which the two rates of a curve meet: nearer for a good system. */
export function greatestShown(fmr: Float64Array, fnmr: Float64Array): number {
  const crossing = fmr.reduce((least, rate, i) => Math.min(least, Math.max(rate, fnmr[i]!)), 1);
  return crossing < 0.8 * GREATEST ? GREATEST : GREATEST_OF_POOR;
}

/** The scale of an axis whose ends are fixed. */
export function scaleOf(domain: readonly [number, number]): Spec {
  return { domain, nice: false, zero: false };
}

/** A rate in per cent as `0.1` or `40`; below 0.01 % as a power of ten. */
function percentText(rate: number): string {
  const percent = Number((100 * rate).toPrecision(3));
  return percent < 0.01 ? powerOfTen(percent) : String(percent);
}

/** An axis of normal deviates from a tick below the least of `rates` to `greatest`, labelled in per cent. */
export function deviateAxis(title: string, rates: Float64Array, greatest: number) {
  const ticks = [...LOW_TICKS, ...TICKS, ...HIGH_TICKS];
  const least = rates.reduce((a, b) => Math.min(a, b), 1);
  const start = ticks.findLast((tick) => tick <= Math.min(least, 0.1)) ?? ticks[0]!;
  const domain = [probit(start), probit(greatest)] as const;
  const values = ticks.filter((tick) => tick >= start && tick <= greatest);
  const labels = values.map(percentText);
  const deviates = values.map(probit);
  // Beyond the field the line is cut off; how far beyond it goes does not matter.
  const outside = domain[0] - 1;
  return {
    domain,
    axis: {
      title,
      values: deviates,
      labelExpr: `${JSON.stringify(labels)}[indexof(${JSON.stringify(deviates)}, datum.value)]`,
      labelOverlap: 'greedy',
      labelFlush: false,
    },
    place: (rate: number) => Math.min(10, Math.max(outside, probit(rate))),
  };
}
