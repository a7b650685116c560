import { rowsOf } from '../embeddings/embedding-set.js';
import type { RowsPlace } from '../embeddings/embedding-rows.js';
import { openEmbeddings } from '../embeddings/formats.js';
import { POOLING_RULES } from '../embeddings/pooling.js';
import type { GalleryProtocol, Templates } from '../types.js';
import type { PoolRequest } from './pooled.js';
import type { GalleryFile } from './search.js';
import { keepsRaw, type VectorsRequest } from './vectors.js';

/** Bytes of gallery vectors from which on they are left in their file: half a gibibyte, 262,144 of 512 components. */
const HOLD = 2 ** 29;

/** Galleries that stay in the file of vectors: every template of theirs is one picture, whose vector is its own. */
export interface FileGalleries {
  /** The templates that are pooled: those of the probes. */
  readonly pooled: Templates;
  /** Of each template its index among the pooled ones, -1 where it is none. */
  readonly indexOf: Int32Array;
  readonly path: string;
  /** The gallery of these templates. @throws UserError where the file does not name their pictures */
  readonly gallery: (entries: Uint32Array) => GalleryFile;
}

/**
 * The galleries as they lie in the file of vectors, where they need not be pooled and are too large to be held (a million
 * distractors); otherwise undefined.
 *
 * @param hold bytes that may be held
 */
export async function fileGalleries(
  protocol: GalleryProtocol,
  images: readonly string[],
  request: VectorsRequest & PoolRequest,
  hold = HOLD,
): Promise<FileGalleries | undefined> {
  const { embeddings: path, pool = POOLING_RULES[0]!.name } = request;
  const plain = pool === POOLING_RULES[0]!.name && request.together === undefined;
  if (path === undefined || keepsRaw(request) || !plain || request.detectorWeights === true) {
    return undefined;
  }
  const { templates, galleries, probes } = protocol;
  const { offsets, members } = templates;
  const isLone = (template: number) => offsets[template + 1] === offsets[template]! + 1;
  const entries = galleries.reduce((sum, gallery) => sum + gallery.templates.length, 0);
  if (!galleries.every((gallery) => gallery.templates.every(isLone))) return undefined;
  const { place, dim, ids } = await openEmbeddings(path);
  if (place === undefined || 4 * dim * entries <= hold) return undefined;
  const indexOf = new Int32Array(templates.ids.length).fill(-1);
  const used = Uint32Array.from(new Set(probes)).sort();
  used.forEach((template, index) => (indexOf[template] = index));
  return {
    pooled: someTemplates(templates, used),
    indexOf,
    path,
    gallery: (wanted) => galleryIn(place, wanted),
  };

  function galleryIn(from: RowsPlace, wanted: Uint32Array): GalleryFile {
    const rowOf = ids === undefined ? undefined : rowsOf(ids, images);
    return {
      ...from,
      identity: Int32Array.from(wanted, (template) => templates.identity[template]!),
      rowOf: wanted.map((template) => {
        const picture = members[offsets[template]!]!;
        return rowOf === undefined ? picture : rowOf[picture]!;
      }),
    };
  }
}

/** The templates `used`, of the same pictures. */
function someTemplates(
  { ids, identity, identities, offsets, members, media }: Templates,
  used: Uint32Array,
): Templates {
  const places = [...used].flatMap((template) =>
    Array.from(
      { length: offsets[template + 1]! - offsets[template]! },
      (_, m) => offsets[template]! + m,
    ),
  );
  let end = 0;
  return {
    ids: Array.from(used, (template) => ids[template]!),
    identity: Int32Array.from(used, (template) => identity[template]!),
    identities,
    offsets: Uint32Array.from([
      0,
      ...Array.from(used, (template) => (end += offsets[template + 1]! - offsets[template]!)),
    ]),
    members: Uint32Array.from(places, (m) => members[m]!),
    media: Uint32Array.from(places, (m) => media[m]!),
  };
}
