import type { Answer, SideBySide, Subject } from '../types.js';
import { tenDigits } from './digits.js';

/**
 * The text of conventions.json: the subject, and for each metric every convention's number with what makes it another than
 * the default's.
 *
 * Values and rates have ten significant digits, thresholds all; undefined ones are null. `conventions` of an answer are all
 * that give it; `reasons` hold for those they name.
 */
export function conventionsJson(subject: Subject, tables: readonly SideBySide[]): string {
  const metrics = tables.map(({ metric, answers, without }) => ({
    metric,
    answers: answers.map(answerObject),
    without,
  }));
  return `${JSON.stringify({ format: 'magface-conventions/1', subject, metrics }, null, 2)}\n`;
}

function answerObject({ conventions, usual, row, spread, reasons }: Answer) {
  const { value, count, hits, low, high, interval, threshold, achieved, note } = row;
  return {
    conventions,
    default: usual,
    value: rounded(value),
    ...(spread === undefined
      ? {}
      : { [spread.error ? 'standard_error' : 'standard_deviation']: rounded(spread.value) }),
    ...(low === undefined || high === undefined ? {} : { low: rounded(low), high: rounded(high) }),
    ...(interval === undefined ? {} : { interval }),
    count,
    ...(hits === undefined ? {} : { hits }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(achieved === undefined ? {} : { achieved: rounded(achieved) }),
    ...(note === undefined ? {} : { note }),
    reasons,
  };
}

function rounded(value: number): number | null {
  return Number.isNaN(value) ? null : tenDigits(value);
}
