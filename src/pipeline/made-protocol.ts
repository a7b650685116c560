import type { Content } from '../report/index.js';
import type { Talk } from '../talk.js';
import { makeClusters, type ClustersMakeRequest } from './protocol-make-clusters.js';
import { makeGalleries, type GalleryMakeRequest } from './protocol-make-gallery.js';
import { makeProtocol, type ProtocolMakeRequest } from './protocol-make.js';

/** What a protocol that was made holds, to be laid out: a line for each of its parts. */
export interface MadeRows {
  readonly head: readonly string[];
  /** The name of the part, then as many numbers as the head has further words. */
  readonly rows: readonly (readonly [string | number, ...number[]])[];
  /** Whether a last line is to tell the sums. */
  readonly total: boolean;
}

/** A protocol of any kind: its files, name to content, and what it holds once they were written. */
export async function madeProtocol(
  request: { readonly kind: 'pairs' | 'gallery' | 'clusters' } & ProtocolMakeRequest &
    GalleryMakeRequest &
    ClustersMakeRequest,
  talk: Talk,
): Promise<{ readonly files: ReadonlyMap<string, Content>; readonly rows: () => MadeRows }> {
  if (request.kind === 'gallery') {
    const { files, galleries } = await makeGalleries(request);
    const rows = galleries.map(
      (one) => [one.name, one.persons, one.pictures, one.mated, one.nonMated] as const,
    );
    const head = ['gallery', 'persons', 'pictures', 'mated probes', 'non-mated probes'];
    return { files, rows: () => ({ head, rows, total: false }) };
  }
  if (request.kind === 'clusters') {
    const { files, sizes } = await makeClusters(request);
    const rows = sizes.map(({ size, persons }) => [size, persons, size * persons] as const);
    const head = ['pictures of a person', 'persons', 'pictures'];
    return { files, rows: () => ({ head, rows, total: rows.length > 1 }) };
  }
  const { files, folds } = await makeProtocol(request, talk);
  const head = ['fold', 'persons', 'pictures', 'genuine', 'impostor'];
  return {
    files,
    rows: () => ({
      head: folds.length > 1 ? head : head.slice(1),
      rows: folds.map((fold, f) => {
        const numbers = [fold.persons, fold.pictures, fold.genuine, fold.impostor] as const;
        return folds.length > 1 ? ([f, ...numbers] as const) : numbers;
      }),
      total: folds.length > 1,
    }),
  };
}
