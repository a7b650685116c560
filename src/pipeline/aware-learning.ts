import { EXIT, UserError } from '../errors.js';
import { LEAST_TRAINING, type Training } from '../metrics/aware-training.js';
import { trainingOf } from '../metrics/cross-fitting.js';
import type { AwareParameters } from '../metrics/quality-aware.js';
import type { Talk } from '../talk.js';
import { openRun } from './open-run.js';
import { requireOtherComparisons } from './training-apart.js';

/** The comparisons of the run `path`, after making sure that they are others than those to be scored. */
export async function trainingFrom(
  path: string,
  { quality }: { readonly quality: string },
  scored: Parameters<typeof requireOtherComparisons>[1],
  talk: Talk,
  signal: AbortSignal,
): Promise<Training> {
  if (quality !== 'magnitude') {
    throw new UserError(
      'E_AWARE_TRAINING',
      `${path} holds no ${quality}`,
      'train on the folds of the protocol, or use its own quality: --quality magnitude',
      EXIT.badData,
    );
  }
  const { name, scores } = await openRun(path);
  const file = await scores(signal);
  requireOtherComparisons({ ...file, name: path }, scored, talk);
  if (file.scores.quality === undefined) {
    throw new UserError(
      'E_SCORES_QUALITY',
      `${name} says nothing of quality`,
      'add a column quality, the lower of the two qualities of each comparison',
      EXIT.badData,
    );
  }
  requireUsable(Float64Array.from(file.scores.quality), `quality of ${name}`);
  return trainingOf(file.scores, file.scores.quality);
}

/** Makes sure that parameters were found, and that scores rise under them. @throws UserError E_AWARE_TRAINING (65) */
export function requireFound(
  { alpha, beta }: AwareParameters,
  name: string,
  training: Training,
  where: string,
): void {
  if (Number.isFinite(alpha) && Number.isFinite(beta)) {
    let greatest = 0;
    for (const value of training.quality) greatest = Math.max(greatest, value);
    if (1 + beta * greatest > 0) return;
    throw new UserError(
      'E_AWARE_TRAINING',
      `${name} found beta ${beta} on ${where}, under which scores of good pictures would fall as they are more alike`,
      'train on more comparisons, or by another rule',
      EXIT.badData,
    );
  }
  const { genuine, impostor } = countsOf(training);
  throw new UserError(
    'E_AWARE_TRAINING',
    `${name} finds no parameters on ${where}: ${genuine} genuine and ${impostor} impostor comparisons`,
    name === 'trained'
      ? `it takes ${LEAST_TRAINING} of each`
      : 'its thresholds are all equal, or infinite since an impostor scores highest: train by another rule',
    EXIT.badData,
  );
}

/** The error for training on what would be judged. */
export function inSample(name: string): UserError {
  return new UserError(
    'E_AWARE_TRAINING',
    `the protocol has no folds, and ${name} would be judged on the comparisons it was found on`,
    'name others with --train-on, or give --parameters',
    EXIT.badData,
  );
}

/** How many comparisons of each class there are to train on. */
export function countsOf({ genuine }: Training): {
  readonly genuine: number;
  readonly impostor: number;
} {
  let mated = 0;
  for (const label of genuine) mated += label;
  return { genuine: mated, impostor: genuine.length - mated };
}

/** Makes sure that qualities are known and none is below 0. @throws UserError E_AWARE_QUALITY (65) */
export function requireUsable(quality: Float64Array, name: string): void {
  let [least, known] = [Infinity, 0];
  for (const value of quality) {
    if (Number.isNaN(value)) continue;
    known++;
    least = Math.min(least, value);
  }
  const refuse = (what: string, remedy: string) =>
    new UserError('E_AWARE_QUALITY', what, remedy, EXIT.badData);
  if (known === 0) throw refuse(`no comparison has a known ${name}`, 'name another quality');
  if (least < 0) {
    throw refuse(
      `the least ${name} is ${least}, and with one below 0 the formula turns round`,
      'shift the qualities to 0 and above',
    );
  }
}
