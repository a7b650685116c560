import { type Sweep, sweep } from '../../../src/metrics/sweep.js';
import { scoreSet } from '../peer-runs.js';

/** The sweep of genuine and impostor scores. */
export function sweepOf(genuine: readonly number[], impostor: readonly number[]): Sweep {
  const set = scoreSet(genuine, impostor);
  return sweep(set.scores, set.genuine);
}
