/**
 * The p values adjusted so that, of tests whose hypotheses hold, all together reject any with at most the level asked for; in the
 * order given. NaN, a test that could not be made, stays NaN and counts for nothing.
 *
 * Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
 */
export function holm(values: readonly number[]): number[] {
  const order = [...values.keys()]
    .filter((i) => !Number.isNaN(values[i]!))
    .sort((a, b) => values[a]! - values[b]! || a - b);
  const adjusted = values.map(() => NaN);
  let least = 0;
  order.forEach((i, place) => {
    least = Math.min(1, Math.max(least, (order.length - place) * values[i]!));
    adjusted[i] = least;
  });
  return adjusted;
}
