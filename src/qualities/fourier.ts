/** What a transform of `length` points needs: the order of its points turned about, and the roots of unity. */
export interface Plan {
  readonly length: number;
  readonly order: Uint32Array;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** @throws RangeError unless `length` is a power of two */
export function planOf(length: number): Plan {
  if (!(length > 0 && (length & (length - 1)) === 0)) {
    throw new RangeError(`${length} is no power of two`);
  }
  const order = new Uint32Array(length);
  for (let i = 1; i < length; i++) order[i] = (order[i >> 1]! >> 1) | (i & 1 ? length >> 1 : 0);
  const half = length >> 1;
  const cosines = new Float64Array(half);
  const sines = new Float64Array(half);
  for (let k = 0; k < half; k++) {
    cosines[k] = Math.cos((2 * Math.PI * k) / length);
    sines[k] = -Math.sin((2 * Math.PI * k) / length);
  }
  return { length, order, cosines, sines };
}

/**
 * Replaces the complex numbers `real + i imaginary` by their discrete Fourier transform, unscaled (Cooley & Tukey 1965).
 */
export function transform(real: Float64Array, imaginary: Float64Array, plan: Plan): void {
  const { length, order, cosines, sines } = plan;
  for (let i = 0; i < length; i++) {
    const j = order[i]!;
    if (j <= i) continue;
    [real[i], real[j]] = [real[j]!, real[i]!];
    [imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!];
  }
  for (let half = 1; half < length; half *= 2) {
    const stride = length / (2 * half);
    for (let start = 0; start < length; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const [a, b] = [start + k, start + k + half];
        const cosine = cosines[k * stride]!;
        const sine = sines[k * stride]!;
        const re = real[b]! * cosine - imaginary[b]! * sine;
        const im = real[b]! * sine + imaginary[b]! * cosine;
        real[b] = real[a]! - re;
        imaginary[b] = imaginary[a]! - im;
        real[a] = real[a]! + re;
        imaginary[a] = imaginary[a]! + im;
      }
    }
  }
}
