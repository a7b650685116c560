import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { wideBuckets } from '../kernels/score-buckets.js';
import { DEFAULT_FARS, findInterval, verificationInput } from '../metrics/index.js';
import type { Talk } from '../talk.js';
import type { LoadedDataset, Subject } from '../types.js';
import { isOfTemplates, openComparisons, type DatasetRequest } from './load.js';
import {
  loadedAndPooled,
  templatesAsPictures,
  type MadeOfPictures,
  type PoolRequest,
} from './pooled.js';
import { provenanceOf } from './provenance.js';
import { scoreNamed } from './score.js';
import type { Scored } from './scored.js';
import { obtainVectors, type Vectors, type VectorsRequest } from './vectors.js';

export interface VerifyRequest extends DatasetRequest, VectorsRequest, PoolRequest {
  /** FARs that rows are wanted at. */
  readonly far?: readonly number[] | undefined;
  /** Kind of interval, by name; see `magface list intervals`. */
  readonly interval?: string | undefined;
  readonly seed?: number | undefined;
}

const TEMPLATE_FARS: readonly number[] = [...DEFAULT_FARS, 1e-5, 1e-6];

/** The vectors that were compared; what reports tell of them is part of the subject. */
type ObtainedVectors = Omit<Vectors, 'subject'>;

/** Every comparison of a dataset scored, ready to be measured. */
export interface Verified extends Scored {
  readonly dataset: LoadedDataset;
  readonly vectors: ObtainedVectors;
  /** The templates that are compared, and the pictures they are made of; absent where pictures are compared. */
  readonly made?: MadeOfPictures;
}

/** The same, where vectors may be done with. */
export type ScoredDataset = Omit<Verified, 'vectors'> & Partial<Pick<Verified, 'vectors'>>;

/**
 * The comparisons of the dataset with their scores: loaded, embedded (or read), and compared.
 * @throws UserError for a dataset, a model or vectors that cannot be used; the signal's reason when stopped
 */
export async function verify(
  request: VerifyRequest,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Verified> {
  const { vectors, ...scored } = await scoreDataset(request, io, talk, { hold: true });
  return { ...scored, vectors: vectors! };
}

/**
 * As {@link verify}; without `hold` the vectors are not there any more when they are compared, but for raw ones that are to be written.
 */
export async function scoreDataset(
  request: VerifyRequest,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
  { hold }: { readonly hold: boolean },
): Promise<ScoredDataset> {
  const started = new Date();
  const { seed } = request;
  const interval = request.interval === undefined ? undefined : findInterval(request.interval);
  const opened = await openComparisons(request, env, talk);
  const templates = 'finish' in opened;
  if (!templates && (request.pool !== undefined || request.detectorWeights === true)) {
    throw new UserError(
      'E_POOL',
      `--pool or --detector-weights with ${opened.protocol.name}, whose comparisons are of pictures`,
      'leave it out',
      EXIT.usage,
    );
  }
  const { vectors, loaded } = templates
    ? await loadedAndPooled(opened, request, env, talk, signal)
    : { vectors: await obtainVectors(opened, request, env, talk, signal), loaded: opened };
  const dataset = isOfTemplates(loaded) ? templatesAsPictures(loaded) : loaded;
  const { protocol } = dataset;
  // Papers on templates print their TAR down to a millionth.
  const fars = request.far ?? (templates ? TEMPLATE_FARS : undefined);
  const { embeddings, run } = vectors;
  const held = hold || vectors.raw !== undefined;
  const compared = { embeddings, left: protocol.left, right: protocol.right };
  const named = await scoreNamed(protocol, embeddings, { threads: request.threads, signal });
  const subject: Subject = {
    dataset: protocol.name,
    protocol: protocol.digest,
    ...(await vectors.subject),
    ...(request.limit === undefined ? {} : { partial: protocol.left.length }),
  };
  return {
    dataset,
    ...(held ? { vectors } : {}),
    ...(isOfTemplates(loaded)
      ? { made: { templates: loaded.protocol.templates, images: loaded.images } }
      : {}),
    input: verificationInput(named.scores, {
      fars,
      ...(held ? { compared } : {}),
      interval,
      seed,
      bucketsFor: wideBuckets,
    }),
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
        images: loaded.protocol.images.length,
        remarks: dataset.warnings,
        run,
      }),
  };
}
