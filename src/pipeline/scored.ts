import type { Io } from '../io.js';
import type { VerificationInput } from '../metrics/index.js';
import type { Provenance } from '../report/provenance.js';
import type { NamedScores } from '../scores/index.js';
import type { Talk } from '../talk.js';
import type { Subject } from '../types.js';
import { scoredFromFiles, type ScoreFilesRequest } from './score-files.js';
import { scoreDataset, type Verified, type VerifyRequest } from './verify.js';

/** Comparisons with their scores, ready to be measured. */
export interface Scored {
  readonly input: VerificationInput;
  /** The scores with the names of what was compared. */
  readonly named: NamedScores;
  readonly subject: Subject;
  /** The files of scores they were read from; none where they were computed. */
  readonly files: readonly string[];
  /** How it came about; asked for when the work is done, since it tells how long it took. */
  readonly provenance: () => Provenance;
}

/** A dataset with its model or vectors, or files of scores. */
export type ScoredRequest = VerifyRequest | ScoreFilesRequest;

/**
 * The comparisons that `request` names: those of a dataset are loaded, embedded and compared, those of files only read.
 *
 * Without `hold` there are no vectors beside the scores, which may be as large.
 */
export async function obtainScores(
  request: ScoredRequest,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
  { hold = true }: { readonly hold?: boolean } = {},
): Promise<Scored & Partial<Pick<Verified, 'vectors' | 'dataset' | 'made'>>> {
  return 'dataset' in request
    ? scoreDataset(request, io, talk, { hold })
    : scoredFromFiles(request, io, talk);
}
