/** Checks that several sources make alike; see print-goldens.js for what a check is. */
import { formatRate, verificationInput } from '../dist/metrics/index.js';
import { f2, readJson, worked } from './golden-data.js';

/** Tolerances: of counts, rates, and thresholds that are scores; of thresholds drawn between scores. */
export const EXACT = 1e-12;
export const INTERPOLATED = 1e-9;

/** Makes checks of one golden; see print-goldens.js for their parts. */
export function checksOf(golden) {
  return (quantity, expected, ours, { at, remark, tolerance = EXACT } = {}) => ({
    golden,
    quantity,
    ...(at === undefined ? {} : { at }),
    ...(remark === undefined ? {} : { remark }),
    expected,
    ours,
    tolerance,
  });
}

/** One check an operating point of a list of `{ target, tar, far, threshold }`: what the peer gives, all of it. */
export function tarChecks(golden, rows, pointOf) {
  const check = checksOf(golden);
  return rows.map(({ target, ...expected }) => {
    const { tar, fmr, threshold } = pointOf(target);
    const ours = { tar, far: fmr, threshold };
    const given = Object.keys(ours).filter((name) => expected[name] !== undefined);
    const words = { tar: 'TAR', far: 'FMR', threshold: 'threshold' };
    return check(
      given.map((name) => words[name]).join(', '),
      given.map((name) => expected[name]),
      given.map((name) => ours[name]),
      { at: `FAR ${formatRate(target)}` },
    );
  });
}

/** Rows `[tar, far, threshold]` of the worked example, as `tarChecks` wants them; null is what the peer does not give. */
export function workedRows({ targets, rows }, name, gives = ['tar', 'far', 'threshold']) {
  return rows[name].map(([tar, far, threshold], i) => {
    const all = { tar, far, threshold };
    return { target: targets[i], ...Object.fromEntries(gives.map((key) => [key, all[key]])) };
  });
}

/**
 * Checks of the TAR of a convention on F2 and on the worked example, against what stands there under the names `onF2` and
 * `onWorked`; either may be missing.
 */
export function tarsOfBoth(folder, convention, { onF2, onWorked, gives }) {
  const point = (input) => (far) => convention.tarAtFar(input, far);
  const example = worked(folder);
  return [
    ...(onF2 === undefined
      ? []
      : tarChecks(
          'F2',
          readJson(folder, 'f2_expected.json').tar_at_far[onF2],
          point(verificationInput(f2(folder))),
        )),
    ...(onWorked === undefined
      ? []
      : tarChecks(
          'worked example',
          workedRows(example.answers, onWorked, gives),
          point(example.input),
        )),
  ];
}

/** Checks of an accuracy over folds against a peer's `{ accuracies, mean, std, standardError, thresholds, ... }`, what it gives of them. */
export function foldChecks(golden, found, { peer, thresholdOf = (t) => t }) {
  const check = checksOf(golden);
  return [
    ['accuracy of each fold', peer.accuracies, found.accuracy],
    ['accuracy', peer.mean, found.mean],
    ['standard deviation', peer.std, found.std],
    ['standard error', peer.standardError, found.standardError],
    ['threshold of each fold', peer.thresholds?.map(thresholdOf), found.thresholds],
  ]
    .filter(([, expected]) => expected !== undefined)
    .map(([quantity, expected, ours]) => check(quantity, expected, ours));
}
