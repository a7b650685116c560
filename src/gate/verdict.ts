import type {
  Baseline,
  Check,
  CheckStatus,
  Difference,
  EmbeddingSet,
  Floor,
  Report,
  ScoreSet,
  Verdict,
} from '../types.js';
import { embeddingCheck } from './embeddings.js';
import { exactRowChecks } from './exact.js';
import { named } from './figures.js';
import { floorChecks } from './floor.js';
import { marginChecks } from './margins.js';
import { findRow, nameOf } from './rows.js';
import { scoreCheck } from './scores.js';
import { modelRemarks, subjectChecks } from './subject.js';

/** The same thing of the baseline and of the run, or why the two cannot be set side by side. */
export type Both<T> = { readonly baseline: T; readonly run: T } | { readonly absent: string };

export interface GateInput {
  readonly baseline: Baseline;
  /** The baseline as the user named it. */
  readonly name: string;
  readonly run: Report;
  /** The values of the run by their keys in metrics.json. */
  readonly values: ReadonlyMap<string, number>;
  /** Floors beside those of the baseline. */
  readonly floors: readonly Floor[];
  /** Read in `exact` mode. */
  readonly scores: Both<ScoreSet>;
  /** Read in `exact` mode. */
  readonly embeddings: Both<EmbeddingSet>;
  /** Of the run against the baseline; read in `statistical` mode. */
  readonly differences: readonly Difference[];
}

/**
 * The verdict on a run: the one place where it is decided whether it is worse than its baseline.
 *
 * The whole is `fail` where one check fails, else `error` where one could not be made, else `inconclusive` where one could
 * not be decided, else `pass`. Where the two subjects cannot be compared nothing else is checked. A verdict without checks
 * is an error: a gate that looks at nothing must not be open.
 */
export function gate(input: GateInput): Verdict {
  const { baseline, name, run } = input;
  const about = { baseline: name, mode: baseline.mode, subject: run.subject };
  const refused = subjectChecks(baseline.subject, run.subject);
  if (refused.length > 0) return verdictOf(refused, [], about);
  const floors = floorChecks([...baseline.floors, ...input.floors], input.values);
  const { checks, remarks } =
    baseline.mode === 'exact' ? exactly(input) : statistically(baseline, run, input.differences);
  return verdictOf(
    [...checks, ...floors],
    [...modelRemarks(baseline.subject, run.subject), ...remarks],
    about,
  );
}

/** The verdict where baseline or run could not even be read. */
export function unreadable(why: string, baseline: string): Verdict {
  const check: Check = {
    name: 'input',
    kind: 'input',
    status: 'error',
    expected: 'a baseline and a run',
    found: 'none',
    why,
  };
  return verdictOf([check], [], { baseline });
}

function exactly({ baseline, run, scores, embeddings }: GateInput) {
  const checks = exactRowChecks(baseline.rows, run.rows);
  if (!('absent' in scores)) checks.push(scoreCheck(scores.baseline, scores.run));
  if (!('absent' in embeddings)) {
    checks.push(embeddingCheck(embeddings.baseline, embeddings.run));
  }
  const remarks = uncompared({ scores, embeddings });
  const more = run.rows.filter((row) => findRow(baseline.rows, row) === undefined).map(nameOf);
  if (more.length > 0) remarks.push(`not in the baseline, so not checked: ${named(more)}`);
  return { checks, remarks };
}

/** What was not compared, and why; in one sentence where the reason is one. */
function uncompared(sides: Readonly<Record<'scores' | 'embeddings', Both<unknown>>>): string[] {
  const { scores, embeddings } = sides;
  const why = [scores, embeddings].map((side) => ('absent' in side ? side.absent : undefined));
  if (why[0] !== undefined && why[0] === why[1]) {
    return [`scores and embeddings were not compared: ${why[0]}`];
  }
  return (['scores', 'embeddings'] as const).flatMap((what, i) =>
    why[i] === undefined ? [] : [`${what} were not compared: ${why[i]}`],
  );
}

function statistically(baseline: Baseline, run: Report, differences: readonly Difference[]) {
  const checks = marginChecks(baseline, run.rows, differences);
  const free = baseline.rows.filter(({ metric }) => !baseline.margins.has(metric)).map(nameOf);
  // Such as that no impostor stands behind a FAR, which no interval can know.
  const notes = run.rows.flatMap((row) =>
    row.note !== undefined && baseline.margins.has(row.metric)
      ? [`${nameOf(row)}: ${row.note}`]
      : [],
  );
  const remarks = free.length === 0 ? [] : [`without a margin, so not checked: ${named(free)}`];
  return { checks, remarks: [...notes, ...remarks] };
}

/** From the worst to the best. */
const STATUSES: readonly CheckStatus[] = ['fail', 'error', 'inconclusive', 'pass'];

function verdictOf(
  checks: readonly Check[],
  remarks: readonly string[],
  about: Pick<Verdict, 'baseline' | 'mode' | 'subject'>,
): Verdict {
  const sorted = STATUSES.flatMap((status) => checks.filter((check) => check.status === status));
  const status = sorted[0]?.status ?? 'error';
  return { status, summary: summaryOf(status, sorted), checks: sorted, remarks, ...about };
}

function summaryOf(status: CheckStatus, checks: readonly Check[]): string {
  if (checks.length === 0) return 'there is nothing to check: the baseline has no margin or floor';
  const of = (wanted: CheckStatus) => checks.filter((check) => check.status === wanted);
  const count = (wanted: CheckStatus) => {
    const some = of(wanted);
    const share = checks.length === 1 ? 'the check' : `${some.length} of ${checks.length} checks`;
    return { share, names: named(some.map(({ name }) => name)) };
  };
  if (status === 'pass')
    return checks.length === 1 ? 'the check holds' : `all ${checks.length} checks hold`;
  if (status === 'inconclusive') {
    const { share, names } = count(status);
    return `${share} could not be decided: ${names}`;
  }
  if (status === 'fail') {
    const { share, names } = count(status);
    return `${share} failed: ${names}`;
  }
  if (checks[0]!.kind === 'input') return checks[0]!.why;
  const { names } = count(status);
  return checks[0]!.kind === 'subject'
    ? `the run cannot be compared with the baseline: another ${names}`
    : `${count(status).share} could not be made: ${names}`;
}
