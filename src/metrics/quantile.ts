import cephes from 'cephes';
import { probit } from '../probit.js';
import { Z95 } from './intervals.js';

// Its arithmetic is WebAssembly, which is compiled in the background.
await cephes.compiled;

/** The central share `level` of the finite values among `drawn`; NaN where fewer than half are finite. */
export function central(
  drawn: Float64Array,
  level = 0.95,
): { readonly low: number; readonly high: number } {
  const finite = drawn.filter(Number.isFinite).sort();
  if (finite.length < drawn.length / 2) return { low: NaN, high: NaN };
  const tail = (1 - level) / 2;
  return { low: quantile(finite, tail), high: quantile(finite, 1 - tail) };
}

/**
 * The interval that draws of a bootstrap give for `value`, bias-corrected and accelerated: the central 95 % of the finite
 * values among `drawn`, moved to where the value stands among them, and stretched to the side on which it scatters more.
 *
 * Draws equal to the value count half below it. NaN where fewer than half of the draws are finite.
 *
 * Source: B. Efron, Better bootstrap confidence intervals, JASA 82 (1987).
 *
 * @param acceleration a sixth of the skewness of what the persons bring to the value; 0 leaves the correction of bias
 */
export function correctedInterval(
  drawn: Float64Array,
  value: number,
  acceleration = 0,
): { readonly low: number; readonly high: number } {
  const finite = drawn.filter(Number.isFinite).sort();
  if (finite.length < drawn.length / 2) return { low: NaN, high: NaN };
  let below = 0;
  for (const draw of finite) below += draw < value ? 1 : draw === value ? 0.5 : 0;
  // A value beyond all draws stands half a draw beyond them.
  const share = Math.min(finite.length - 0.5, Math.max(0.5, below)) / finite.length;
  const bias = probit(share);
  const end = (deviate: number) => {
    const moved = bias + deviate;
    return quantile(finite, cephes.ndtr(bias + moved / (1 - acceleration * moved)));
  };
  return { low: end(-Z95), high: end(Z95) };
}

/** The probability that a standard normal number exceeds `deviate`. */
export function normalTail(deviate: number): number {
  return cephes.ndtr(-deviate);
}

/** The quantile of ascending `values` by linear interpolation between order statistics (type 7, numpy's default). */
export function quantile(values: Float64Array, share: number): number {
  const position = share * (values.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, values.length - 1);
  return values[below]! + (position - below) * (values[above]! - values[below]!);
}
