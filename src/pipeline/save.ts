import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { folderFiles } from '../embeddings/formats.js';
import { EXIT, UserError } from '../errors.js';
import type { Content } from '../report/write.js';
import { scoresCsv } from '../scores/index.js';
import type { Talk } from '../talk.js';
import type { Scored } from './scored.js';
import type { Vectors } from './vectors.js';

export interface SaveRequest {
  readonly out?: string | undefined;
  /** What is written beside the report; by default the scores where there are not too many. */
  readonly save?: readonly ('scores' | 'embeddings' | 'none')[] | undefined;
}

/** Above it scores.csv is written only when it is asked for. */
export const MOST_UNASKED = 1_000_000;

/**
 * Checks, before any work, that what is to be kept can be.
 * @throws UserError E_SAVE (usage)
 */
export function requireSavable(
  { out, save = [] }: SaveRequest,
  { vectors }: { readonly vectors: boolean },
): void {
  const refuse = (what: string, remedy: string) =>
    new UserError('E_SAVE', what, remedy, EXIT.usage);
  if (save.length === 0) return;
  if (out === undefined) throw refuse(`--save ${save.join(' ')} without --out`, 'add --out DIR');
  if (save.includes('none') && new Set(save).size > 1) {
    throw refuse(`--save ${save.join(' ')}`, 'none excludes the others');
  }
  if (save.includes('embeddings') && !vectors) {
    throw refuse('there are no vectors behind scores that are read', 'leave out --save embeddings');
  }
}

/**
 * The files that `request` wants beside the report: `scores.csv`, and `embeddings.npy`, `magnitudes.npy` and `ids.txt` as
 * `--embeddings` reads them.
 *
 * Unasked, scores are written of at most a million comparisons, and not of a trial on part of them. The file that the scores
 * were read from is never written over.
 */
export function savedFiles(
  { out, save = [] }: SaveRequest,
  { named, subject, files }: Scored,
  vectors: Pick<Vectors, 'raw'> | undefined,
  talk: Talk,
): Map<string, Content> {
  const saved = new Map<string, Content>();
  if (out === undefined || save.includes('none')) return saved;
  const count = named.scores.scores.length;
  const few = count <= MOST_UNASKED && subject.partial === undefined;
  const path = join(out, 'scores.csv');
  if ((save.includes('scores') || few) && !files.some((file) => isSame(file, path))) {
    saved.set('scores.csv', scoresCsv(named));
  } else if (count > MOST_UNASKED && !save.includes('scores')) {
    talk.remark(`scores.csv is not written for ${count} comparisons; --save scores writes it`);
  }
  if (save.includes('embeddings') && vectors?.raw !== undefined) {
    for (const [name, content] of folderFiles(vectors.raw)) saved.set(name, content);
  }
  return saved;
}

/** Whether both paths lead to one file that is there. */
export function isSame(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}
