import type { Check, ScoreSet } from '../types.js';
import { short } from './figures.js';

/** How far a score may move: ten times what another processor or another build of the runtime moves it by. */
const TOLERANCE = 1e-6;

/**
 * Whether every score is within 1e-6 of the baseline's, comparison by comparison, and the same comparisons failed.
 *
 * An error where the two do not hold the same comparisons: then they are of other files than their reports say.
 */
export function scoreCheck(baseline: ScoreSet, run: ScoreSet): Check {
  const [before, now] = [baseline.scores, run.scores];
  const head = {
    name: 'scores',
    kind: 'scores',
    expected: `${before.length} within ${short(TOLERANCE)}`,
  } as const;
  if (now.length !== before.length) {
    const found = `${now.length} scores`;
    return { ...head, status: 'error', found, why: 'they are of other comparisons' };
  }
  const other = baseline.genuine.findIndex((label, k) => label !== run.genuine[k]);
  if (other >= 0) {
    const found = `comparison ${other + 1} is ${run.genuine[other] === 1 ? 'genuine' : 'an impostor'}`;
    return { ...head, status: 'error', found, why: 'they are of other comparisons' };
  }
  let [moved, worst, furthest] = [0, 0, 0];
  for (let k = 0; k < before.length; k++) {
    const [a, b] = [before[k]!, now[k]!];
    if (Object.is(a, b)) continue;
    // NaN, a failure to acquire, is infinitely far from any score.
    const distance = Number.isNaN(a - b) ? Infinity : Math.abs(a - b);
    if (distance > TOLERANCE) moved++;
    if (distance > furthest) [furthest, worst] = [distance, k];
  }
  const compared = {
    ...head,
    found: furthest === 0 ? 'equal' : `${short(furthest)} apart`,
    ...(Number.isFinite(furthest) ? { difference: furthest } : {}),
  };
  if (moved === 0) {
    return { ...compared, status: 'pass', why: furthest === 0 ? 'equal' : 'within the tolerance' };
  }
  const [a, b] = [before[worst]!, now[worst]!].map((score) =>
    Number.isNaN(score) ? 'a failure' : String(score),
  );
  const why = `${moved} of ${before.length} scores moved, most of all comparison ${worst + 1}: ${b!}, not ${a!}`;
  return { ...compared, status: 'fail', why };
}
