import type { NamedScores } from '../scores/index.js';
import type { EmbeddingSet, PairProtocol, ScoreSet } from '../types.js';
import { byFirstComparison, personsOf } from './persons.js';

/**
 * The cosine of every comparison of `protocol`, with the lower of its two magnitudes as its quality and its two persons, who are
 * numbered in the order in which they are first compared.
 *
 * Rows of `embeddings` stand in the order of `protocol.images`. Each cosine is summed in float64 in the order of the
 * components and stored as float32, so that equal vectors give equal bytes everywhere.
 */
export function scorePairs(protocol: PairProtocol, embeddings: EmbeddingSet): ScoreSet {
  return scoreNamed(protocol, embeddings).scores;
}

/** As {@link scorePairs}, with the names of pictures and persons. */
export function scoreNamed(protocol: PairProtocol, embeddings: EmbeddingSet): NamedScores {
  const { left, right } = protocol;
  const { directions, magnitudes, dim } = embeddings;
  const scores = new Float32Array(left.length);
  const quality = new Float32Array(left.length);
  for (let k = 0; k < scores.length; k++) {
    const a = left[k]! * dim;
    const b = right[k]! * dim;
    let dot = 0;
    for (let i = 0; i < dim; i++) dot += directions[a + i]! * directions[b + i]!;
    scores[k] = dot;
    quality[k] = Math.min(magnitudes[left[k]!]!, magnitudes[right[k]!]!);
  }
  const { genuine, fold, testFolds, images, identities } = protocol;
  const { persons, former } = byFirstComparison(personsOf(protocol));
  return {
    scores: { scores, genuine, quality, fold, testFolds, persons },
    pictures: { ids: images, left, right },
    ...(persons.inferred
      ? {}
      : { personNames: Array.from(former, (person) => identities[person]!) }),
  };
}
