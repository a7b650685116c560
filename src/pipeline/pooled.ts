import { findPoolingRule, POOLING_RULES, requireDetector } from '../embeddings/pooling.js';
import { poolVectors } from '../embeddings/template-pooler.js';
import { wideSums } from '../kernels/vector-sums.js';
import type { Talk } from '../talk.js';
import type {
  GalleryProtocol,
  ImageCollection,
  LoadedDataset,
  TemplatePairProtocol,
  Templates,
} from '../types.js';
import { readPictureVectors } from './picture-vectors.js';
import type { Vectors, VectorsRequest } from './vectors.js';

/** How templates are made of pictures. */
export interface PoolRequest {
  /** Name of the rule; the first of all without a wish. */
  readonly pool?: string | undefined;
  /** Whether pictures count by the score of the face detector. */
  readonly detectorWeights?: true | undefined;
}

/** Templates, and the pictures that their members are. */
export interface MadeOfPictures {
  readonly templates: Templates;
  readonly images: ImageCollection;
}

/**
 * Vectors of the templates of `dataset`; the rule is part of what the subject says of its preprocessing.
 * @throws UserError E_POOL, E_DETECTOR (usage), E_EMBED_ZERO (65) naming a template whose vectors cancel out, and whatever the
 *   pictures, the model or the file of vectors give reason for; the signal's reason when stopped
 */
export async function pooledVectors(
  dataset: LoadedDataset<TemplatePairProtocol | GalleryProtocol>,
  request: VectorsRequest & PoolRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<Vectors> {
  const { name, templates, detector } = dataset.protocol;
  const rule = request.pool === undefined ? POOLING_RULES[0]! : findPoolingRule(request.pool);
  const weights = request.detectorWeights === true ? requireDetector(name, detector) : undefined;
  const text = `pool=${rule.name}${weights === undefined ? '' : ' detector'}`;
  const { vectors, subject, ...rest } = await readPictureVectors(
    dataset,
    request,
    env,
    talk,
    signal,
  );
  const [embeddings] = await poolVectors(vectors, {
    templates,
    rules: [rule],
    detector: weights,
    sums: wideSums,
  });
  const ofPictures = subject();
  talk.remark(
    `${templates.ids.length} templates of ${dataset.images.ids.length} pictures, ${text}`,
  );
  return {
    ...rest,
    embeddings: embeddings!,
    subject: {
      ...ofPictures,
      preprocess: [ofPictures.preprocess, text].filter(Boolean).join(' '),
    },
  };
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
