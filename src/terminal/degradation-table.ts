import picocolors from 'picocolors';
import type { Curve, MetricRow } from '../types.js';
import { layOut, layOutWithin, type Column, type SparedColumn } from './columns.js';
import { fixedText } from './figures.js';
import type { TableStyle } from './table.js';

/** The `degradation` curves as a table: a line a kind, the mean magnitude at each level across. Empty without them. */
export function degradationTable(curves: readonly Curve[], style: TableStyle = {}): string {
  const shown = curves.filter(({ name }) => name === 'degradation');
  if (shown.length === 0) return '';
  const columns = levelColumns(shown, 'magnitude', style);
  return `mean magnitude of the same pictures, degraded step by step\n${layOut(columns)}`;
}

/**
 * As {@link degradationTable}, with the rank correlation of level and magnitude, the share of steps down at which the magnitude
 * of a picture fell, and how alike the pictures stay to themselves as they are.
 */
export function probeTable(
  curves: readonly Curve[],
  rows: readonly MetricRow[],
  style: TableStyle = {},
): string {
  const { dim } = picocolors.createColors(style.colour ?? false);
  const shown = curves.filter(({ name }) => name === 'degradation');
  if (shown.length === 0) return '';
  const rowOf = (rule: string, { labels }: Curve) =>
    rows.find(({ metric }) => metric === `degradation_${rule}@kind=${labels['kind']}`);
  const right = (head: string, cells: readonly string[], spared: number): SparedColumn => ({
    head: dim(head),
    align: 'right',
    cells,
    spared,
  });
  const pictures = rowOf('spearman', shown[0]!)?.count ?? 0;
  const magnitudes: SparedColumn[] = [
    ...levelColumns(shown, 'magnitude', style),
    right(
      'fell',
      shown.map(({ columns: { fell } }) => {
        const steps = [...fell!.subarray(1)];
        return `${fixedText((100 * steps.reduce((a, b) => a + b, 0)) / steps.length, 0)} %`;
      }),
      2,
    ),
    ...['spearman', 'kendall'].map((rule) =>
      right(
        rule,
        shown.map((curve) => fixedText(rowOf(rule, curve)?.value ?? NaN, 2)),
        rule === 'kendall' ? 1 : 3,
      ),
    ),
  ];
  const table = layOutWithin(magnitudes, style.columns ?? Infinity);
  return (
    `mean magnitude of the same ${pictures} pictures, degraded step by step; fell: share of steps at which it did\n` +
    `${table}\nmean similarity to the picture as it is\n${layOut(levelColumns(shown, 'similarity', style))}`
  );
}

function levelColumns(
  shown: readonly Curve[],
  what: 'magnitude' | 'similarity',
  { colour = false }: TableStyle,
): Column[] {
  const { dim } = picocolors.createColors(colour);
  const levels = [...shown[0]!.columns['level']!];
  return [
    {
      head: dim('degraded by'),
      align: 'left',
      cells: shown.map(({ labels }) => String(labels['kind'])),
    },
    ...levels.map((level, i): Column => ({
      head: dim(level === 0 ? 'as is' : `level ${level}`),
      align: 'right',
      cells: shown.map(({ columns }) => columns[what]![i]!.toFixed(2)),
    })),
  ];
}
