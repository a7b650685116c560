import type { Sweep } from './sweep.js';

/**
 * The index into the sweep of the threshold whose counts have the greatest `merit`; of equally good thresholds the
 * lowest. -1 stands for the threshold above every score, which accepts nobody.
 *
 * A `merit` that is a whole number below 2^53 compares exactly. One pass over the columns.
 */
export function bestThreshold(
  { genuineAccepted, impostorAccepted }: Sweep,
  merit: (genuineAccepted: number, impostorAccepted: number) => number,
): number {
  let best = -1;
  let most = merit(0, 0);
  for (let i = 0; i < genuineAccepted.length; i++) {
    const here = merit(genuineAccepted[i]!, impostorAccepted[i]!);
    if (here >= most) {
      best = i;
      most = here;
    }
  }
  return best;
}
