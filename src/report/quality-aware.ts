import type { Comparison } from '../types.js';
import { comparisonJson, differencesCsv } from './comparison.js';
import { csvText } from './csv.js';
import { differencesPlot } from './plots/differences.js';
import { svgOf } from './plots/svg.js';

/** The parameters one part of the comparisons was scored with. */
export interface AwareRow {
  readonly system: string;
  /** The test fold they scored; absent where they scored everything. */
  readonly fold?: number;
  readonly alpha: number;
  readonly beta: number;
  /** The score at which the change ends. */
  readonly knee: number;
  /** Share of the comparisons they scored whose score they changed. */
  readonly changed: number;
  /** Comparisons they were found on; absent where they were given. */
  readonly genuine?: number;
  readonly impostor?: number;
}

const COLUMNS = [
  'system',
  'fold',
  'alpha',
  'beta',
  'knee',
  'changed',
  'genuine',
  'impostor',
] as const;

/**
 * Every file of quality-aware scores beside the plain ones, name to text: quality_aware.csv and .json with the differences,
 * quality_aware_parameters.csv, and for each system quality_aware_SYSTEM.svg.
 * @param pairs each system against the plain scores
 */
export async function awareFiles(
  comparison: Comparison,
  pairs: readonly Comparison[],
  parameters: readonly AwareRow[],
): Promise<Map<string, string>> {
  const files = new Map([
    ['quality_aware.csv', differencesCsv(comparison)],
    ['quality_aware.json', comparisonJson(comparison)],
    ['quality_aware_parameters.csv', parametersCsv(parameters)],
  ]);
  for (const pair of pairs) {
    const plot = differencesPlot(pair);
    if (plot !== undefined) {
      files.set(`quality_aware_${fileWord(pair.systems[1]!)}.svg`, await svgOf(plot));
    }
  }
  return files;
}

/** The text of quality_aware_parameters.csv: alpha and beta exactly, what does not apply empty. */
function parametersCsv(parameters: readonly AwareRow[]): string {
  const records = parameters.map((row) =>
    COLUMNS.map((column) => {
      const value = row[column];
      return column === 'alpha' || column === 'beta' ? { exact: row[column] } : value;
    }),
  );
  return csvText(COLUMNS, records);
}

/** The name of a system as a part of a file's name. */
export function fileWord(system: string): string {
  return system.replace(/[^A-Za-z0-9.-]+/g, '_');
}
