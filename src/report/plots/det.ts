import { probit } from '../../probit.js';
import type { Report } from '../../types.js';
import { COLOURS, framed, powerOfTen, SIZE, type Spec, subtitles, thinned } from './style.js';

/** Rates that get a tick, as is the custom; below them every power of ten, above them their mirror images. */
const TICKS = [1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4];
const LOW_TICKS = [1e-8, 1e-7, 1e-6, 1e-5];
const HIGH_TICKS = [0.6, 0.8, 0.9, 0.95, 0.98, 0.99];

/** Where the axes end: beyond it lie no decisions that anybody would use, unless the system is a poor one. */
const GREATEST = 0.5;
const GREATEST_OF_POOR = 0.99;

/**
 * The DET: FNMR over FMR, both on normal deviate axes, on which normally distributed scores give a straight line.
 * Undefined where the report has no DET, or none with a rate between 0 and 1 on either axis.
 *
 * Each axis starts at the last tick below the least rate attained above 0; where a rate is 0 the line leaves the field.
 *
 * Source: Martin et al., The DET curve in assessment of detection task performance, Eurospeech 1997.
 */
export function detPlot({ subject, curves }: Report): Spec | undefined {
  const columns = curves.find(({ name }) => name === 'det')?.columns;
  const fmr = columns?.['fmr'];
  const fnmr = columns?.['fnmr'];
  if (fmr === undefined || fnmr === undefined) return undefined;
  const inside = (rates: Float64Array) => rates.filter((rate) => rate > 0 && rate < 1);
  if (inside(fmr).length === 0 || inside(fnmr).length === 0) return undefined;
  const crossing = fmr.reduce((least, rate, i) => Math.min(least, Math.max(rate, fnmr[i]!)), 1);
  const greatest = crossing < 0.8 * GREATEST ? GREATEST : GREATEST_OF_POOR;
  const x = deviateAxis('False match rate, FMR (%)', inside(fmr), greatest);
  const y = deviateAxis('False non-match rate, FNMR (%)', inside(fnmr), greatest);
  const points = Array.from(fmr, (rate, i) => ({ x: x.place(rate), y: y.place(fnmr[i]!) }));
  const equal = [Math.max(x.domain[0], y.domain[0]), x.domain[1]].map((at) => ({ x: at, y: at }));
  const width = x.domain[1] - x.domain[0];
  const encoding = {
    x: { field: 'x', type: 'quantitative', scale: scaleOf(x.domain), axis: x.axis },
    y: { field: 'y', type: 'quantitative', scale: scaleOf(y.domain), axis: y.axis },
    order: null,
  };
  return framed(`DET, ${subject.dataset}`, subtitles(subject, 'Grey: FMR = FNMR'), {
    layer: [
      {
        data: { values: equal },
        mark: { type: 'line', color: COLOURS.grey, strokeWidth: 1, strokeDash: [4, 4], clip: true },
        encoding,
      },
      {
        data: {
          values: thinned(points, (point) => (SIZE.width * (point.x - x.domain[0])) / width),
        },
        mark: {
          type: 'line',
          interpolate: 'step-after',
          color: COLOURS.blue,
          strokeWidth: 2.5,
          clip: true,
        },
        encoding,
      },
    ],
  });
}

function scaleOf(domain: readonly [number, number]): Spec {
  return { domain, nice: false, zero: false };
}

/** A rate in per cent as `0.1` or `40`; below 0.01 % as a power of ten. */
function percentText(rate: number): string {
  const percent = Number((100 * rate).toPrecision(3));
  return percent < 0.01 ? powerOfTen(percent) : String(percent);
}

/** An axis of normal deviates from a tick below the least of `rates` to `greatest`, labelled in per cent. */
function deviateAxis(title: string, rates: Float64Array, greatest: number) {
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
