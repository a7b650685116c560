import type { Io } from '../io.js';
import { findInterval, verificationInput, type VerificationInput } from '../metrics/index.js';
import type { Provenance } from '../report/provenance.js';
import type { Talk } from '../talk.js';
import type { LoadedDataset, Subject } from '../types.js';
import { load, type DatasetRequest } from './load.js';
import { provenanceOf } from './provenance.js';
import { scorePairs } from './score.js';
import { obtainVectors, type Vectors, type VectorsRequest } from './vectors.js';

export interface VerifyRequest extends DatasetRequest, VectorsRequest {
  /** FARs that rows are wanted at. */
  readonly far?: readonly number[] | undefined;
  /** Kind of interval, by name; see `magface list intervals`. */
  readonly interval?: string | undefined;
  readonly seed?: number | undefined;
}

/** Every comparison of a dataset scored, ready to be measured. */
export interface Verified {
  readonly dataset: LoadedDataset;
  readonly vectors: Vectors;
  readonly input: VerificationInput;
  readonly subject: Subject;
  /** How it came about; asked for when the work is done, since it tells how long it took. */
  readonly provenance: () => Provenance;
}

/**
 * The comparisons of the dataset with their scores: loaded, embedded (or read), and compared.
 * @throws UserError for a dataset, a model or vectors that cannot be used; the signal's reason when stopped
 */
export async function verify(
  request: VerifyRequest,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Verified> {
  const started = new Date();
  const { far: fars, seed } = request;
  const interval = request.interval === undefined ? undefined : findInterval(request.interval);
  const dataset = await load(request, env, talk);
  const vectors = await obtainVectors(dataset, request, env, talk, signal);
  const { protocol } = dataset;
  const { embeddings } = vectors;
  const compared = { embeddings, left: protocol.left, right: protocol.right };
  const subject: Subject = {
    dataset: protocol.name,
    protocol: protocol.digest,
    ...vectors.subject,
    ...(request.limit === undefined ? {} : { partial: protocol.left.length }),
  };
  return {
    dataset,
    vectors,
    input: verificationInput(scorePairs(protocol, embeddings), { fars, compared, interval, seed }),
    subject,
    provenance: () => provenanceOf({ request, env, started, dataset, vectors, subject }),
  };
}
