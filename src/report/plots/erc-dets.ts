import type { Report } from '../../types.js';
import { orderedDets } from './ordered-dets.js';
import type { Spec } from './style.js';

/**
 * The DET of what is left after each discard, one line a discard, the darkest that of all comparisons. Undefined where the report
 * has none, or none with a rate between 0 and 1 on either axis. Of several qualities the first is shown.
 */
export function ercDetsPlot({ subject, curves }: Report): Spec | undefined {
  const all = curves.filter(({ name }) => name === 'erc_det');
  const quality = all[0]?.labels['quality'];
  const shown = all.filter(({ labels }) => labels['quality'] === quality);
  return orderedDets(subject, shown, {
    title: 'DET versus discard',
    remark: 'The worst of all comparisons discarded, by quality',
    legend: String(quality ?? 'quality'),
    names: shown.map(
      ({ labels }) => `${Number((100 * Number(labels['discard'])).toPrecision(3))} %`,
    ),
  });
}
