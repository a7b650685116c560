import type { Subject } from '../../types.js';
import { partialNote } from '../partial.js';

/** A Vega-Lite specification or a part of one; its own types are far wider than what is written here. */
export type Spec = Readonly<Record<string, unknown>>;

/** Okabe & Ito, Color Universal Design (2008): told apart with every kind of colour vision. */
export const COLOURS = {
  blue: '#0072B2',
  vermilion: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  orange: '#E69F00',
  sky: '#56B4E9',
  grey: '#767676',
} as const;

/** Colours of lines, in the order in which they are given out; grey is kept for chance. */
export const SERIES = [
  COLOURS.blue,
  COLOURS.vermilion,
  COLOURS.green,
  COLOURS.purple,
  COLOURS.orange,
  COLOURS.sky,
] as const;

/** Size of the field of data in pixels: a column of print at twice its size. */
export const SIZE = { width: 520, height: 340 } as const;

const FONT = 'Helvetica, Arial, "DejaVu Sans", sans-serif';
const INK = '#222222';

/** The frame that every plot shares: white ground, a title over the data, quiet axes. */
export function framed(title: string, subtitle: readonly string[], rest: Spec): Spec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 16,
    ...SIZE,
    title: { text: title, ...(subtitle.length === 0 ? {} : { subtitle }) },
    ...rest,
    config: {
      font: FONT,
      title: {
        anchor: 'start',
        frame: 'group',
        offset: 16,
        fontSize: 17,
        fontWeight: 'bold',
        color: INK,
        subtitleFontSize: 13,
        subtitleColor: '#555555',
        subtitlePadding: 6,
      },
      axis: {
        labelFontSize: 13,
        labelColor: INK,
        labelPadding: 5,
        titleFontSize: 14,
        titleFontWeight: 'normal',
        titleColor: INK,
        titlePadding: 10,
        domainColor: INK,
        tickColor: INK,
        gridColor: '#e4e4e4',
      },
      text: { fontSize: 13 },
      view: { stroke: null },
    },
  };
}

/** What stands under a title: the model, a remark, and that this is a trial, where it is one. */
export function subtitles(subject: Subject, remark?: string): string[] {
  const partial = partialNote(subject);
  const model = subject.model.length <= MODEL_WIDTH ? subject.model : tail(subject.model);
  return [model, remark, partial].filter((line) => line !== undefined && line !== '') as string[];
}

const MODEL_WIDTH = 64;

function tail(path: string): string {
  return `…${path.slice(path.length - MODEL_WIDTH + 1)}`;
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

/** A rate as `10⁻³` or `2.5 × 10⁻³`; from 0.1 upwards as it is, but for 0.1 itself. */
export function powerOfTen(rate: number): string {
  if (rate > 0.1 || rate <= 0) return String(Number(rate.toPrecision(3)));
  const [mantissa = '', exponent = ''] = Number(rate.toPrecision(3)).toExponential().split('e');
  const power = `10${raised(exponent)}`;
  return mantissa === '1' ? power : `${mantissa} × ${power}`;
}

function raised(exponent: string): string {
  return exponent.replace(/[-\d]/g, (sign) => SUPERSCRIPTS[sign]!);
}

/** A logarithmic axis of rates from `least` to `greatest`: a tick and a label at each power of ten. */
export function rateAxis(title: string, least: number, greatest = 1): Spec {
  const exponents: number[] = [];
  for (let exponent = 0; Number(`1e${exponent}`) >= least; exponent--) exponents.unshift(exponent);
  // Vega labels in its own expression language, and from its own idea of the powers of ten.
  const labels = Object.fromEntries(
    exponents.map((exponent) => [exponent, exponent === 0 ? '1' : `10${raised(String(exponent))}`]),
  );
  return {
    scale: { type: 'log', domain: [least, greatest], nice: false },
    axis: {
      title,
      values: exponents.map((exponent) => Number(`1e${exponent}`)),
      labelExpr: `${JSON.stringify(labels)}[round(log(datum.value) / LN10)]`,
    },
  };
}

/** A linear axis of shares, labelled in per cent; the title says so. */
export function percentAxis(title: string, domain: readonly [number, number]): Spec {
  const [from, to] = domain;
  // Ticks are about a sixth of the span apart, at a nice number.
  const decimals = Math.max(0, -Math.floor(Math.log10((100 * (to - from)) / 6)));
  return {
    scale: { domain, nice: false, zero: false },
    axis: { title, tickCount: 6, labelExpr: `format(datum.value * 100, '.${decimals}f')` },
  };
}

/** The greatest nice number at most `value`, a multiple of a tenth of the power of ten of `span`. */
export function niceBelow(value: number, span: number): number {
  const step = 10 ** Math.floor(Math.log10(span)) / 2;
  return Number((Math.floor(value / step + 1e-9) * step).toPrecision(6));
}

/** The least nice number at least `value`, above 0. */
export function niceAbove(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value)) / 4;
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(6));
}

/**
 * The points that change the picture of a curve along which x never falls: of those in one column of pixels the first
 * and the last.
 */
export function thinned<T>(points: readonly T[], pixelOf: (point: T) => number): T[] {
  return points.filter((point, i) => {
    const column = Math.floor(2 * pixelOf(point));
    const at = (k: number) => Math.floor(2 * pixelOf(points[k]!));
    return i === 0 || i === points.length - 1 || at(i - 1) !== column || at(i + 1) !== column;
  });
}
