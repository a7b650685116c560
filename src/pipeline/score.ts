import { cosines } from '../metrics/cosines.js';
import type { NamedScores } from '../scores/index.js';
import type { EmbeddingSet, PairProtocol, ScoreSet } from '../types.js';
import { byFirstComparison, personsOf } from './persons.js';

/**
 * The cosine of every comparison of `protocol`, with the lower of its two magnitudes as its quality and its two persons, who are
 * numbered in the order in which they are first compared.
 *
 * Rows of `embeddings` stand in the order of `protocol.images`; cosines are those of `cosines`.
 */
export function scorePairs(protocol: PairProtocol, embeddings: EmbeddingSet): ScoreSet {
  return scoreNamed(protocol, embeddings).scores;
}

/** As {@link scorePairs}, with the names of pictures and persons. */
export function scoreNamed(protocol: PairProtocol, embeddings: EmbeddingSet): NamedScores {
  const { left, right } = protocol;
  const { directions, magnitudes, dim } = embeddings;
  const scores = cosines(directions, dim, left, right);
  const quality = new Float32Array(left.length);
  for (let k = 0; k < quality.length; k++) {
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
