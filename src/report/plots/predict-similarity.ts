import type { Curve, Report } from '../../types.js';
import { COLOURS, framed, type Spec, subtitles } from './style.js';

/**
 * How alike a picture is to the other pictures of its person over its quality: the number of pictures as shades, the median
 * and the quartiles in bands of quality as lines. Undefined where the report has none; of several qualities the first.
 */
export function predictSimilarityPlot({ subject, curves, rows }: Report): Spec | undefined {
  const density = curves.find(({ name }) => name === 'predict_similarity');
  if ((density?.columns['count']?.length ?? 0) < 2) return undefined;
  const { quality = 'quality' } = density!.labels;
  const bands = curves.find(
    ({ name, labels }) => name === 'predict_similarity_bands' && labels['quality'] === quality,
  );
  const correlation = rows.find(
    ({ metric }) => metric === `predict_spearman_identity@quality=${quality}`,
  );
  const cells = recordsOf(density!);
  const lines = bands === undefined ? [] : recordsOf(bands);
  const span = (low: string, high: string) => [
    Math.min(...density!.columns[low]!),
    Math.max(...density!.columns[high]!),
  ];
  const x = {
    type: 'quantitative',
    scale: { domain: span('quality_low', 'quality_high'), nice: false, zero: false },
    axis: { title: `${quality} of a picture`, grid: false, format: '~g' },
  };
  const y = {
    type: 'quantitative',
    scale: { domain: span('similarity_low', 'similarity_high'), nice: false, zero: false },
    axis: { title: 'Mean cosine to same person', grid: false },
  };
  const remark = [
    correlation === undefined || Number.isNaN(correlation.value)
      ? undefined
      : `Spearman ${correlation.value.toFixed(3)} over ${correlation.count} pictures`,
    'line: median, with quartiles',
  ];
  return framed(
    `Likeness to the same person, ${subject.dataset}`,
    subtitles(subject, remark.filter((part) => part !== undefined).join('; ')),
    {
      layer: [
        {
          data: { values: cells },
          mark: { type: 'rect' },
          encoding: {
            x: { ...x, field: 'quality_low' },
            x2: { field: 'quality_high' },
            y: { ...y, field: 'similarity_low' },
            y2: { field: 'similarity_high' },
            color: {
              field: 'count',
              type: 'quantitative',
              // Most cells hold few pictures and few hold most.
              scale: { type: 'sqrt', range: ['#e3eef6', COLOURS.blue, '#00263d'] },
              legend: { title: 'pictures', gradientLength: 160, tickCount: 4 },
            },
          },
        },
        {
          data: { values: lines },
          mark: { type: 'line', strokeWidth: 2.5, color: COLOURS.vermilion },
          encoding: { x: { ...x, field: 'quality' }, y: { ...y, field: 'median' } },
        },
        ...['lower', 'upper'].map((field) => ({
          data: { values: lines },
          mark: { type: 'line', strokeWidth: 1.6, strokeDash: [5, 4], color: COLOURS.vermilion },
          encoding: { x: { ...x, field: 'quality' }, y: { ...y, field } },
        })),
      ],
    },
  );
}

function recordsOf({ columns }: Curve): Record<string, number>[] {
  const [first] = Object.values(columns);
  return Array.from(first ?? [], (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]!])),
  );
}
