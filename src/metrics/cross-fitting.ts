import type { Scores, ScoreSet } from '../types.js';
import type { Training } from './aware-training.js';
import { type AwareParameters, onReferenceScale, qualityAwareScores } from './quality-aware.js';
import { quantile } from './quantile.js';
import { indicesOf, type Selection } from './selection.js';

/** Parameters with what they were found on. */
export interface FoldParameters extends AwareParameters {
  /** The test fold that is scored with them. */
  readonly fold: number;
  /** Comparisons they were found on. */
  readonly genuine: number;
  readonly impostor: number;
}

export interface CrossFitted {
  /** In the order of the comparisons; NaN where a score or a quality is unknown. */
  readonly scores: Float64Array;
  /** By fold. */
  readonly parameters: readonly FoldParameters[];
}

/**
 * The quality-aware scores of a protocol with folds, each comparison scored with parameters that `fit` found on the other
 * folds, and all put on the scale of the median quality by {@link onReferenceScale}, so that one threshold can stand for
 * the scores of all folds.
 *
 * Comparisons in no test fold, on which only thresholds are chosen, are scored with what was found on them all.
 *
 * @param quality of each comparison, none below 0
 * @throws whatever `fit` throws
 */
export function crossFitted(
  set: ScoreSet,
  quality: Scores,
  fit: (training: Training, fold: number) => AwareParameters,
): CrossFitted {
  const { fold, testFolds } = set;
  const tests = new Set(testFolds);
  const known = knownComparisons(set.scores, quality);
  const reference = quantile(
    Float64Array.from(indicesOf(fold.length, known), (k) => quality[k]!).sort(),
    0.5,
  );
  const scores = new Float64Array(fold.length).fill(NaN);
  const parameters: FoldParameters[] = [];
  const score = (found: AwareParameters, belongs: Selection) => {
    const members = indicesOf(fold.length, belongs);
    const aware = qualityAwareScores(
      Float64Array.from(members, (k) => set.scores[k]!),
      Float64Array.from(members, (k) => quality[k]!),
      found,
    );
    const plain = onReferenceScale(aware, found, reference);
    members.forEach((k, m) => (scores[k] = plain[m]!));
  };
  for (const test of testFolds) {
    const training = trainingOf(set, quality, (k) => fold[k] !== test);
    const found = fit(training, test);
    const genuine = training.genuine.reduce((sum, label) => sum + label, 0);
    const impostor = training.genuine.length - genuine;
    parameters.push({ fold: test, ...found, genuine, impostor });
    score(found, (k) => fold[k] === test);
  }
  const untested: Selection = (k) => !tests.has(fold[k]!);
  if (fold.some((_, k) => untested(k))) {
    score(fit(trainingOf(set, quality, untested), -1), untested);
  }
  return { scores, parameters };
}

/** What parameters are found on: the comparisons that `selection` picks, of those whose score and quality are known. */
export function trainingOf(
  { scores, genuine }: Pick<ScoreSet, 'scores' | 'genuine'>,
  quality: Scores,
  selection: Selection = () => true,
): Training {
  const known = knownComparisons(scores, quality);
  const members = indicesOf(genuine.length, (k) => selection(k) && known(k));
  return {
    scores: Float64Array.from(members, (k) => scores[k]!),
    quality: Float64Array.from(members, (k) => quality[k]!),
    genuine: Uint8Array.from(members, (k) => genuine[k]!),
  };
}

function knownComparisons(scores: Scores, quality: Scores): Selection {
  return (k) => !Number.isNaN(scores[k]!) && !Number.isNaN(quality[k]!);
}
