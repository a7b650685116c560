import type { Curve, Report } from '../../types.js';
import { decimalsOf } from './band-names.js';
import { orderedDets } from './ordered-dets.js';
import type { Spec } from './style.js';

/**
 * A DET for each band of quality, one line a band, the darkest that of the lowest quality. Undefined where the report has none,
 * or none with a rate between 0 and 1 on either axis. Of several qualities the first is shown.
 */
export function bandDetsPlot({ subject, curves }: Report): Spec | undefined {
  const all = curves.filter(({ name }) => name === 'quality_bands_det');
  const quality = all[0]?.labels['quality'];
  const shown = all.filter(({ labels }) => labels['quality'] === quality);
  return orderedDets(subject, shown, {
    title: 'DET by quality',
    remark: 'A line ends, or is missing, where its band has no error left',
    legend: String(quality ?? 'quality'),
    names: namesOf(shown),
  });
}

/** The qualities each band holds, told apart by its number where two would read alike. */
function namesOf(curves: readonly Curve[]): string[] {
  const ends = curves.map(({ labels }) => [
    Number(labels['quality_low']),
    Number(labels['quality_high']),
  ]);
  const decimals = decimalsOf([...ends.map(([low]) => low!), ends.at(-1)?.[1] ?? NaN]);
  const names = ends.map(([low, high]) => `${low!.toFixed(decimals)} – ${high!.toFixed(decimals)}`);
  return names.map((name, i) =>
    names.indexOf(name) === i ? name : `${name} (${Number(curves[i]!.labels['band'])})`,
  );
}
