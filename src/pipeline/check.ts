import { EXIT, UserError } from '../errors.js';
import { type Both, gate, subjectChecks } from '../gate/index.js';
import {
  type Convention,
  CONVENTIONS,
  parseRate,
  verificationInput,
  type VerificationInput,
} from '../metrics/index.js';
import { metricValues } from '../report/json.js';
import type { Baseline, BaselineRow, Difference, Floor, Verdict } from '../types.js';
import { findBaseline, type KeptBaseline, type ReadScores } from './kept-baseline.js';
import { type KeptFile, type KeptRun } from './kept-run.js';

export interface CheckRequest {
  /** Output folder of a run, or its report.json. */
  readonly report: string;
  readonly baseline: string;
  /** Floors beside those of the baseline. */
  readonly floors: readonly Floor[];
}

/** The differences of the named metrics of `second` against `first`, by each convention, paired over persons. */
export type PairedDifferences = (
  first: VerificationInput,
  second: VerificationInput,
  asked: { readonly conventions: readonly Convention[]; readonly metrics: readonly string[] },
) => readonly Difference[];

/** How a check gets at what runs left, and at differences. */
export interface CheckMeans {
  readonly openRun: (path: string) => Promise<KeptRun>;
  readonly readScores: ReadScores;
  readonly paired: PairedDifferences;
}

/**
 * The verdict on a run against a baseline.
 *
 * In `exact` mode scores and embeddings are compared where both sides kept them. In `statistical` mode differences are
 * made from the scores of both.
 * @throws UserError E_BASELINE_MISSING, E_RUN_MISSING, E_RUN_SCORES (66), and what the files give reason for
 */
export async function check(request: CheckRequest, means: CheckMeans): Promise<Verdict> {
  const { report: path, baseline: name, floors } = request;
  const kept = await findBaseline(name, means.readScores);
  if (kept === undefined) {
    throw new UserError(
      'E_BASELINE_MISSING',
      `there is no file ${name}`,
      `write it with magface baseline ${path} --out ${name}`,
      EXIT.missingInput,
    );
  }
  const { baseline } = kept;
  const run = await means.openRun(path);
  const { report } = run;
  const comparable = subjectChecks(baseline.subject, report.subject).length === 0;
  const exact = comparable && baseline.mode === 'exact';
  const statistical = comparable && baseline.mode === 'statistical';
  const unread = { absent: 'it was not asked for' };
  return gate({
    baseline,
    name,
    run: report,
    values: metricValues(report),
    floors,
    scores: exact ? await both(kept.scores, run.scores, 'scores') : unread,
    embeddings: exact ? await both(kept.embeddings, run.embeddings, 'embeddings') : unread,
    differences: statistical ? await differencesOf(kept, run, path, means.paired) : [],
  });
}

/** What both sides kept, or which of them did not. */
async function both<T>(
  baseline: KeptFile<T> | undefined,
  run: KeptFile<T> | undefined,
  what: 'scores' | 'embeddings',
): Promise<Both<T>> {
  if (baseline === undefined) return { absent: 'the baseline was written without them' };
  if (run === undefined) return { absent: `the run kept none (--save ${what})` };
  return { baseline: await baseline.read(), run: await run.read() };
}

async function differencesOf(
  { baseline, scores }: KeptBaseline,
  run: KeptRun,
  path: string,
  paired: PairedDifferences,
): Promise<readonly Difference[]> {
  // The schema has seen to the baseline's.
  if (scores === undefined || run.scores === undefined) {
    throw new UserError(
      'E_RUN_SCORES',
      `${path} holds no scores, and persons are paired by them`,
      'run magface eval with --save scores',
      EXIT.missingInput,
    );
  }
  const fars = farsOf(baseline.rows);
  const conventions = CONVENTIONS.filter(({ name }) =>
    baseline.rows.some(({ convention }) => convention === name),
  );
  const metrics = [...new Set(baseline.rows.map(({ metric }) => metric.split('@')[0]!))];
  const [first, second] = await Promise.all([scores.read(), run.scores.read()]);
  return paired(verificationInput(first, { fars }), verificationInput(second, { fars }), {
    conventions,
    metrics,
  });
}

/** The FARs that rows with a margin are wanted at, such as 1e-3 for `tar@far=1e-3`. */
function farsOf(rows: Baseline['rows']): number[] {
  const rates = rows.map(({ metric }: BaselineRow) =>
    parseRate(/@far=(.*)$/.exec(metric)?.[1] ?? ''),
  );
  return [...new Set(rates.filter((rate) => rate > 0))].sort((a, b) => b - a);
}
