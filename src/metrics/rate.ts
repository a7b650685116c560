/**
 * The text of a rate, such as `1e-3`, `2.5e-3` or `1e-1`: the shortest that {@link parseRate} reads back to the same
 * number. Two different rates never share a text.
 */
export function formatRate(rate: number): string {
  return rate.toExponential().replace('e+', 'e');
}

/** A rate to three digits for a remark: `2.67e-3`, and `0`. */
export function shortRate(rate: number): string {
  return rate === 0 ? '0' : formatRate(Number(rate.toPrecision(3)));
}

/** A number to four digits for a remark, such as a threshold or a step that a reader can follow. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** The number that `text` stands for, as {@link formatRate} wrote it; NaN where it is no number. */
export function parseRate(text: string): number {
  return /^\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : NaN;
}
