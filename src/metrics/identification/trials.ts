import type { Curve, MetricRow, Report } from '../../types.js';

/** What one trial gave: each metric by its name. */
export interface TrialResult {
  /** Such as its numbers of pictures; written beside the metrics. */
  readonly counts: Readonly<Record<string, number>>;
  readonly values: ReadonlyMap<string, number>;
}

/**
 * BLUFR's fused rates: of each metric the mean over trials less their standard deviation (over one less than their number), under its
 * own name, then the two apart; and the curve `trials` with every trial.
 */
export function trialsReport(trials: readonly TrialResult[]): Pick<Report, 'rows' | 'curves'> {
  const names = [...trials[0]!.values.keys()];
  const rows = names.flatMap((metric): MetricRow[] => {
    const values = trials.map((trial) => trial.values.get(metric)!);
    const count = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / (count - 1));
    const row = { count, convention: 'blufr' };
    const note = 'the mean of the trials less their standard deviation';
    return [
      { ...row, metric, value: mean - deviation, note },
      { ...row, metric: `${metric}:mean`, value: mean },
      { ...row, metric: `${metric}:std`, value: deviation },
    ];
  });
  const column = (read: (trial: TrialResult, t: number) => number) =>
    Float64Array.from(trials, read);
  const columns = {
    trial: column((_, t) => t + 1),
    ...Object.fromEntries(
      Object.keys(trials[0]!.counts).map((key) => [key, column(({ counts }) => counts[key]!)]),
    ),
    ...Object.fromEntries(names.map((name) => [name, column(({ values }) => values.get(name)!)])),
  };
  const curve: Curve = { name: 'trials', labels: {}, columns };
  return { rows, curves: [curve] };
}
