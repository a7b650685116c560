import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import {
  ercCurve,
  errorVersusReject,
  partialArea,
  type ErrorVersusReject,
} from '../metrics/erc.js';
import type { Convention, VerificationInput } from '../metrics/index.js';
import { supportNotes } from '../metrics/operating-point.js';
import { randomRejection } from '../metrics/random-rejection.js';
import type { Talk } from '../talk.js';
import type { Curve, MetricRow, Report } from '../types.js';
import { conventionsOf } from './evaluate.js';
import type { Outcome } from './outcome.js';
import { obtainScores, type ScoredRequest } from './scored.js';

/** What comparisons can be rejected by. */
export type Quality = 'magnitude' | 'random';

export interface ErcWishes {
  /** FMR that fixes the threshold before anything is rejected. */
  readonly fmr: number;
  readonly quality: readonly Quality[];
  readonly convention?: readonly string[] | undefined;
  readonly seed: number;
}

/** Shares rejected up to which areas are given. */
const AREA_LIMITS = [0.2, 0.3, 0.5, 0.95];

/**
 * How the FNMR falls as the comparisons of the lowest quality are rejected: for each quality by the standard's rule, and by
 * each convention that has a rule of its own.
 */
export async function evaluateErc(
  request: ScoredRequest & ErcWishes,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  const conventions = conventionsOf(request);
  const { input, subject, files, provenance } = await obtainScores(request, io, talk);
  const fromFile = files[0];
  if (fromFile !== undefined && input.scores.quality === undefined) throw lacksQuality(fromFile);
  const called = fromFile === undefined ? 'magnitude' : 'quality';
  const report = { subject, ...rejection(input, { ...request, conventions, called }) };
  return { report, provenance: provenance() };
}

function lacksQuality(file: string): UserError {
  return new UserError(
    'E_SCORES_QUALITY',
    `${file} says nothing of quality, by which comparisons are rejected`,
    'add a column quality, the lower of the two qualities of each comparison',
    EXIT.badData,
  );
}

/**
 * The rows and curves of rejection by quality.
 * @param called what curves call the quality of the comparisons
 */
export function rejection(
  input: VerificationInput,
  {
    fmr,
    quality,
    seed,
    conventions,
    called = 'magnitude',
  }: Omit<ErcWishes, 'convention'> & {
    readonly conventions: readonly Convention[];
    readonly called?: 'magnitude' | 'quality' | undefined;
  },
): Pick<Report, 'rows' | 'curves'> {
  const peers = conventions.flatMap(({ erc }) => (erc === undefined ? [] : [erc(input)]));
  const own = {
    rows: peers.flatMap(({ rows }) => rows),
    curves: peers.flatMap(({ curves }) => curves),
  };
  // A convention without a rule of its own means the standard's.
  if (peers.length === conventions.length) return own;
  const exact = errorVersusReject(input, { fmr });
  const standard = quality.map((name): Curve => {
    const labels = { quality: name === 'magnitude' ? called : name, fmr };
    return name === 'random'
      ? randomRejection(exact.curve, labels, { seed })
      : ercCurve(exact.curve, labels);
  });
  const rows = quality.includes('magnitude') ? areas(exact) : [];
  return { rows: [...rows, ...own.rows], curves: [...standard, ...own.curves] };
}

function areas({ curve, point }: ErrorVersusReject): MetricRow[] {
  const support = supportNotes(point.target, point.impostorTotal);
  return AREA_LIMITS.map((limit) => {
    const value = partialArea(curve, limit);
    const notes = Number.isNaN(value) ? ['no genuine comparisons, or no impostors'] : support;
    return {
      metric: `erc_area@discard=${limit}`,
      value,
      count: curve.kept[0] ?? 0,
      threshold: point.threshold,
      achieved: point.fmr,
      convention: 'iso',
      ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    };
  });
}
