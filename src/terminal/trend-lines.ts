import type { Curve } from '../types.js';
import { wrap } from './columns.js';
import { fixedText, percentText } from './figures.js';
import { printable } from './terminal.js';

/** Below this p a trend is told from chance. */
const LEVEL = 0.05;

const FEW_ERRORS = 10;

/**
 * A sentence for each `quality_bands_trend` curve that says whether the error falls with quality, by how much, and how sure that
 * is, on lines of at most `width`. Empty without such curves.
 */
export function trendLines(curves: readonly Curve[], width = Infinity): string {
  return curves
    .filter(({ name }) => name === 'quality_bands_trend')
    .map((curve) =>
      wrap(printable(sentenceOf(curve)), width)
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('');
}

function sentenceOf({ labels, columns }: Curve): string {
  const read = (name: string) => columns[name]?.[0] ?? NaN;
  const error = String(labels['error'] ?? 'error').toUpperCase();
  const quality = String(labels['quality'] ?? 'quality');
  const [errors, count, z, p] = ['errors', 'count', 'z', 'p'].map(read) as [
    number,
    number,
    number,
    number,
  ];
  if (Number.isNaN(z)) {
    const why =
      errors === 0
        ? 'there are no errors'
        : errors === count
          ? 'there is nothing but errors'
          : 'there is one band';
    return `${error} has no trend with ${quality}: ${why}`;
  }
  const verdict =
    p >= LEVEL
      ? `${error} shows no trend with ${quality}`
      : `${error} ${z < 0 ? 'falls' : 'rises'} with ${quality}`;
  const ends = Number.isNaN(read('somers_d_low'))
    ? ''
    : ` [${fixedText(read('somers_d_low'), 2)}, ${fixedText(read('somers_d_high'), 2)}]`;
  const rise = read('rise');
  const where = `from band ${read('rise_from_band')} to ${read('rise_to_band')}`;
  const parts = [
    `trend over bands z ${fixedText(z, 2)}, p ${pText(p)}`,
    `Somers' D ${fixedText(read('somers_d'), 2)}${ends}, p ${pText(read('somers_p'))}`,
    rise > 0
      ? `largest rise ${percentText(rise)} points ${where}, p ${pText(read('rise_p'))}`
      : 'it rises nowhere',
  ];
  const few = errors < FEW_ERRORS ? ` (${errors} ${errors === 1 ? 'error' : 'errors'})` : '';
  return `${verdict}: ${parts.join('; ')}${few}`;
}

/** A chance of two digits: `0.034`, `1.4e-6`. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return '–';
  if (p >= 0.995) return '1';
  if (p === 0) return '0';
  return p >= 0.001 ? String(Number(p.toPrecision(2))) : p.toExponential(1);
}
