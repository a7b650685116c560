import type { Report } from '../../types.js';
import { framed, SERIES, subtitles, type Spec } from './style.js';

/** Mean magnitude over the level of each degradation, one line a kind. Undefined where the report has none. */
export function degradationPlot({ subject, curves }: Report): Spec | undefined {
  const shown = curves.filter(({ name }) => name === 'degradation');
  if (shown.length === 0) return undefined;
  const kinds = shown.map(({ labels }) => String(labels['kind']));
  const values = shown.flatMap(({ columns }, k) =>
    Array.from(columns['level']!, (level, i) => ({
      kind: kinds[k]!,
      level,
      magnitude: columns['magnitude']![i]!,
    })),
  );
  return framed(
    `Magnitude under degradation, ${subject.dataset}`,
    subtitles(subject, 'Mean over the same pictures at every level'),
    {
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
        y: {
          field: 'magnitude',
          type: 'quantitative',
          scale: { zero: false },
          axis: { title: 'Mean magnitude', tickCount: 6 },
        },
        color: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: kinds, range: SERIES.slice(0, kinds.length) },
          legend: { title: null, labelFontSize: 14, symbolStrokeWidth: 3, orient: 'bottom-left' },
        },
      },
      layer: [
        { mark: { type: 'line', strokeWidth: 2.5 } },
        { mark: { type: 'point', filled: true, size: 55 } },
      ],
    },
  );
}
