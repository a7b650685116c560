import { INTERVALS, verificationInput } from '../metrics/index.js';
import {
  kendallInfluence,
  type RankCorrelation,
  spearmanInfluence,
} from '../metrics/rank-influence.js';
import { correlationInterval } from '../metrics/rank-interval.js';
import { similarityToOthers, spearmanWithin } from '../metrics/same-person-similarity.js';
import { similarityBands, similarityDensity } from '../metrics/similarity-density.js';
import { indicesOf } from '../metrics/selection.js';
import { deviation, mean } from '../metrics/spread.js';
import { student95 } from '../metrics/intervals.js';
import type { ComparedQuality, MetricRow, Report } from '../types.js';
import type { QualitySource } from './qualities.js';

/**
 * How the quality of a picture goes with its likeness to the other pictures of its person: rows and curves over every picture
 * of the dataset, compared or not. Empty where vectors or persons are unknown, or the quality is not of pictures.
 */
export function identityRows(
  { dataset, vectors }: QualitySource,
  { name, values }: ComparedQuality,
): Pick<Report, 'rows' | 'curves'> {
  const none = { rows: [], curves: [] };
  if (dataset === undefined || vectors === undefined) return none;
  const { identity, images, identities } = dataset.protocol;
  if (values.length !== images.length) return none;
  const likeness = similarityToOthers(vectors.embeddings, identity);
  const kept = indicesOf(
    images.length,
    (i) => Number.isFinite(values[i]!) && !Number.isNaN(likeness[i]!),
  );
  if (kept.length === 0) return none;
  const quality = Float64Array.from(kept, (i) => values[i]!);
  const similarity = Float64Array.from(kept, (i) => likeness[i]!);
  const person = Uint32Array.from(kept, (i) => identity[i]!);
  // The pictures of a person hang together as comparisons of one person with themselves do.
  const input = verificationInput({
    scores: similarity,
    genuine: new Uint8Array(kept.length).fill(1),
    fold: new Uint16Array(kept.length),
    testFolds: [],
    persons: { left: person, right: person, count: identities.length, inferred: false },
  });
  const row = (metric: string, correlation: RankCorrelation): MetricRow => {
    const of = { metric: `${metric}@quality=${name}`, value: correlation.value, convention: 'iso' };
    if (Number.isNaN(correlation.value)) {
      return { ...of, count: 0, note: 'undefined: qualities or likenesses do not vary' };
    }
    const { low, high } = correlationInterval(input, correlation);
    const interval = Number.isNaN(low) ? {} : { low, high, interval: INTERVALS[0]!.label };
    return { ...of, ...interval, count: kept.length };
  };
  const labels = { quality: name };
  return {
    rows: [
      row('predict_spearman_identity', spearmanInfluence(quality, similarity)),
      row('predict_kendall_identity', kendallInfluence(quality, similarity)),
      withinRow(name, quality, similarity, person),
    ],
    curves: [
      similarityDensity(quality, similarity, labels),
      similarityBands(quality, similarity, labels),
    ],
  };
}

/** The mean over persons of the correlation within each. */
function withinRow(
  name: string,
  quality: Float64Array,
  similarity: Float64Array,
  person: Uint32Array,
): MetricRow {
  const { correlations } = spearmanWithin(quality, similarity, person);
  const metric = `predict_spearman_within@quality=${name}`;
  const count = correlations.length;
  if (count === 0) {
    const note = 'undefined: no person has three pictures';
    return { metric, value: NaN, count, convention: 'iso', note };
  }
  const value = mean(correlations);
  const half = (student95(count - 1) * deviation(correlations, 1)) / Math.sqrt(count);
  return {
    metric,
    value,
    ...(count < 2 ? {} : { low: value - half, high: value + half, interval: INTERVALS[0]!.label }),
    count,
    convention: 'iso',
    note: 'mean over the persons with at least three pictures',
  };
}
