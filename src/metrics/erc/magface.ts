import type { ComparedQuality, Curve } from '../../types.js';
import { combinedQuality } from '../combined-quality.js';
import { halfTurns } from '../half-turns.js';
import { wilson } from '../intervals.js';
import type { VerificationInput } from '../verification-input.js';
import { rejectedTogether } from './reject-together.js';

const FMR = 1e-3;

/**
 * The error-versus-reject curve of MagFace's eval_quality.py, as a curve `erc` with the columns `discard`,
 * `error` (FNMR), `low`, `high` (Wilson), `kept` (genuine comparisons), `attained_fmr`.
 *
 * Of all comparisons, genuine and impostor together, the worst `int(u * N)` by quality go, u = 0, 0.05, ... 0.95. The
 * threshold is picked anew on what is left: the impostor distance at index n - 1, divided by ten and truncated three
 * times; a distance must be below it to be accepted. A step whose index reaches 0 before the third division (100 impostors or fewer) is
 * not there, nor one without genuine comparisons, so the curve ends early.
 */
export function magfaceErc(input: VerificationInput, quality: ComparedQuality): Curve {
  const { genuine, scores: values } = input.scores;
  const distance = (k: number) => halfTurns(values[k]!);
  const steps = rejectedTogether(input, combinedQuality(quality)).flatMap(
    ({ discard, kept }) => takeStep(discard, kept, distance, genuine) ?? [],
  );
  const column = (read: (step: Step) => number) => Float64Array.from(steps, read);
  return {
    name: 'erc',
    labels: { quality: quality.name, fmr: FMR, rate: 'fnmr', convention: 'magface' },
    columns: {
      discard: column(({ discard }) => discard),
      error: column(({ errors, kept }) => errors / kept),
      low: column(({ errors, kept }) => wilson(errors, kept).low),
      high: column(({ errors, kept }) => wilson(errors, kept).high),
      kept: column(({ kept }) => kept),
      attained_fmr: column(({ fmr }) => fmr),
    },
  };
}

interface Step {
  readonly discard: number;
  /** Genuine comparisons left, and how many of them are rejected. */
  readonly kept: number;
  readonly errors: number;
  readonly fmr: number;
}

/** What is left after one discard, judged at the threshold its own impostors give; nothing where they give none. */
function takeStep(
  discard: number,
  kept: Uint32Array,
  distance: (comparison: number) => number,
  genuine: Uint8Array,
): Step | undefined {
  const mated = kept.filter((k) => genuine[k] === 1);
  const nonMated = Float64Array.from(
    kept.filter((k) => genuine[k] !== 1),
    distance,
  ).sort();
  let index = nonMated.length - 1;
  for (let decade = 0; decade < 3; decade++) {
    if (index <= 0) return undefined;
    index = Math.trunc(index / 10);
  }
  if (mated.length === 0) return undefined;
  const threshold = nonMated[index]!;
  const accepted = mated.filter((k) => distance(k) < threshold).length;
  return {
    discard,
    kept: mated.length,
    errors: mated.length - accepted,
    fmr: nonMated.filter((d) => d < threshold).length / nonMated.length,
  };
}
