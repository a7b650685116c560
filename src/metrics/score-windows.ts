import { WINDOW } from './score-buckets.js';
import type { Selection } from './selection.js';

/** Room for some comparisons: their scores, and 1 where they are genuine. */
export interface ScoreWindow {
  readonly scores: Float32Array;
  readonly genuine: Uint8Array;
}

/**
 * Puts the comparisons that `select` keeps (all of them by default) into a window, as many at a time as it holds, and calls `work`
 * with their number. A window stays in the cache, and code that is called often is optimised before it has gone far.
 */
export function eachWindow(
  { scores, genuine }: ScoreWindow,
  window: ScoreWindow,
  select: Selection | undefined,
  work: (length: number) => void,
): void {
  if (select === undefined) {
    for (let from = 0; from < scores.length; from += WINDOW) {
      const part = scores.subarray(from, from + WINDOW);
      window.scores.set(part);
      window.genuine.set(genuine.subarray(from, from + part.length));
      work(part.length);
    }
    return;
  }
  let length = 0;
  for (let k = 0; k < scores.length; k++) {
    if (!select(k)) continue;
    window.scores[length] = scores[k]!;
    window.genuine[length++] = genuine[k]!;
    if (length === WINDOW) {
      work(length);
      length = 0;
    }
  }
  work(length);
}
