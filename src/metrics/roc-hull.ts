import type { Sweep } from './sweep.js';

/** The corners of a convex hull as counts, from nobody accepted to everybody. */
export interface RocHull {
  /** Index of each corner into the sweep; -1 is the threshold above every score. */
  readonly index: readonly number[];
  readonly genuineAccepted: readonly number[];
  readonly impostorAccepted: readonly number[];
}

/**
 * The upper convex hull of the points of the ROC: what can be reached by tossing a coin between two thresholds, and the
 * slopes that isotonic regression (pool adjacent violators) finds for the odds of genuine at a score.
 *
 * Corners only: three of them never lie on one line. Scores that are equal stay one point, since no threshold parts
 * them. One pass over the columns; the hull of n comparisons has few corners.
 *
 * Source: Provost & Fawcett, Robust classification for imprecise environments, Machine Learning 42 (2001); that PAV and
 * hull are one: Fawcett & Niculescu-Mizil, PAV and the ROC convex hull, Machine Learning 68 (2007).
 *
 * @param parted true to draw equal scores as if the genuine among them were greater, as bob and Bosaris order them for
 * the minimum of Cllr; such points cannot be reached by any threshold
 */
export function rocHull(sweep: Sweep, { parted = false } = {}): RocHull {
  const { genuineAccepted, impostorAccepted } = sweep;
  const index = [-1];
  const genuine = [0];
  const impostor = [0];
  const add = (at: number, g: number, i: number) => {
    while (index.length > 1 && isBelow(genuine, impostor, g, i)) {
      index.pop();
      genuine.pop();
      impostor.pop();
    }
    index.push(at);
    genuine.push(g);
    impostor.push(i);
  };
  for (let at = 0; at < genuineAccepted.length; at++) {
    const impostorBefore = impostorAccepted[at - 1] ?? 0;
    if (parted && impostorAccepted[at] !== impostorBefore) {
      if (genuineAccepted[at] !== (genuineAccepted[at - 1] ?? 0)) {
        add(at, genuineAccepted[at]!, impostorBefore);
      }
    }
    add(at, genuineAccepted[at]!, impostorAccepted[at]!);
  }
  return { index, genuineAccepted: genuine, impostorAccepted: impostor };
}

/** Whether the last corner lies on or below the line from the one before it to the point (`i`, `g`). */
function isBelow(
  genuine: readonly number[],
  impostor: readonly number[],
  g: number,
  i: number,
): boolean {
  const last = genuine.length - 1;
  const rise = genuine[last]! - genuine[last - 1]!;
  const run = impostor[last]! - impostor[last - 1]!;
  return rise * (i - impostor[last - 1]!) <= run * (g - genuine[last - 1]!);
}
