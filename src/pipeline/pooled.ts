import { findPoolingRule, POOLING_RULES, requireDetector } from '../embeddings/pooling.js';
import { poolVectors } from '../embeddings/template-pooler.js';
import { wideSums } from '../kernels/vector-sums.js';
import type { Talk } from '../talk.js';
import type {
  EmbeddingSet,
  GalleryProtocol,
  ImageCollection,
  LoadedDataset,
  TemplatePairProtocol,
  Templates,
} from '../types.js';
import type { DatasetRequest, OpenedComparisons } from './load.js';
import { readPictureVectors } from './picture-vectors.js';
import type { Vectors, VectorsRequest } from './vectors.js';
import { waitedLater } from '../waited-later.js';

/** How templates are made of pictures. */
export interface PoolRequest {
  /** Name of the rule; the first of all without a wish. */
  readonly pool?: string | undefined;
  /** Where several runs each take one of several rules: what they share, so that vectors are read once for all of them. */
  readonly together?: PooledTogether | undefined;
  /** Whether pictures count by the score of the face detector. */
  readonly detectorWeights?: true | undefined;
}

/** Several rules, and the vectors that one reading made by each of them. */
export interface PooledTogether {
  /** Names. */
  readonly rules: readonly string[];
  /** Set by the first run. */
  made?: Promise<PooledByRule>;
}

/** Vectors of templates by the name of their rule, and what the pictures' vectors tell. */
interface PooledByRule extends Omit<PooledVectors, 'embeddings'> {
  readonly sets: ReadonlyMap<string, EmbeddingSet>;
}

/** Vectors of templates, before all is known that reports tell of those they are made of. */
export interface PooledVectors extends Omit<Vectors, 'subject'> {
  readonly subject: Promise<Vectors['subject']>;
}

/** Templates, and the pictures that their members are. */
export interface MadeOfPictures {
  readonly templates: Templates;
  readonly images: ImageCollection;
}

/**
 * Vectors of the templates of `dataset`; the rule is part of what the subject says of its preprocessing.
 * @throws UserError E_POOL, E_DETECTOR (usage), E_EMBED_ZERO (65) naming a template whose vectors cancel out, and whatever the
 *   pictures, the model or the file of vectors give reason for, also from `subject`; the signal's reason when stopped
 */
export async function pooledVectors(
  dataset: {
    readonly protocol: Pick<
      TemplatePairProtocol | GalleryProtocol,
      'name' | 'templates' | 'detector'
    >;
    readonly images: ImageCollection;
  },
  request: VectorsRequest & PoolRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<PooledVectors> {
  const { name, templates, detector } = dataset.protocol;
  const rule = request.pool === undefined ? POOLING_RULES[0]! : findPoolingRule(request.pool);
  const weights = request.detectorWeights === true ? requireDetector(name, detector) : undefined;
  const text = `pool=${rule.name}${weights === undefined ? '' : ' detector'}`;
  const pooledBy = async (names: readonly string[]): Promise<PooledByRule> => {
    const { vectors, subject, ...rest } = await readPictureVectors(
      dataset,
      request,
      env,
      talk,
      signal,
    );
    const rules = names.map(findPoolingRule);
    const pooled = await poolVectors(vectors, {
      templates,
      rules,
      detector: weights,
      sums: wideSums,
    });
    return {
      ...rest,
      sets: new Map(names.map((name, i) => [name, pooled[i]!])),
      subject: waitedLater(subject()),
    };
  };
  const { together } = request;
  const { sets, subject, ...rest } = await (together === undefined
    ? pooledBy([rule.name])
    : (together.made ??= pooledBy(together.rules)));
  talk.remark(
    `${templates.ids.length} templates of ${dataset.images.ids.length} pictures, ${text}`,
  );
  return {
    ...rest,
    embeddings: sets.get(rule.name)!,
    subject: waitedLater(
      subject.then((of) => ({
        ...of,
        preprocess: [of.preprocess, text].filter(Boolean).join(' '),
      })),
    ),
  };
}

/**
 * The dataset with its comparisons, and the vectors of its templates: pooled while comparisons are read, where they are those of a
 * file.
 *
 * Whatever comes first, remarks and errors are those of the one after the other: what comparisons give reason for stops the pooling.
 *
 * @throws UserError as {@link pooledVectors}, and whatever the comparisons give reason for; the signal's reason when stopped
 */
export async function loadedAndPooled(
  opened: OpenedComparisons,
  request: VectorsRequest & PoolRequest & Pick<DatasetRequest, 'limit'>,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<{
  readonly vectors: PooledVectors;
  readonly loaded: LoadedDataset<TemplatePairProtocol>;
}> {
  // A model takes long and tells much, and a limit leaves few templates.
  if (request.embeddings === undefined || request.limit !== undefined) {
    const loaded = opened.finish(await opened.whole);
    return { loaded, vectors: await pooledVectors(loaded, request, env, talk, signal) };
  }
  const remarks: string[] = [];
  const held: Talk = { ...talk, remark: (text) => remarks.push(text) };
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const pooling = Promise.allSettled([pooledVectors(opened, request, env, held, either)]);
  let loaded;
  try {
    loaded = opened.finish(await opened.whole);
  } catch (error) {
    stop.abort(error);
    await pooling;
    throw error;
  }
  const [pooled] = await pooling;
  for (const text of remarks) talk.remark(text);
  if (pooled.status === 'rejected') throw pooled.reason as Error;
  return { loaded, vectors: pooled.value };
}

/** The comparisons of templates as every measure takes comparisons: a template stands where a picture does. */
export function templatesAsPictures({
  protocol,
  warnings,
  place,
}: LoadedDataset<TemplatePairProtocol>): LoadedDataset {
  const { name, digest, left, right, genuine, templates } = protocol;
  const { ids, identity, identities } = templates;
  return {
    protocol: {
      kind: 'pairs',
      name,
      images: ids,
      left,
      right,
      genuine,
      fold: new Uint16Array(left.length),
      testFolds: [],
      identity,
      identities,
      digest,
    },
    images: noPictures(ids),
    warnings,
    ...(place === undefined ? {} : { place }),
  };
}

/** Pixels are those of the pictures behind the templates, and nothing asks for them here. */
function noPictures(ids: readonly string[]): ImageCollection {
  const describe = (index: number) => `template ${ids[index]!}`;
  return {
    ids,
    describe,
    read: (index) => Promise.reject(new RangeError(`${describe(index)} has no pixels of its own`)),
    missing: () => Promise.resolve([]),
  };
}
