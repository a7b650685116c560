/**
 * BLUFR's threshold for a rate of false alarms: of `alarms`, from the greatest to the least, the one of rank round(rate n), which is
 * itself accepted. For rank 0 it lies halfway between the greatest and the least of `mates` above it, or 1.5e-8 above the greatest
 * where there is none.
 *
 * Source: EvalROC.m and OpenSetROC.m of the toolkit, version 1.0; `round` is MATLAB's, halves away from 0.
 * @param count how many alarms there are in all; `alarms` may hold fewer, the greatest
 */
export function countedThreshold(
  alarms: Float32Array,
  count: number,
  rate: number,
  mates: Float32Array,
): number {
  const rank = Math.round(rate * count);
  if (rank > 0) return alarms[rank - 1]!;
  const greatest = alarms[0]!;
  let above = Infinity;
  for (const score of mates) if (score > greatest) above = Math.min(above, score);
  // The square root of MATLAB's eps.
  return above === Infinity ? greatest + 2 ** -26 : (greatest + above) / 2;
}
