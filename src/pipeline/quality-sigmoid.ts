import { EXIT, UserError } from '../errors.js';
import {
  calibrated,
  LEAST_PICTURES,
  OFIQ_SIGMOID,
  type Sigmoid,
} from '../metrics/unified-quality.js';
import {
  calibrationJson,
  readCalibration,
  type QualityCalibration,
} from '../report/quality-calibration.js';
import type { Talk } from '../talk.js';
import type { QualityFindings, Subject } from '../types.js';
import { readText } from './text-file.js';

/** What is asked of the quality from 0 to 100. */
export interface SigmoidWishes {
  /** `ofiq`, or constants of the user's own. */
  readonly sigmoid?: 'ofiq' | Sigmoid | undefined;
  /** A file that an earlier run wrote. */
  readonly calibration?: string | undefined;
  /** Keep the calibration on these pictures. */
  readonly calibrate?: true | undefined;
}

/** The sigmoid of a run, in what words it is told of, and the file that keeps it, where one was asked for. */
export interface ChosenSigmoid {
  readonly told: QualityFindings['sigmoid'];
  readonly file?: string;
}

/** How OFIQ feeds its model. */
const OFIQ_PREPROCESS = 'bgr mean 0 0 0 std 255 255 255';

/**
 * Checks, before any work, that the wishes go together and the file can be read.
 * @throws UserError E_QUALITY_SIGMOID (usage), E_FILE_MISSING (66); FormatError E_QUALITY_CALIBRATION
 */
export async function sigmoidWishes(
  { sigmoid, calibration, calibrate }: SigmoidWishes,
  {
    embeddings,
    out,
  }: { readonly embeddings?: string | undefined; readonly out?: string | undefined },
): Promise<QualityCalibration | undefined> {
  const refuse = (what: string, remedy: string) =>
    new UserError('E_QUALITY_SIGMOID', what, remedy, EXIT.usage);
  const given = [
    ...(sigmoid === undefined ? [] : ['--sigmoid']),
    ...(calibration === undefined ? [] : ['--calibration']),
    ...(calibrate === undefined ? [] : ['--calibrate']),
  ];
  if (given.length > 1) throw refuse(`${given.join(' and ')} together`, 'name one of them');
  if (calibrate === true && out === undefined)
    throw refuse('--calibrate without --out', 'add --out DIR');
  if (embeddings !== undefined && (calibrate ?? calibration) !== undefined) {
    const what = `${given[0]!} with --embeddings, which does not tell which model made the vectors`;
    throw refuse(what, 'give --model, or the constants with --sigmoid X0,W');
  }
  if (calibration === undefined) return undefined;
  const text = await readText(calibration);
  if (text !== undefined) return readCalibration(text, calibration);
  const what = `there is no calibration at ${calibration}`;
  throw new UserError(
    'E_FILE_MISSING',
    what,
    'write one with magface quality --calibrate --out DIR',
    EXIT.missingInput,
  );
}

/**
 * The sigmoid that turns these magnitudes into qualities: the one given, or the one that spreads them over 0..100.
 * @throws UserError E_QUALITY_MODEL (65) for a calibration of another model or another preprocessing, E_QUALITY_SIGMOID (65)
 *   where a calibration was asked for that cannot be had
 */
export function chosenSigmoid(
  magnitudes: Float32Array,
  subject: Subject,
  wishes: SigmoidWishes,
  kept: QualityCalibration | undefined,
  talk: Talk,
): ChosenSigmoid {
  const { model, modelDigest, preprocess } = subject;
  if (wishes.sigmoid === 'ofiq') {
    const other = preprocess !== '' && !preprocess.startsWith(OFIQ_PREPROCESS);
    talk.remark(
      `the constants of OFIQ hold for the MagFace model that comes with it${other ? ` (BGR, x / 255; here ${preprocess})` : ''}: ` +
        'of another model they say nothing',
    );
    return { told: { ...OFIQ_SIGMOID, source: 'the constants of OFIQ' } };
  }
  if (wishes.sigmoid !== undefined) return { told: { ...wishes.sigmoid, source: 'as given' } };
  if (kept !== undefined) {
    requireSame(kept, subject);
    const source = `calibrated on ${kept.pictures} pictures of ${kept.dataset}`;
    return { told: { x0: kept.x0, w: kept.w, source } };
  }
  const { x0, w, ...made } = calibrated(magnitudes);
  if (Number.isNaN(x0)) {
    const why =
      made.pictures < LEAST_PICTURES
        ? `${made.pictures} pictures are too few to calibrate it on`
        : 'their magnitudes are one number';
    if (wishes.calibrate === true) {
      throw new UserError(
        'E_QUALITY_SIGMOID',
        `no sigmoid can be calibrated: ${why}`,
        'calibrate on a set of pictures like those to be judged',
        EXIT.badData,
      );
    }
    return { told: { x0, w, source: `none: ${why}; give --sigmoid or --calibration` } };
  }
  const source = 'calibrated on these pictures';
  if (wishes.calibrate === undefined) return { told: { x0, w, source } };
  const { dataset, images } = subject;
  const file = calibrationJson({ model, modelDigest, preprocess, x0, w, dataset, images, ...made });
  return { told: { x0, w, source }, file };
}

function requireSame(kept: QualityCalibration, { modelDigest, preprocess }: Subject): void {
  const refuse = (what: string) =>
    new UserError(
      'E_QUALITY_MODEL',
      what,
      'calibrate this one: magface quality --calibrate --out DIR',
      EXIT.badData,
    );
  if (kept.modelDigest !== modelDigest) {
    throw refuse(`the calibration is of another model, ${kept.model}`);
  }
  if (kept.preprocess !== preprocess) {
    throw refuse(`the calibration is of the preprocessing ${kept.preprocess}, not ${preprocess}`);
  }
}
