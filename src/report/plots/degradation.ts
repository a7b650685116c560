import type { Curve, Report } from '../../types.js';
import { framed, SERIES, subtitles, type Spec } from './style.js';

/** Mean magnitude over the level of each degradation, one line a kind. Undefined where the report has none. */
export function degradationPlot(report: Report): Spec | undefined {
  const [title, axis] = ['Magnitude under degradation', 'Mean magnitude'];
  return overLevels(report, { column: 'magnitude', title, axis });
}

/**
 * Mean similarity to the picture as it is, likewise. Undefined where the report does not tell how sure the means are, as that of
 * the demonstration, which has enough to show.
 */
export function similarityPlot(report: Report): Spec | undefined {
  const title = 'Similarity to the picture as it is';
  const probed = report.curves.some(({ columns }) => columns['similarity_low'] !== undefined);
  return probed
    ? overLevels(report, { column: 'similarity', title, axis: 'Mean similarity' })
    : undefined;
}

function overLevels(
  { subject, curves }: Report,
  {
    column,
    title,
    axis,
  }: { readonly column: string; readonly title: string; readonly axis: string },
): Spec | undefined {
  const shown = curves.filter(({ name }) => name === 'degradation');
  if (shown.length === 0) return undefined;
  const kinds = shown.map(({ labels }) => String(labels['kind']));
  const values = shown.flatMap((curve, k) => pointsOf(curve, kinds[k]!, column));
  const banded = values.some((value) => 'low' in value);
  const remark = banded
    ? 'Mean over the same pictures, 95 % intervals'
    : 'Mean over the same pictures at every level';
  const y = {
    field: column,
    type: 'quantitative',
    scale: { zero: false },
    axis: { title: axis, tickCount: 6 },
  };
  return framed(`${title}, ${subject.dataset}`, subtitles(subject, remark), {
    data: { values },
    encoding: {
      x: {
        field: 'level',
        type: 'quantitative',
        axis: {
          title: 'Level of degradation (0: as it is)',
          values: [0, 1, 2, 3, 4],
          format: 'd',
        },
      },
      y,
      color: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: kinds, range: SERIES.slice(0, kinds.length) },
        legend: {
          title: null,
          labelFontSize: 14,
          symbolStrokeWidth: 3,
          orient: 'bottom-left',
          // The bands lend the legend their faintness.
          ...(banded ? { symbolOpacity: 1 } : {}),
        },
      },
    },
    layer: [
      ...(banded
        ? [
            {
              mark: { type: 'area', opacity: 0.13 },
              encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
            },
          ]
        : []),
      { mark: { type: 'line', strokeWidth: 2.5 } },
      { mark: { type: 'point', filled: true, size: 55 } },
    ],
  });
}

/** A point a level; with its interval where there is one. */
function pointsOf({ columns }: Curve, kind: string, column: string) {
  const [low, high] = [columns[`${column}_low`], columns[`${column}_high`]];
  return Array.from(columns['level']!, (level, i) => ({
    kind,
    level,
    [column]: columns[column]![i]!,
    ...(low === undefined || high === undefined || Number.isNaN(low[i])
      ? {}
      : { low: low[i]!, high: high[i]! }),
  }));
}
