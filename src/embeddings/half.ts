const SUBNORMAL = 2 ** -24;

/** The value of an IEEE 754 half-precision number given by its 16 bits; every one is exact in float32. */
export function float32FromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * SUBNORMAL;
  return sign * (fraction + 0x400) * SUBNORMAL * 2 ** (exponent - 1);
}
