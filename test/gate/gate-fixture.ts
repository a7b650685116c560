import type { GateInput } from '../../src/gate/index.js';
import { baselineRows, gate } from '../../src/gate/index.js';
import type {
  Baseline,
  BaselineRow,
  Difference,
  MetricRow,
  ScoreSet,
  Subject,
  Verdict,
} from '../../src/types.js';

export const SUBJECT: Subject = {
  dataset: 'door',
  protocol: 'a1'.repeat(32),
  images: 'b2'.repeat(32),
  model: 'model.onnx',
  modelDigest: 'c3'.repeat(32),
  preprocess: 'magface BGR 112 flip=none',
};

export const TAR: MetricRow = {
  metric: 'tar@far=1e-3',
  convention: 'iso',
  value: 0.9,
  hits: 90,
  count: 100,
  threshold: 0.5,
};
export const EER: MetricRow = { metric: 'eer', convention: 'iso', value: 0.02, count: 200 };

export function baselineOf(rows: readonly MetricRow[], more: Partial<Baseline> = {}): Baseline {
  return {
    mode: 'exact',
    subject: SUBJECT,
    rows: baselineRows(rows),
    margins: new Map(),
    floors: [],
    ...more,
  };
}

/** The verdict on a run of these rows, with nothing else kept. */
export function verdictOn(
  baseline: Baseline,
  rows: readonly MetricRow[],
  more: Partial<GateInput> = {},
): Verdict {
  return gate({
    baseline,
    name: 'door.baseline.yaml',
    run: { subject: SUBJECT, rows, curves: [] },
    values: new Map(rows.map(({ metric, value }) => [`door/${metric}`, value])),
    floors: [],
    scores: { absent: 'there are none' },
    embeddings: { absent: 'there are none' },
    differences: [],
    ...more,
  });
}

/** The status of each check by its name. */
export function statuses({ checks }: Verdict): Record<string, string> {
  return Object.fromEntries(checks.map(({ name, status }) => [name, status]));
}

/** A difference of the row's metric between `first`, the row's value, and a second system. */
export function differenceFrom(
  { metric, convention, value: first }: BaselineRow,
  rest: Pick<Difference, 'second' | 'low' | 'high'> & Partial<Difference>,
): Difference {
  return {
    metric,
    convention,
    better: 'higher',
    first,
    difference: rest.second - first,
    interval: 'bootstrap over persons 95%',
    verdict: 'cannot tell',
    ...rest,
  };
}

export function scoreSet(scores: readonly number[], genuine: readonly number[]): ScoreSet {
  return {
    scores: Float64Array.from(scores),
    genuine: Uint8Array.from(genuine),
    fold: new Uint16Array(scores.length),
    testFolds: [],
  };
}
