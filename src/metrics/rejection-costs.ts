import { judgedComparisons, type JudgedQuality, knownQuality } from './judged-quality.js';
import type { VerificationInput } from './verification-input.js';

/** The share of the impostor comparisons of at least the quality `cut` that score at least `threshold`. */
export function fmrFrom(
  input: VerificationInput,
  quality: JudgedQuality,
  { cut, threshold }: { readonly cut: number; readonly threshold: number },
): number {
  const { scores, genuine } = input.scores;
  const own = knownQuality(input, quality);
  let [accepted, count] = [0, 0];
  for (let k = 0; k < scores.length; k++) {
    if (genuine[k] === 1 || !(own(k) >= cut)) continue;
    count++;
    if (scores[k]! >= threshold) accepted++;
  }
  return accepted / count;
}

/** Of a cut: the share of impostor comparisons that are rejected, and of compared pictures that lie below it. */
export interface Costs {
  readonly impostors: (cut: number) => number;
  /** NaN where only the qualities of whole comparisons are known. */
  readonly pictures: (cut: number) => number;
}

/** The costs of cuts in `quality`; NaN for no cut. */
export function costsOf(input: VerificationInput, quality: JudgedQuality): Costs {
  const { genuine } = input.scores;
  const { of, pictures } = quality;
  const judged = judgedComparisons(input, quality);
  const compared = new Uint8Array(pictures?.values.length ?? 0);
  for (let k = 0; k < genuine.length && pictures !== undefined; k++) {
    if (!judged(k)) continue;
    compared[pictures.left[k]!] = 1;
    compared[pictures.right[k]!] = 1;
  }
  const share = (total: number, belongs: (i: number) => boolean, below: (i: number) => boolean) => {
    let [count, hits] = [0, 0];
    for (let i = 0; i < total; i++) {
      if (!belongs(i)) continue;
      count++;
      if (below(i)) hits++;
    }
    return hits / count;
  };
  return {
    impostors: (cut) =>
      Number.isNaN(cut)
        ? NaN
        : share(
            genuine.length,
            (k) => genuine[k] === 0 && judged(k),
            (k) => of(k) < cut,
          ),
    pictures: (cut) =>
      Number.isNaN(cut)
        ? NaN
        : share(
            compared.length,
            (i) => compared[i] === 1 && !Number.isNaN(pictures!.values[i]!),
            (i) => pictures!.values[i]! < cut,
          ),
  };
}
