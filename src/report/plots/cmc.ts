import type { Report } from '../../types.js';
import { framed, niceBelow, percentAxis, SERIES, type Spec, subtitles } from './style.js';

/**
 * The cumulative match characteristic, a line for each gallery: mated probes with their mate within a rank, as steps over the
 * rank, which is logarithmic. Undefined where the report has none.
 */
export function cmcPlot({ subject, curves }: Report): Spec | undefined {
  const values = curves
    .filter(({ name }) => name === 'cmc')
    .flatMap(({ labels, columns }) =>
      Array.from(columns['rank'] ?? [], (rank, i) => ({
        gallery: String(labels['gallery']),
        rank,
        tpir: columns['tpir']![i]!,
      })),
    );
  if (values.length === 0) return undefined;
  const most = Math.max(2, ...values.map(({ rank }) => rank));
  const lowest = Math.min(0.99, ...values.map(({ tpir }) => tpir));
  const galleries = new Set(values.map(({ gallery }) => gallery)).size;
  const ranks = [1, 2, 5, 10, 20, 50, 100].filter((rank) => rank <= most);
  return framed(
    `Identification by rank, ${subject.dataset}`,
    subtitles(subject, 'Closed set: mated probes alone, without a threshold'),
    {
      data: { values },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.5 },
      encoding: {
        x: {
          field: 'rank',
          type: 'quantitative',
          scale: { type: 'log', domain: [1, most], nice: false },
          axis: { title: 'Rank', values: ranks, format: 'd' },
        },
        y: {
          field: 'tpir',
          type: 'quantitative',
          ...percentAxis('Mates found within the rank (%)', [
            niceBelow(lowest - (1 - lowest) / 20, 1 - lowest),
            1,
          ]),
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
