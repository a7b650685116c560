import type { MetricRow } from '../types.js';
import { wrap } from './columns.js';
import { fixedText, percentText } from './figures.js';
import { printable } from './terminal.js';

/** Below this p a trend is told from chance. */
const LEVEL = 0.05;

/**
 * A sentence for each `quality_bands_trend` row that says whether the error falls with quality, by how much, and how sure that
 * is, on lines of at most `width`. Empty without such rows.
 */
export function trendLines(rows: readonly MetricRow[], width = Infinity): string {
  return rows
    .filter(({ metric }) => metric.startsWith('quality_bands_trend@'))
    .map((row) =>
      wrap(printable(sentenceOf(row, rows)), width)
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('');
}

function sentenceOf(trend: MetricRow, rows: readonly MetricRow[]): string {
  const at = trend.metric.slice(trend.metric.indexOf('@'));
  const [, quality = 'quality', error = ''] = /^@quality=(.*),error=(\w+)$/.exec(at) ?? [];
  const name = error.toUpperCase();
  const read = (metric: string) => rows.find((row) => row.metric === metric + at);
  const value = (metric: string) => read(metric)?.value ?? NaN;
  if (Number.isNaN(trend.value)) return `${name} by ${quality}: ${trend.note ?? 'undefined'}`;
  const p = value('quality_bands_trend_p');
  const verdict =
    p >= LEVEL || Number.isNaN(p)
      ? `${name} shows no trend with ${quality}`
      : `${name} ${trend.value < 0 ? 'falls' : 'rises'} with ${quality}`;
  const somers = read('quality_bands_somers_d');
  const ends =
    somers?.low === undefined || somers.high === undefined
      ? ''
      : ` [${fixedText(somers.low, 2)}, ${fixedText(somers.high, 2)}]`;
  const parts = [
    `trend over bands z ${fixedText(trend.value, 2)}, p ${pText(p)}`,
    ...(somers === undefined
      ? []
      : [
          `Somers' D ${fixedText(somers.value, 2)}${ends}, p ${pText(value('quality_bands_somers_p'))}`,
        ]),
    ...riseOf(read('quality_bands_rise'), value('quality_bands_rise_p')),
  ];
  const few = /decided by \d+ errors/.exec(trend.note ?? '');
  return `${verdict}: ${parts.join('; ')}${few === null ? '' : ` (${few[0]})`}`;
}

function riseOf(rise: MetricRow | undefined, p: number): string[] {
  if (rise === undefined || Number.isNaN(rise.value)) return [];
  if (rise.value <= 0) return ['it rises nowhere'];
  const where = /from band \d+ to \d+/.exec(rise.note ?? '')?.[0] ?? '';
  return [`largest rise ${percentText(rise.value)} points ${where}, p ${pText(p)}`];
}

/** A chance of two digits: `0.034`, `1.4e-6`. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return '–';
  if (p >= 0.995) return '1';
  if (p === 0) return '0';
  return p >= 0.001 ? String(Number(p.toPrecision(2))) : p.toExponential(1);
}
