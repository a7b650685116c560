/**
 * The cosine of every comparison: `directions` of row `left[k]` times those of row `right[k]`, summed in float64 in the order of the
 * components and stored as float32, so that equal vectors give equal bytes everywhere.
 *
 * Four comparisons are summed side by side, each for itself, since one sum alone would wait for every addition before the next:
 * three times as many a second, and the same bytes.
 *
 * @param directions unit rows of `dim` values
 */
export function cosines(
  directions: Float32Array,
  dim: number,
  left: Uint32Array,
  right: Uint32Array,
): Float32Array {
  const scores = new Float32Array(left.length);
  const whole = left.length - (left.length % 4);
  for (let k = 0; k < whole; k += 4) {
    const a0 = left[k]! * dim;
    const a1 = left[k + 1]! * dim;
    const a2 = left[k + 2]! * dim;
    const a3 = left[k + 3]! * dim;
    const b0 = right[k]! * dim;
    const b1 = right[k + 1]! * dim;
    const b2 = right[k + 2]! * dim;
    const b3 = right[k + 3]! * dim;
    let dot0 = 0;
    let dot1 = 0;
    let dot2 = 0;
    let dot3 = 0;
    for (let i = 0; i < dim; i++) {
      dot0 += directions[a0 + i]! * directions[b0 + i]!;
      dot1 += directions[a1 + i]! * directions[b1 + i]!;
      dot2 += directions[a2 + i]! * directions[b2 + i]!;
      dot3 += directions[a3 + i]! * directions[b3 + i]!;
    }
    scores[k] = dot0;
    scores[k + 1] = dot1;
    scores[k + 2] = dot2;
    scores[k + 3] = dot3;
  }
  for (let k = whole; k < left.length; k++) {
    const a = left[k]! * dim;
    const b = right[k]! * dim;
    let dot = 0;
    for (let i = 0; i < dim; i++) dot += directions[a + i]! * directions[b + i]!;
    scores[k] = dot;
  }
  return scores;
}
