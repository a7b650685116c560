import type { ComparedQuality, Curve, MetricRow, Report } from '../../types.js';
import { trapezoids } from '../auc.js';
import { combinedQuality } from '../combined-quality.js';
import { halfTurns } from '../half-turns.js';
import { wilson } from '../intervals.js';
import { type OperatingPoint, pointAbove, supportNotes } from '../operating-point.js';
import { pyeerIndexAtFmr } from '../pyeer-rates.js';
import { formatRate } from '../rate.js';
import { type Sweep, sweep } from '../sweep.js';
import type { VerificationInput } from '../verification-input.js';
import { rejectedTogether } from './reject-together.js';

const FMRS = [1e-2, 1e-3, 1e-4];

/** One discard, and the operating point that its own comparisons give. */
interface Step {
  readonly discard: number;
  readonly point: OperatingPoint;
}

/**
 * The error-versus-reject curves of CR-FIQA's erc.py at FMR 1e-2, 1e-3 and 1e-4, as curves `erc` with the columns
 * `discard`, `error` (FNMR), `low`, `high` (Wilson), `kept` (genuine comparisons), `attained_fmr` and `threshold`; and the
 * area under each as a row `erc_auc@fmr=X:NAME`, by trapezoids over the discards.
 *
 * Comparisons leave as {@link rejectedTogether} says. At every step the threshold is picked anew on what is left: the
 * distance (a share of a half turn) at which pyeer's rule comes nearest to the FMR. A distance must then lie below it, so
 * that the comparison that gave the threshold is itself rejected. A step without genuine or without impostor comparisons is
 * not there. Thresholds are told as the cosine to be exceeded.
 */
export function crfiqaErc(
  input: VerificationInput,
  quality: ComparedQuality,
): Pick<Report, 'rows' | 'curves'> {
  const { scores } = input;
  const nearness = Float64Array.from(scores.scores, (score) => -halfTurns(score));
  const left = rejectedTogether(input, combinedQuality(quality)).map(({ discard, kept }) => {
    const isKept = new Uint8Array(nearness.length);
    for (const k of kept) isKept[k] = 1;
    return { discard, swept: sweep(nearness, scores.genuine, (k) => isKept[k] === 1) };
  });
  const usable = left.filter(({ swept }) => swept.genuineTotal * swept.impostorTotal > 0);
  const perFmr = FMRS.map((fmr) => ({
    fmr,
    steps: usable.map(({ discard, swept }) => ({ discard, point: strictPoint(swept, fmr) })),
  }));
  return {
    rows:
      usable.length === 0 ? [] : perFmr.map(({ fmr, steps }) => areaRow(quality.name, fmr, steps)),
    curves: perFmr.map(({ fmr, steps }) => curveOf(quality.name, fmr, steps)),
  };
}

/** The operating point of CR-FIQA: pyeer's threshold for `far`, which a score must exceed. */
export function strictPoint(swept: Sweep, far: number): OperatingPoint {
  return pointAbove(swept, pyeerIndexAtFmr(swept, far), far);
}

function curveOf(quality: string, fmr: number, steps: readonly Step[]): Curve {
  const column = (read: (point: OperatingPoint) => number) =>
    Float64Array.from(steps, ({ point }) => read(point));
  const errors = ({ genuineTotal, genuineAccepted }: OperatingPoint) =>
    genuineTotal - genuineAccepted;
  return {
    name: 'erc',
    labels: { quality, fmr, rate: 'fnmr', convention: 'crfiqa' },
    columns: {
      discard: Float64Array.from(steps, ({ discard }) => discard),
      error: column((point) => 1 - point.tar),
      low: column((point) => wilson(errors(point), point.genuineTotal).low),
      high: column((point) => wilson(errors(point), point.genuineTotal).high),
      kept: column((point) => point.genuineTotal),
      attained_fmr: column((point) => point.fmr),
      threshold: column((point) => Math.cos(-Math.PI * point.threshold)),
    },
  };
}

function areaRow(quality: string, fmr: number, steps: readonly Step[]): MetricRow {
  const { genuineTotal, impostorTotal } = steps[0]!.point;
  const end = steps.at(-1)!.discard;
  return {
    metric: `erc_auc@fmr=${formatRate(fmr)}:${quality}`,
    value: trapezoids(
      steps.map(({ discard }) => discard),
      steps.map(({ point }) => 1 - point.tar),
    ),
    count: genuineTotal,
    convention: 'crfiqa',
    note: [
      `area from discard 0 to ${end}, thresholds picked anew at each step`,
      ...supportNotes(fmr, impostorTotal),
    ].join('; '),
  };
}
