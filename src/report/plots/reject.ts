import type { Report } from '../../types.js';
import {
  framed,
  niceAbove,
  percentAxis,
  powerOfTen,
  SERIES,
  type Spec,
  subtitles,
} from './style.js';

/** The greatest share rejected that is drawn: beyond, few probes are left. */
const MOST = 0.5;

/**
 * Mated probes missed over the share of probes rejected by their quality, as steps: at rank 1 without a threshold, and for each FPIR
 * with the threshold of all probes. Galleries are told by dashes. Undefined where the report has none.
 */
export function rejectPlot({ subject, curves }: Report): Spec | undefined {
  const own = curves.filter(({ name }) => name === 'reject');
  const galleries = [...new Set(own.map(({ labels }) => String(labels['gallery'])))];
  const values = own.flatMap(({ labels, columns }) => {
    const gallery = String(labels['gallery']);
    const fpir = Number(labels['target_fpir']);
    const firstOf = own.find((curve) => curve.labels['gallery'] === labels['gallery']);
    const points = (what: string, shares: Float64Array) =>
      Array.from(columns['rejected'] ?? [], (rejected, i) => ({
        gallery,
        what,
        rejected,
        missed: 1 - shares[i]!,
      }));
    return [
      ...(firstOf?.labels === labels ? points('rank 1', columns['rank_1']!) : []),
      ...points(`FPIR ${powerOfTen(fpir)}`, columns['tpir']!),
    ];
  });
  const drawn = values.filter(
    ({ rejected, missed }) => rejected <= MOST && Number.isFinite(missed),
  );
  if (drawn.length === 0) return undefined;
  const top = niceAbove(Math.max(1e-3, ...drawn.map(({ missed }) => missed)));
  return framed(
    `Identification without the worst probes, ${subject.dataset}`,
    subtitles(subject, 'Thresholds are those of all probes'),
    {
      data: { values: drawn },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.5 },
      encoding: {
        x: {
          field: 'rejected',
          type: 'quantitative',
          ...percentAxis('Probes of lowest magnitude rejected (%)', [0, MOST]),
        },
        y: {
          field: 'missed',
          type: 'quantitative',
          ...percentAxis('Mated probes missed (%)', [0, top]),
        },
        color: {
          field: 'what',
          type: 'nominal',
          sort: null,
          title: null,
          scale: { range: [...SERIES] },
        },
        ...(galleries.length > 1
          ? { strokeDash: { field: 'gallery', type: 'nominal', sort: null } }
          : {}),
        order: null,
      },
    },
  );
}
