import type { Report } from '../../types.js';
import { framed, rateAxis, SERIES, type Spec, subtitles } from './style.js';

/**
 * FNIR for FPIR at rank 1, a line for each gallery, as steps: both axes are logarithmic, so rates of 0 are not drawn.
 * Undefined where the report has none to draw.
 */
export function fnirPlot({ subject, curves }: Report): Spec | undefined {
  const values = curves
    .filter(({ name, labels }) => name === 'fnir' && labels['rank'] === 1)
    .flatMap(({ labels, columns }) =>
      Array.from(columns['fpir'] ?? [], (fpir, i) => ({
        gallery: String(labels['gallery']),
        fpir,
        fnir: columns['fnir']![i]!,
      })),
    )
    .filter(({ fpir, fnir }) => fpir > 0 && fnir > 0);
  if (values.length === 0) return undefined;
  const galleries = new Set(values.map(({ gallery }) => gallery)).size;
  // Where all rates are 1 an axis still needs a length.
  const least = Math.min(0.1, ...values.map(({ fpir }) => fpir));
  const lowest = Math.min(0.1, ...values.map(({ fnir }) => fnir));
  return framed(
    `Identification, ${subject.dataset}`,
    subtitles(subject, 'A mate is missed that is not first'),
    {
      data: { values },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.5 },
      encoding: {
        x: {
          field: 'fpir',
          type: 'quantitative',
          ...rateAxis('False positive identification rate (FPIR)', least),
        },
        y: {
          field: 'fnir',
          type: 'quantitative',
          scale: { type: 'log', domain: [lowest, 1], nice: false },
          axis: { title: 'Mated probes missed (FNIR)', format: '.1~%', tickCount: 5 },
        },
        color: {
          field: 'gallery',
          type: 'nominal',
          scale: { range: [...SERIES] },
          ...(galleries > 1 ? {} : { legend: null }),
        },
        order: null,
      },
    },
  );
}
