import type { ImageCollection, LoadedDataset, PairProtocol } from '../types.js';

/**
 * The dataset cut to `limit` comparisons spread evenly over the protocol's order, with only the pictures they need.
 *
 * Spread, since most protocols list all genuine comparisons of a fold before its impostors. The whole dataset when it
 * has no more than `limit`. A report on it carries `partial`.
 */
export function limitDataset(dataset: LoadedDataset, limit: number): LoadedDataset {
  const { protocol } = dataset;
  const total = protocol.left.length;
  if (limit >= total) return dataset;
  const kept = Uint32Array.from({ length: limit }, (_, i) => Math.floor((i * total) / limit));
  const used = [...new Set([...kept].flatMap((k) => [protocol.left[k]!, protocol.right[k]!]))];
  used.sort((a, b) => a - b);
  const position = new Map(used.map((image, i) => [image, i]));
  const renumber = (column: Uint32Array) => kept.map((k) => position.get(column[k]!)!);
  const limited: PairProtocol = {
    ...protocol,
    images: used.map((image) => protocol.images[image]!),
    left: renumber(protocol.left),
    right: renumber(protocol.right),
    genuine: Uint8Array.from(kept, (k) => protocol.genuine[k]!),
    fold: Uint16Array.from(kept, (k) => protocol.fold[k]!),
    identity: Int32Array.from(used, (image) => protocol.identity[image]!),
  };
  const images = selectImages(dataset.images, used);
  const attributes = dataset.attributes?.map((attribute) => ({
    ...attribute,
    of: Int16Array.from(used, (image) => attribute.of[image]!),
  }));
  return {
    ...dataset,
    protocol: limited,
    images,
    ...(attributes === undefined ? {} : { attributes }),
  };
}

/** The pictures `indices` of a collection, as a collection of their own. */
function selectImages(images: ImageCollection, indices: readonly number[]): ImageCollection {
  const position = new Map(indices.map((image, i) => [image, i]));
  return {
    ids: indices.map((image) => images.ids[image]!),
    describe: (index) => images.describe(indices[index]!),
    read: (index) => images.read(indices[index]!),
    missing: async () => (await images.missing()).flatMap((image) => position.get(image) ?? []),
  };
}
