import type {
  ImageCollection,
  IndexColumn,
  LoadedDataset,
  PairProtocol,
  TemplatePairProtocol,
} from '../types.js';

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
  const kept = spread(total, limit);
  const used = [...new Set([...kept].flatMap((k) => [protocol.left[k]!, protocol.right[k]!]))];
  used.sort((a, b) => a - b);
  const position = new Map(used.map((image, i) => [image, i]));
  const renumber = (column: IndexColumn) => kept.map((k) => position.get(column[k]!)!);
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

/** `limit` of `total` indices, evenly. */
function spread(total: number, limit: number): Uint32Array {
  return Uint32Array.from({ length: limit }, (_, i) => Math.floor((i * total) / limit));
}

/**
 * As {@link limitDataset}, of comparisons of templates, with whole templates.
 * @param withPictures whether pictures that are not needed stay, as where vectors stand in a file in their order
 */
export function limitTemplates(
  dataset: LoadedDataset<TemplatePairProtocol>,
  limit: number,
  { withPictures }: { readonly withPictures: boolean },
): LoadedDataset<TemplatePairProtocol> {
  const { protocol, images, place } = dataset;
  const total = protocol.left.length;
  if (limit >= total) return dataset;
  const kept = spread(total, limit);
  const { templates, detector } = protocol;
  const used = ascending([...kept].flatMap((k) => [protocol.left[k]!, protocol.right[k]!]));
  const positions = used.flatMap((template) =>
    range(templates.offsets[template]!, templates.offsets[template + 1]!),
  );
  const pictures = withPictures
    ? range(0, images.ids.length)
    : ascending(positions.map((m) => templates.members[m]!));
  const template = new Map(used.map((before, i) => [before, i]));
  const picture = new Map(pictures.map((before, i) => [before, i]));
  let end = 0;
  const sizes = used.map((t) => templates.offsets[t + 1]! - templates.offsets[t]!);
  return {
    ...dataset,
    protocol: {
      ...protocol,
      images: pictures.map((index) => protocol.images[index]!),
      templates: {
        ...templates,
        ids: used.map((t) => templates.ids[t]!),
        identity: Int32Array.from(used, (t) => templates.identity[t]!),
        offsets: Uint32Array.from([0, ...sizes.map((size) => (end += size))]),
        members: Uint32Array.from(positions, (m) => picture.get(templates.members[m]!)!),
        media: Uint32Array.from(positions, (m) => templates.media[m]!),
      },
      ...(detector === undefined
        ? {}
        : { detector: Float32Array.from(pictures, (index) => detector[index]!) }),
      left: kept.map((k) => template.get(protocol.left[k]!)!),
      right: kept.map((k) => template.get(protocol.right[k]!)!),
      genuine: Uint8Array.from(kept, (k) => protocol.genuine[k]!),
    },
    images: withPictures ? images : selectImages(images, pictures),
    ...(place === undefined ? {} : { place: (index: number) => place(kept[index]!) }),
  };
}

function ascending(indices: readonly number[]): number[] {
  return [...new Set(indices)].sort((a, b) => a - b);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
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
