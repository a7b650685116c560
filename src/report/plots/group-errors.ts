import type { Curve, Report } from '../../types.js';
import {
  COLOURS,
  framed,
  niceAbove,
  percentAxis,
  powerOfTen,
  type Spec,
  subtitles,
} from './style.js';

/** Pixels that one group needs, and the width of one of the two fields. */
const ROW_HEIGHT = 30;
const FIELD = 280;

/** How far beyond the greatest rate a field reaches at most, in such rates: intervals of few errors may go further. */
const HEADROOM = 3;

/**
 * The FNMR and the FMR within each group as points with their intervals, attribute below attribute, and the rate of all comparisons
 * as a line. Undefined where the report has no groups.
 */
export function groupErrorsPlot({ subject, curves }: Report): Spec | undefined {
  const errors = curves.filter(({ name }) => name === 'group_errors');
  const [first] = errors;
  if (first === undefined || Number.isNaN(read(first, 'threshold'))) return undefined;
  const attributes = [...new Set(errors.map(({ labels }) => String(labels['attribute'])))];
  const remark = `Threshold at FMR ${powerOfTen(read(first, 'at_fmr'))} of all comparisons, whose rates are the lines`;
  const { interval } = first.labels;
  const bars = interval === undefined ? [] : [`Bars: ${String(interval).replace(/(\d)%/, '$1 %')}`];
  const fields = (['fnmr', 'fmr'] as const).map((rate) => ({ rate, top: topOf(errors, rate) }));
  const spec = framed(
    `Errors by group, ${subject.dataset}`,
    [...subtitles(subject, remark), ...bars],
    {
      concat: attributes.flatMap((attribute, i) => {
        const groups = errors.filter(({ labels }) => labels['attribute'] === attribute);
        const title = i === attributes.length - 1;
        return fields.map(({ rate, top }, column) =>
          fieldOf(groups, rate, top, { title, names: column === 0 ? attribute : undefined }),
        );
      }),
      columns: fields.length,
      align: 'each',
      // Fields stand below one another by their data, however long the names of the groups are.
      bounds: 'flush',
      spacing: { row: 52, column: 32 },
    },
  );
  // Each field has a size of its own.
  return Object.fromEntries(
    Object.entries(spec).filter(([name]) => name !== 'width' && name !== 'height'),
  );
}

const TITLES = {
  fnmr: 'False non-match rate, FNMR (%)',
  fmr: 'False match rate within the group, FMR (%)',
} as const;

/** What stands first in a column of a curve. */
function read({ columns }: Curve, name: string): number {
  return columns[name]?.[0] ?? NaN;
}

function topOf(groups: readonly Curve[], rate: 'fnmr' | 'fmr'): number {
  const greatest = (names: readonly string[]) =>
    Math.max(0, ...groups.flatMap((group) => names.map((name) => read(group, name) || 0)));
  const highest = greatest([rate, `overall_${rate}`]);
  const reach = Math.max(1e-6, greatest([rate, `${rate}_high`]));
  return Math.min(1, niceAbove(highest > 0 ? Math.min(1.05 * reach, HEADROOM * highest) : reach));
}

function fieldOf(
  groups: readonly Curve[],
  rate: 'fnmr' | 'fmr',
  top: number,
  { title, names }: { readonly title: boolean; readonly names: string | undefined },
): Spec {
  const values = groups.map((group, row) => {
    const known = (name: string) => (Number.isNaN(read(group, name)) ? null : read(group, name));
    return {
      row,
      rate: known(rate),
      low: known(`${rate}_low`),
      high: known(`${rate}_high`),
      mark: known(rate) === null ? 'no comparisons' : '',
    };
  });
  const y = {
    field: 'row',
    type: 'ordinal',
    axis: {
      title: names ?? null,
      titleFontWeight: 'bold',
      ticks: false,
      domain: false,
      labels: names !== undefined,
      labelLimit: 200,
      labelExpr: `${JSON.stringify(groups.map(({ labels }) => String(labels['group'])))}[datum.value]`,
      grid: true,
    },
  };
  const axis = percentAxis(title ? TITLES[rate] : '', [0, top]) as {
    readonly scale: Spec;
    readonly axis: Spec;
  };
  const x = {
    field: 'rate',
    type: 'quantitative',
    scale: axis.scale,
    axis: { ...axis.axis, ...(title ? {} : { title: null }), tickCount: 4 },
  };
  const overall = read(groups[0]!, `overall_${rate}`);
  return {
    width: FIELD,
    height: ROW_HEIGHT * groups.length,
    data: { values },
    layer: [
      ...(Number.isNaN(overall)
        ? []
        : [
            {
              mark: { type: 'rule', color: '#222222', strokeDash: [4, 3] },
              encoding: { x: { ...x, field: undefined, datum: overall } },
            },
          ]),
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 2.5, color: COLOURS.sky, clip: true },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        transform: [{ filter: 'isValid(datum.rate)' }],
        mark: { type: 'point', filled: true, size: 80, opacity: 1, color: COLOURS.blue },
        encoding: { y, x },
      },
      {
        transform: [{ filter: "datum.mark !== ''" }],
        mark: { type: 'text', align: 'left', dx: 6, color: '#555555' },
        encoding: { y, x: { ...x, field: undefined, datum: 0 }, text: { field: 'mark' } },
      },
    ],
  };
}
