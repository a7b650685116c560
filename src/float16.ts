/** IEEE 754 half precision as it lies in memory, for models and files that hold it; Node 20 has no Float16Array. */

const f32 = new Float32Array(1);
const u32 = new Uint32Array(f32.buffer);

/** The 16 bits of the half-precision number nearest to `value`, ties to even. */
export function toHalf(value: number): number {
  f32[0] = value;
  const bits = u32[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  const half = exponent - 112;
  if (half >= 31) return sign | 0x7c00;
  if (half < -10) return sign;
  const full = half <= 0 ? mantissa | 0x800000 : mantissa;
  const drop = half <= 0 ? 14 - half : 13;
  const kept = full >>> drop;
  const rest = full & ((1 << drop) - 1);
  const middle = 1 << (drop - 1);
  const rounded = kept + (rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0);
  // A carry out of the mantissa runs into the exponent, as it should.
  return sign | (half <= 0 ? rounded : (half << 10) + rounded);
}

/** The number that the 16 bits of a half-precision number stand for; exact. */
export function fromHalf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
