import type { Io } from '../io.js';
import { findInterval, verificationInput } from '../metrics/index.js';
import type { Talk } from '../talk.js';
import type { LoadedDataset, Subject } from '../types.js';
import { load, type DatasetRequest } from './load.js';
import { provenanceOf } from './provenance.js';
import { scoreNamed } from './score.js';
import type { Scored } from './scored.js';
import { obtainVectors, type Vectors, type VectorsRequest } from './vectors.js';

export interface VerifyRequest extends DatasetRequest, VectorsRequest {
  /** FARs that rows are wanted at. */
  readonly far?: readonly number[] | undefined;
  /** Kind of interval, by name; see `magface list intervals`. */
  readonly interval?: string | undefined;
  readonly seed?: number | undefined;
}

/** Every comparison of a dataset scored, ready to be measured. */
export interface Verified extends Scored {
  readonly dataset: LoadedDataset;
  readonly vectors: Vectors;
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
  const named = scoreNamed(protocol, embeddings);
  return {
    dataset,
    vectors,
    input: verificationInput(named.scores, { fars, compared, interval, seed }),
    named,
    subject,
    files: [],
    provenance: () =>
      provenanceOf({
        request,
        env,
        started,
        subject,
        genuine: protocol.genuine,
        images: protocol.images.length,
        remarks: dataset.warnings,
        run: vectors.run,
      }),
  };
}
