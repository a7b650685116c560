import { EXIT, UserError } from '../errors.js';
import { wholeQuality } from '../metrics/combined-quality.js';
import type { ComparedQuality } from '../types.js';
import type { Scored } from './scored.js';
import type { Verified } from './verify.js';

/** What qualities are made from: comparisons with their scores, and what is behind them where that is known. */
export type QualitySource = Scored & Partial<Pick<Verified, 'vectors' | 'dataset'>>;

/**
 * The qualities of these names, in their order: `magnitude`, which for a file of scores is its column `quality`.
 * @throws UserError E_SCORES_QUALITY (65) where a file of scores says nothing of quality, E_QUALITY_UNKNOWN (usage)
 */
export function obtainQualities(
  names: readonly string[],
  source: QualitySource,
): Promise<readonly ComparedQuality[]> {
  return Promise.resolve(names.map((name) => obtainQuality(name, source)));
}

function obtainQuality(name: string, source: QualitySource): ComparedQuality {
  if (name !== 'magnitude') {
    throw new UserError(
      'E_QUALITY_UNKNOWN',
      `no quality is called ${name}`,
      'the one there is is magnitude',
      EXIT.usage,
    );
  }
  return magnitudeOf(source);
}

/** The lengths of the vectors; of a file of scores its qualities of comparisons. */
function magnitudeOf({ input, named, vectors, files }: QualitySource): ComparedQuality {
  const { quality } = input.scores;
  const { pictures } = named;
  if (vectors !== undefined && pictures !== undefined) {
    const { left, right } = pictures;
    return { name: 'magnitude', values: vectors.embeddings.magnitudes, left, right };
  }
  if (quality === undefined) throw lacksQuality(files[0] ?? 'the comparisons');
  return wholeQuality('quality', quality);
}

function lacksQuality(file: string): UserError {
  return new UserError(
    'E_SCORES_QUALITY',
    `${file} says nothing of quality, by which comparisons are rejected`,
    'add a column quality, the lower of the two qualities of each comparison',
    EXIT.badData,
  );
}
