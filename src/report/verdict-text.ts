import type { Check, Reading } from '../types.js';
import { decimal } from './digits.js';

/** One side of a check as files tell it: `0.9857 (2957/3000)`, `0.99776`, `undefined`, or its text. */
export function readingText(reading: Reading | string): string {
  if (typeof reading === 'string') return reading;
  const { value, hits, count } = reading;
  const text = Number.isNaN(value) ? 'undefined' : decimal(value);
  return hits === undefined ? text : `${text} (${hits}/${count ?? 0})`;
}

/** The difference of a check with its interval, as `-0.0023 [-0.0051, 0.0004]`; empty where it has none. */
export function differenceText({ difference, low, high }: Check): string {
  if (difference === undefined) return '';
  const text = (value: number) => {
    const rounded = Number(value.toPrecision(4));
    return Number.isNaN(value) ? 'undefined' : String(rounded === 0 ? 0 : rounded);
  };
  const bounds = low === undefined || high === undefined ? '' : ` [${text(low)}, ${text(high)}]`;
  return text(difference) + bounds;
}

/** What a check expects, with the margin where it has one. */
export function expectedText({ expected, margin }: Check): string {
  const text = readingText(expected);
  return margin === undefined ? text : `${text}, margin ${decimal(margin)}`;
}
