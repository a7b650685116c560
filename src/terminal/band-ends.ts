import type { Curve } from '../types.js';
import { UNDEFINED } from './figures.js';

/** Where each band of a `quality_bands` curve begins and ends, for people: its edges where they were given, else what it holds. */
export function bandEnds({ columns }: Curve): { readonly from: string[]; readonly to: string[] } {
  const ends = (given: string, held: string) => {
    const edges = columns[given];
    const values = columns[held] ?? new Float64Array();
    return Array.from(values, (value, i) =>
      edges !== undefined && Number.isFinite(edges[i]!) ? edges[i]! : value,
    );
  };
  const [from, to] = [ends('edge_low', 'quality_low'), ends('edge_high', 'quality_high')];
  const decimals = decimalsOf([...from, ...to]);
  const text = (value: number) => (Number.isNaN(value) ? UNDEFINED : value.toFixed(decimals));
  return { from: from.map(text), to: to.map(text) };
}

/** As many decimals as show the spread of the values in about three digits. */
export function decimalsOf(values: readonly number[]): number {
  const known = values.filter((value) => Number.isFinite(value));
  const span = Math.max(...known) - Math.min(...known);
  return span > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span)))) : 2;
}
