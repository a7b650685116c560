import type { Curve, Report } from '../../types.js';
import { COLOURS, framed, SERIES, type Spec, subtitles } from './style.js';

/**
 * How the magnitudes of a set of pictures spread: bars, with the means of its persons as a line; of several sets a line each, on
 * the same bins. Undefined where the report has no histogram.
 */
export function qualityHistogramPlot({ subject, curves }: Report): Spec | undefined {
  const shown = curves.filter(
    ({ name, columns }) => name === 'quality_histogram' && (columns['low']?.length ?? 0) > 0,
  );
  const [first, ...more] = shown;
  if (first === undefined) return undefined;
  const { low, high } = first.columns;
  const domain = [low![0]!, high!.at(-1)!];
  const width = Number((high![0]! - low![0]!).toPrecision(6));
  const x = {
    field: 'from',
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: { title: 'Magnitude', tickCount: 8 },
  };
  const y = {
    field: 'share',
    type: 'quantitative',
    axis: { title: `Share in a bin ${width} wide (%)`, tickCount: 6 },
  };
  const title = `Magnitudes, ${subject.dataset}`;
  if (more.length > 0) return several(shown, { title, subject, x, y });
  const persons = steps(first, 'persons');
  const known = persons.some(({ share }) => share > 0);
  const remark = known ? 'Line: means of persons with 2 pictures or more' : undefined;
  return framed(title, subtitles(subject, remark), {
    layer: [
      {
        data: { values: binsOf(first, 'pictures') },
        mark: { type: 'bar', color: COLOURS.sky, stroke: 'white', strokeWidth: 0.5 },
        encoding: { x: { ...x, bin: 'binned' }, x2: { field: 'to' }, y },
      },
      ...(known
        ? [
            {
              data: { values: persons },
              mark: {
                type: 'line',
                interpolate: 'step-after',
                color: COLOURS.vermilion,
                strokeWidth: 2,
              },
              encoding: { x, y, order: null },
            },
          ]
        : []),
    ],
  });
}

function several(
  shown: readonly Curve[],
  {
    title,
    subject,
    x,
    y,
  }: {
    readonly title: string;
    readonly subject: Report['subject'];
    readonly x: Spec;
    readonly y: Spec;
  },
): Spec {
  const names = shown.map(({ labels }) => String(labels['set']));
  const values = shown.flatMap((curve, i) =>
    steps(curve, 'pictures').map((step) => ({ ...step, set: names[i]! })),
  );
  return framed(title, subtitles(subject), {
    data: { values },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.5 },
    encoding: {
      x,
      y,
      order: null,
      color: {
        field: 'set',
        type: 'nominal',
        scale: { domain: names, range: names.map((_, i) => SERIES[i % SERIES.length]!) },
        legend: { title: null, labelFontSize: 14, symbolStrokeWidth: 3, orient: 'top-left' },
      },
    },
  });
}

interface Bin {
  readonly from: number;
  readonly to: number;
  /** In per cent. */
  readonly share: number;
}

function binsOf({ columns }: Curve, what: 'pictures' | 'persons'): Bin[] {
  const counts = columns[what]!;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count, i) => ({
    from: columns['low']![i]!,
    to: columns['high']![i]!,
    share: total === 0 ? 0 : (100 * count) / total,
  }));
}

/** The upper edge of the bins as a line of steps, down to nothing at both ends. */
function steps(curve: Curve, what: 'pictures' | 'persons'): Pick<Bin, 'from' | 'share'>[] {
  const bins = binsOf(curve, what);
  return [
    { from: bins[0]!.from, share: 0 },
    ...bins,
    { from: bins.at(-1)!.to, share: bins.at(-1)!.share },
    { from: bins.at(-1)!.to, share: 0 },
  ];
}
