import type { Io } from '../io.js';
import { wideBuckets } from '../kernels/score-buckets.js';
import { developmentSweep, expectedPerformance } from '../metrics/epc.js';
import {
  findConvention,
  findMetrics,
  measure,
  type Metric,
  verificationInput,
  type VerificationInput,
} from '../metrics/index.js';
import { precisionRecallCurve } from '../metrics/precision-recall.js';
import { ownQuality } from '../metrics/judged-quality.js';
import { bandsInBrief } from '../metrics/ranked-verification.js';
import { detCurve, rocCurve } from '../metrics/roc.js';
import { withRateSampling } from '../metrics/failure-to-acquire.js';
import { withInterval } from '../metrics/sampling.js';
import { transferredRows } from '../metrics/threshold-transfer.js';
import type { Talk } from '../talk.js';
import type { MetricRow, Report } from '../types.js';
import { measureGroups, obtainGroups, readGroupRequest } from './groups.js';
import { openRun } from './open-run.js';
import type { Outcome } from './outcome.js';
import { remarkOnPersons } from './persons.js';
import { withGroups } from './provenance.js';
import { requireSavable, savedFiles, type SaveRequest } from './save.js';
import { obtainScores, type ScoredRequest } from './scored.js';

/** What is asked of 1:1 verification. */
export interface VerificationWishes {
  /** FMR whose threshold the bands of quality are judged at. */
  readonly fmr: number;
  readonly bands: number;
  readonly convention?: readonly string[] | undefined;
  /** Names of metrics, or `all`, or `standard`, which is the default. */
  readonly metrics?: readonly string[] | undefined;
  /** A file of groups, and behind it which of its attributes. */
  readonly groups?: readonly string[] | undefined;
  /** A file of scores, or an earlier run, on which thresholds are chosen that are applied here. */
  readonly thresholdsFrom?: string | undefined;
}

/**
 * What 1:1 verification on the dataset, or on scores that are there already, gives: the metrics by each convention, the ROC,
 * the DET and precision over recall, the expected performance where the protocol has comparisons for development, the
 * same comparisons in bands of quality where there are qualities, and the errors of groups where groups are known.
 *
 * @throws UserError for a dataset, a model, vectors or scores that cannot be used; the signal's reason when stopped
 */
export async function evaluate(
  request: ScoredRequest & VerificationWishes & SaveRequest,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  // Before any work, so that a misspelt name costs nothing.
  const conventions = conventionsOf(request);
  const metrics = findMetrics(request.metrics ?? ['standard']);
  const wished = readGroupRequest(request.groups);
  requireSavable(request, { vectors: 'dataset' in request });
  const development = await developmentOf(request, io.signal);
  const hold = conventions.some(({ readsVectors }) => readsVectors === true);
  const scored = await obtainScores(request, io, talk, { hold });
  const { input, subject, provenance } = scored;
  if (input.interval.personal) remarkOnPersons(input.scores.persons, talk);
  const measured = verification(input, { ...request, conventions, metrics });
  const transferred =
    development === undefined
      ? []
      : transferredRows(development.input, input.sweep, {
          fars: input.fars,
          conventions,
          name: development.name,
        }).map((row) => withInterval(input, withRateSampling(input, row)));
  const attributes = obtainGroups(wished, scored, talk);
  const grouped = measureGroups(scored, attributes, request.fmr, talk);
  const known = new Set(measured.rows.map(keyOf));
  const rows = [...measured.rows, ...transferred.filter((row) => !known.has(keyOf(row)))];
  return {
    report: {
      subject,
      rows: [...rows, ...grouped.rows],
      curves: [...measured.curves, ...grouped.curves],
    },
    provenance: withGroups(provenance(), attributes),
    extras: savedFiles(request, scored, scored.vectors, talk),
  };
}

function keyOf({ metric, convention }: MetricRow): string {
  return `${metric} ${convention}`;
}

/** The comparisons that thresholds are to be chosen on; nothing where none are named. */
async function developmentOf(
  { thresholdsFrom }: Pick<VerificationWishes, 'thresholdsFrom'>,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly input: VerificationInput } | undefined> {
  if (thresholdsFrom === undefined) return undefined;
  const { name, scores } = await openRun(thresholdsFrom);
  return {
    name,
    input: verificationInput((await scores(signal)).scores, { bucketsFor: wideBuckets }),
  };
}

export function conventionsOf({ convention = ['iso'] }: Pick<VerificationWishes, 'convention'>) {
  return convention.map(findConvention);
}

/** The rows and curves of 1:1 verification; the standard metrics where `metrics` is left out. */
export function verification(
  input: VerificationInput,
  {
    fmr,
    bands,
    conventions,
    metrics,
  }: Pick<VerificationWishes, 'fmr' | 'bands'> & {
    readonly conventions: ReturnType<typeof conventionsOf>;
    readonly metrics?: readonly Metric[];
  },
): Pick<Report, 'rows' | 'curves'> {
  const { scores } = input;
  const development = developmentSweep(scores);
  // Called the same whether scores were made here or read from the file that an earlier run wrote.
  const quality = ownQuality(scores, 'quality');
  // Before anything asks for the sweep, so that millions of comparisons are not held with both.
  const banded = quality === undefined ? undefined : bandsInBrief(input, quality, { fmr, bands });
  const { sweep } = input;
  return {
    rows: [...measure(input, conventions, metrics), ...(banded?.rows ?? [])],
    curves: [
      rocCurve(sweep),
      detCurve(sweep),
      precisionRecallCurve(sweep),
      ...(development === undefined ? [] : [expectedPerformance(development, sweep)]),
      ...(banded?.curves ?? []),
    ],
  };
}
