/** Checks that several sources make alike; see print-goldens.js for what a check is. */
import { formatRate } from '../dist/metrics/index.js';

/** Tolerances: of counts, rates, and thresholds that are scores; of thresholds drawn between scores. */
export const EXACT = 1e-12;
export const INTERPOLATED = 1e-9;

/** One check an operating point of a list of `{ target, tar, far, threshold }`: what the peer gives, all of it. */
export function tarChecks(golden, rows, pointOf) {
  return rows.map(({ target, ...expected }) => {
    const point = pointOf(target);
    const { tar, fmr, threshold } = point;
    const ours = { tar, far: fmr, threshold };
    const given = Object.keys(ours).filter((name) => expected[name] !== undefined);
    const words = { tar: 'TAR', far: 'FMR', threshold: 'threshold' };
    return {
      golden,
      quantity: `${given.map((name) => words[name]).join(', ')} at FAR ${formatRate(target)}`,
      expected: given.map((name) => expected[name]),
      ours: given.map((name) => ours[name]),
      tolerance: EXACT,
    };
  });
}

/** Rows `[tar, far, threshold]` of the worked example, as `tarChecks` wants them; null is what the peer does not give. */
export function workedRows({ targets, rows }, name, { gives = ['tar', 'far', 'threshold'] } = {}) {
  return rows[name].map(([tar, far, threshold], i) => {
    const all = { tar, far, threshold };
    return { target: targets[i], ...Object.fromEntries(gives.map((key) => [key, all[key]])) };
  });
}

/** Checks of an accuracy over folds against a peer's `{ accuracies, mean, std, standardError, thresholds, ... }`, what it gives of them. */
export function foldChecks(golden, found, { peer, thresholdOf = (t) => t, tolerance = EXACT }) {
  const check = (quantity, expected, ours) =>
    expected === undefined ? [] : [{ golden, quantity, expected, ours, tolerance }];
  return [
    ...check('accuracy on each fold', peer.accuracies, found.accuracy),
    ...check('accuracy', peer.mean, found.mean),
    ...check('standard deviation', peer.std, found.std),
    ...check('standard error', peer.standardError, found.standardError),
    ...check('threshold of each fold', peer.thresholds?.map(thresholdOf), found.thresholds),
  ];
}
