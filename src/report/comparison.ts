import type { Comparison, Difference } from '../types.js';
import { tenDigits } from './digits.js';
import { csvText } from './csv.js';
import { differencesPlot } from './plots/differences.js';
import { svgOf } from './plots/svg.js';

/**
 * The text of differences.json: the systems, and of each two of them every metric's values, difference, interval and verdict.
 *
 * Numbers have ten significant digits; undefined ones are null.
 */
export function comparisonJson({ differences, ...about }: Comparison): string {
  const pairs = differences.map(({ first, second, metrics }) => ({
    first: about.systems[first]!,
    second: about.systems[second]!,
    metrics,
  }));
  const whole = { format: 'magface-comparison/1', ...about, differences: pairs };
  return `${JSON.stringify(whole, (_, value: unknown) => (typeof value === 'number' ? rounded(value) : value), 2)}\n`;
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? tenDigits(value) : null;
}

const COLUMNS = [
  'metric',
  'convention',
  'better',
  'first',
  'second',
  'difference',
  'low',
  'high',
  'interval',
  'verdict',
  'needed',
  'note',
] as const;

/** Every file of a comparison, name to text: differences.json, differences.csv, and for two systems differences.svg. */
export async function comparisonFiles(comparison: Comparison): Promise<Map<string, string>> {
  const plot = differencesPlot(comparison);
  return new Map([
    ['differences.json', comparisonJson(comparison)],
    ['differences.csv', differencesCsv(comparison)],
    ...(plot === undefined ? [] : ([['differences.svg', await svgOf(plot)]] as const)),
  ]);
}

/** The text of differences.csv: a line for each metric of each two systems, what is undefined empty. */
export function differencesCsv({ systems, differences }: Comparison): string {
  const lines = differences.flatMap(({ first, second, metrics }) =>
    metrics.map((difference: Difference) => [
      systems[first]!,
      systems[second]!,
      ...COLUMNS.map((column) => difference[column]),
    ]),
  );
  return csvText(['first_system', 'second_system', ...COLUMNS], lines);
}
