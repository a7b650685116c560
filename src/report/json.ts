import type { Report } from '../types.js';
import { tenDigits } from './digits.js';

/**
 * The text of metrics.json: one flat object from `DATASET/METRIC` to value, keys sorted by code unit.
 *
 * Keys and values are those of {@link metricValues}; values have ten significant digits, undefined ones are null.
 * @throws RangeError where two rows come to one key, since one of them would be lost
 */
export function metricsJson(report: Report): string {
  const values = metricValues(report);
  const lines = [...values.keys()]
    .sort()
    .map((key) => `  ${JSON.stringify(key)}: ${JSON.stringify(tenDigits(values.get(key)!))}`);
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

/**
 * The values of a report by flat keys, in the order of its rows.
 *
 * Keys hold only what MLflow takes (letters, digits, `_ . / -` and blanks; its `_VALID_PARAM_AND_METRIC_NAMES`), so
 * `tar@far=1e-3` becomes `tar_far_1e-3`. The first convention to have counted a metric owns its plain key; any further
 * one gets `DATASET/CONVENTION/METRIC`. A trial on part of the comparisons has the key `DATASET/partial`, their number.
 * @throws RangeError where two rows come to one key
 */
export function metricValues({ subject, rows }: Report): Map<string, number> {
  const values = new Map<string, number>();
  const put = (parts: readonly string[], value: number) => {
    const key = parts.map(mlflowName).join('/');
    if (values.has(key)) throw new RangeError(`two rows come to the key ${key}`);
    values.set(key, value);
  };
  const { dataset, partial } = subject;
  if (partial !== undefined) put([dataset, 'partial'], partial);
  const owned = new Set<string>();
  for (const { metric, convention, value } of rows) {
    put(owned.has(metric) ? [dataset, convention, metric] : [dataset, metric], value);
    owned.add(metric);
  }
  return values;
}

/** The name as one part of a key. A part must not be empty or dots alone either: MLflow reads keys as paths. */
export function mlflowName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_.\- ]+/g, '_');
  return /^\.*$/.test(safe) ? '_' : safe;
}
