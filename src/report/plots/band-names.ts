import type { Curve } from '../../types.js';

/**
 * What each band of a `quality_bands` curve is called, on two lines: its edges where they were given, else the qualities it
 * holds; and whether the bands are of nearly equal size.
 */
export function bandNames({ columns }: Curve): {
  readonly labels: readonly (readonly string[])[];
  readonly equal: boolean;
} {
  const lows = Array.from(columns['quality_low'] ?? []);
  const highs = Array.from(columns['quality_high'] ?? []);
  const [from, to] = [columns['edge_low'], columns['edge_high']];
  if (from === undefined || to === undefined) {
    const decimals = decimalsOf([...lows, highs.at(-1) ?? NaN]);
    const labels = lows.map((low, band) => [
      low.toFixed(decimals),
      `– ${highs[band]!.toFixed(decimals)}`,
    ]);
    return { labels, equal: true };
  }
  const decimals = digitsBehind(Array.from(from.filter(Number.isFinite)));
  const labels = Array.from(from, (low, band) => {
    const high = to[band]!;
    if (low === -Infinity) return ['below', high.toFixed(decimals)];
    if (high === Infinity) return [low.toFixed(decimals), 'and above'];
    return [low.toFixed(decimals), `– ${high.toFixed(decimals)}`];
  });
  return { labels, equal: false };
}

/** The most digits that stand behind the point of numbers that somebody typed, at most six. */
export function digitsBehind(values: readonly number[]): number {
  const digits = values.map((value) => String(value).split('.')[1]?.length ?? 0);
  return Math.min(6, Math.max(0, ...digits));
}

/** As many decimals as show the whole span in three digits and tell the edges of the bands apart, at most six. */
export function decimalsOf(edges: readonly number[]): number {
  const span = Math.max(...edges) - Math.min(...edges);
  const distinct = new Set(edges).size;
  let decimals = span > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span)))) : 2;
  while (decimals < 6 && new Set(edges.map((edge) => edge.toFixed(decimals))).size < distinct) {
    decimals++;
  }
  return decimals;
}
