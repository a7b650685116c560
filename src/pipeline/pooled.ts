import { findPoolingRule, pool, POOLING_RULES, requireDetector } from '../embeddings/pooling.js';
import { EXIT, UserError } from '../errors.js';
import type { Talk } from '../talk.js';
import type { ImageCollection, LoadedDataset, TemplatePairProtocol, Templates } from '../types.js';
import type { Vectors } from './vectors.js';

/** How templates are made of pictures. */
export interface PoolRequest {
  /** Name of the rule; the first of all without a wish. */
  readonly pool?: string | undefined;
  /** Whether pictures count by the score of the face detector. */
  readonly detectorWeights?: true | undefined;
}

/** Vectors of templates in place of those of pictures; the rule is part of what the subject says of its preprocessing. */
export function pooledVectors(
  { name, templates, detector }: { name: string; templates: Templates; detector?: Float32Array },
  vectors: Vectors,
  request: PoolRequest,
  talk: Talk,
): Vectors {
  const rule = request.pool === undefined ? POOLING_RULES[0]! : findPoolingRule(request.pool);
  const weights = request.detectorWeights === true ? requireDetector(name, detector) : undefined;
  const text = `pool=${rule.name}${weights === undefined ? '' : ' detector'}`;
  talk.remark(
    `${templates.ids.length} templates of ${vectors.embeddings.ids.length} pictures, ${text}`,
  );
  const { preprocess } = vectors.subject;
  return {
    ...vectors,
    embeddings: pool(templates, vectors.embeddings, rule, weights),
    subject: { ...vectors.subject, preprocess: [preprocess, text].filter(Boolean).join(' ') },
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

/** What reads pixels is told that a template has none. */
function noPictures(ids: readonly string[]): ImageCollection {
  return {
    ids,
    describe: (index) => `template ${ids[index]!}`,
    read: (index) =>
      Promise.reject(
        new UserError(
          'E_TEMPLATE_PIXELS',
          `template ${ids[index]!} is made of several pictures and has no pixels of its own`,
          'take the magnitude, or qualities from a file with a line a template',
          EXIT.usage,
        ),
      ),
    missing: () => Promise.resolve([]),
  };
}
