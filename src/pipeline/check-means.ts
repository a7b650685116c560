import { METRICS } from '../metrics/index.js';
import { pairedDifferences } from '../metrics/paired-differences.js';
import type { CheckMeans } from './check.js';
import { openKeptRun } from './kept-run.js';
import { loadScores } from './score-files.js';

/** How the commands get at runs, scores and differences. */
export const MEANS: CheckMeans = {
  openRun: openKeptRun,
  readScores: async (path) => (await loadScores(path)).scores,
  paired: (first, second, { conventions, metrics }) =>
    pairedDifferences(first, second, {
      conventions,
      metrics: METRICS.filter(({ name }) => metrics.includes(name)),
    }),
};
