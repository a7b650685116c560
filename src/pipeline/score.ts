import { scoredByThreads } from '../kernels/comparison-scores.js';
import { cosines } from '../metrics/cosines.js';
import type { NamedScores } from '../scores/index.js';
import { usableThreads } from '../threads.js';
import type { EmbeddingSet, PairProtocol, ScoreSet } from '../types.js';
import { byFirstComparison, personsOf } from './persons.js';

/** Comparisons from which starting threads is worth its time. */
const MANY = 100_000;

export interface ScoreWishes {
  /** Threads that compare; as many as this process can keep busy where left out. They change no number. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The cosine of every comparison of `protocol`, with the lower of its two magnitudes as its quality and its two persons, who are
 * numbered in the order in which they are first compared.
 *
 * Rows of `embeddings` stand in the order of `protocol.images`; cosines are those of `cosines`.
 *
 * @throws the signal's reason when stopped
 */
export async function scorePairs(
  protocol: PairProtocol,
  embeddings: EmbeddingSet,
  wishes: ScoreWishes = {},
): Promise<ScoreSet> {
  return (await scoreNamed(protocol, embeddings, wishes)).scores;
}

/** As {@link scorePairs}, with the names of pictures and persons. */
export async function scoreNamed(
  protocol: PairProtocol,
  embeddings: EmbeddingSet,
  wishes: ScoreWishes = {},
): Promise<NamedScores> {
  const { left, right } = protocol;
  const { magnitudes } = embeddings;
  const scores = await cosinesOf(protocol, embeddings, wishes);
  const qualities = { values: magnitudes, left, right };
  const { genuine, fold, testFolds, images, identities } = protocol;
  const { persons, former } = byFirstComparison(personsOf(protocol));
  return {
    scores: { scores, genuine, qualities, fold, testFolds, persons },
    pictures: { ids: images, left, right },
    ...(persons.inferred
      ? {}
      : { personNames: Array.from(former, (person) => identities[person]!) }),
  };
}

/** The cosines, by threads where there are many comparisons: the bytes are the same. */
export async function cosinesOf(
  { left, right }: Pick<PairProtocol, 'left' | 'right'>,
  { directions, dim }: EmbeddingSet,
  { threads = usableThreads(), signal }: ScoreWishes,
): Promise<Float32Array> {
  const compared = { directions, dim, left, right };
  const many = left.length >= MANY;
  const byThreads = many ? await scoredByThreads(compared, threads, signal) : undefined;
  return byThreads ?? cosines(directions, dim, left, right);
}
