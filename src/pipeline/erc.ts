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
import { verify, type VerifyRequest } from './verify.js';

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
  request: VerifyRequest & ErcWishes,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  const conventions = conventionsOf(request);
  const { input, subject, provenance } = await verify(request, io, talk);
  const report = { subject, ...rejection(input, { ...request, conventions }) };
  return { report, provenance: provenance() };
}

/** The rows and curves of rejection by quality. */
export function rejection(
  input: VerificationInput,
  {
    fmr,
    quality,
    seed,
    conventions,
  }: Omit<ErcWishes, 'convention'> & { readonly conventions: readonly Convention[] },
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
    const labels = { quality: name, fmr };
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
