import picocolors from 'picocolors';
import type { Curve } from '../types.js';
import { layOut, type Column } from './columns.js';
import type { TableStyle } from './table.js';

/** The `degradation` curves as a table: a line a kind, the mean magnitude at each level across. Empty without them. */
export function degradationTable(
  curves: readonly Curve[],
  { colour = false }: TableStyle = {},
): string {
  const shown = curves.filter(({ name }) => name === 'degradation');
  if (shown.length === 0) return '';
  const { dim } = picocolors.createColors(colour);
  const levels = [...shown[0]!.columns['level']!];
  const columns: Column[] = [
    {
      head: dim('degraded by'),
      align: 'left',
      cells: shown.map(({ labels }) => String(labels['kind'])),
    },
    ...levels.map((level, i): Column => ({
      head: dim(level === 0 ? 'as is' : `level ${level}`),
      align: 'right',
      cells: shown.map(({ columns: { magnitude } }) => magnitude![i]!.toFixed(2)),
    })),
  ];
  return `mean magnitude of the same pictures, degraded step by step\n${layOut(columns)}`;
}
