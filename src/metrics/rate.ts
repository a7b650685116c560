/**
 * The text of a rate, such as `1e-3`, `2.5e-3` or `1e-1`: the shortest that {@link parseRate} reads back to the same
 * number. Two different rates never share a text.
 */
export function formatRate(rate: number): string {
  return rate.toExponential().replace('e+', 'e');
}

/** The number that `text` stands for, as {@link formatRate} wrote it; NaN where it is no number. */
export function parseRate(text: string): number {
  return /^\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : NaN;
}
