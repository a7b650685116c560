import { luminance, mixed } from './ramp.js';
import type { Spec } from './style.js';

/** Pixels along a side of a cell. */
const CELL = 92;

/** From no error to the most there is; one hue, whose lightness falls all along. */
const [NONE, MIDDLE, MOST] = ['#eef5fb', '#6baed6', '#08306b'] as const;

/** Black, since with anything lighter some shades would leave no ink at 4.5 to 1. */
const DARK = '#000000';

/** An error rate of the comparisons of two kinds of pictures. */
export interface RatedCell {
  /** Places along the two sides, from 0. */
  readonly across: number;
  readonly along: number;
  /** NaN where nothing is compared. */
  readonly rate: number;
  readonly errors: number;
  readonly count: number;
}

/** One side of a map. */
export interface CellAxis {
  /** What a reader of the SVG by ear is told. */
  readonly field: string;
  readonly title: string | null;
  /** Whether the first place of an upright side is at the top. */
  readonly down?: true;
}

/**
 * Error rates in per cent as cells in shades of one hue, each with its errors and comparisons. A cell with an outline alone holds
 * no comparison.
 *
 * @param names of the places along either side
 */
export function cellMap(
  cells: readonly RatedCell[],
  names: readonly string[],
  {
    title,
    axes,
  }: {
    readonly title: string;
    readonly axes: { readonly x: CellAxis; readonly y: CellAxis };
  },
): Spec {
  const axis = (what: string | null) => ({
    title: what,
    labelExpr: `${JSON.stringify(names)}[datum.value]`,
    labelAngle: 0,
    ticks: false,
    domain: false,
    grid: false,
  });
  const domain = names.map((_, place) => place);
  const x = { field: axes.x.field, type: 'ordinal', scale: { domain }, axis: axis(axes.x.title) };
  const y = {
    field: axes.y.field,
    type: 'ordinal',
    scale: { domain: axes.y.down === true ? domain : domain.toReversed() },
    axis: axis(axes.y.title),
  };
  const text = (field: string, dy: number, fontSize: number) => ({
    mark: { type: 'text', dy, fontSize, baseline: 'middle' },
    encoding: {
      x,
      y,
      text: { field, type: 'nominal' },
      color: { field: 'ink', type: 'nominal', scale: null },
    },
  });
  const side = CELL * names.length;
  return {
    title: { text: title, fontSize: 15, fontWeight: 'normal', offset: 8, anchor: 'start' },
    width: side,
    height: side,
    data: { values: drawn(cells, axes.x.field, axes.y.field) },
    layer: [
      {
        mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 2 },
        transform: [{ filter: '!datum.empty' }],
        encoding: { x, y, color: { field: 'fill', type: 'nominal', scale: null } },
      },
      {
        mark: {
          type: 'rect',
          filled: false,
          stroke: '#b0b0b0',
          strokeDash: [3, 3],
          strokeWidth: 1,
        },
        transform: [{ filter: 'datum.empty' }],
        encoding: { x, y },
      },
      text('rate', -9, 17),
      text('counts', 12, 12),
      text('nothing', 0, 12),
    ],
  };
}

function drawn(cells: readonly RatedCell[], x: string, y: string) {
  const most = Math.max(0, ...cells.map(({ rate }) => (Number.isNaN(rate) ? 0 : rate)));
  return cells.map(({ across, along, rate, errors, count }) => {
    const empty = Number.isNaN(rate);
    const fill = empty ? '#ffffff' : shade(most > 0 ? rate / most : 0);
    return {
      [x]: across,
      [y]: along,
      empty,
      fill,
      // Whichever has the greater contrast, by the ratio of WCAG.
      ink: luminance(fill) > 0.179 ? DARK : '#ffffff',
      rate: empty ? '' : (100 * rate).toFixed(2),
      nothing: empty ? 'none' : '',
      counts: empty ? '' : `${errors} of ${count}`,
    };
  });
}

function shade(share: number): string {
  return share <= 0.5 ? mixed(NONE, MIDDLE, 2 * share) : mixed(MIDDLE, MOST, 2 * share - 1);
}
