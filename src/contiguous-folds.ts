/**
 * The fold, from 0, of each of `count` comparisons cut into `parts` runs in file order; the first `count % parts` folds
 * hold one comparison more, as scikit-learn's `KFold(parts, shuffle=False)` does.
 */
export function contiguousFolds(count: number, parts: number): Uint16Array {
  const size = Math.floor(count / parts);
  const larger = count % parts;
  const cut = larger * (size + 1);
  const folds = new Uint16Array(count);
  for (let k = 0; k < count; k++) {
    folds[k] = k < cut ? Math.floor(k / (size + 1)) : larger + Math.floor((k - cut) / size);
  }
  return folds;
}
