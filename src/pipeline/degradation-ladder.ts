import sharp from 'sharp';
import { readPicture } from '../inference/read-picture.js';
import { degradationResponse } from '../metrics/degradation-response.js';
import { degrade, WORST_LEVEL, type Degradation } from '../synthetic/degrade.js';
import type { Curve, EmbeddingSet, ImageCollection, MetricRow } from '../types.js';

/** Some pictures at every level of some degradations, and what their vectors tell. */
export interface DegradationLadder {
  readonly images: ImageCollection;
  /**
   * The mean magnitude and the mean similarity to the picture as it is, at every level: a curve `degradation` a kind.
   * @param embeddings of `images`, in their order
   */
  readonly curves: (embeddings: EmbeddingSet) => Curve[];
  /** As `curves`, with intervals over the pictures and the share of pictures whose magnitude fell. */
  readonly fullCurves: (embeddings: EmbeddingSet) => Curve[];
  /** How surely the magnitude of a picture falls: its rank correlation with the level, a row a kind and rule. */
  readonly rows: (embeddings: EmbeddingSet) => MetricRow[];
}

/** Degraded pictures up to this many are kept in memory for their second reading; more are made twice. */
const KEPT = 6000;

/** The pictures `bases` of `images` at every level, 0 included, of each of `kinds`. The place in `bases` is the seed. */
export function degradationLadder(
  images: ImageCollection,
  bases: readonly number[],
  kinds: readonly Degradation[],
): DegradationLadder {
  const levels = WORST_LEVEL + 1;
  const steps = kinds
    .flatMap((kind) => Array.from({ length: levels }, (_, level) => ({ kind, level })))
    .flatMap((step) => bases.map((base, seed) => ({ ...step, base, seed })));
  const encoded = async (index: number) => {
    const { kind, level, base, seed } = steps[index]!;
    const picture = await readPicture(images, base);
    const { data, width, height } = await degrade(kind, picture, level, seed);
    return sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer();
  };
  const made = new Map<number, Promise<Uint8Array>>();
  const collection: ImageCollection = {
    ids: steps.map(({ kind, level, base }) => `${images.ids[base]!} ${kind.name} ${level}`),
    describe: (index) => `${images.describe(steps[index]!.base)} (${steps[index]!.kind.name})`,
    missing: () => Promise.resolve([]),
    read: (index) => {
      const known = made.get(index) ?? encoded(index);
      if (steps.length <= KEPT) made.set(index, known);
      return known;
    },
  };
  const responses = ({ directions, magnitudes, dim }: EmbeddingSet) =>
    kinds.map((kind, k) => {
      const row = (level: number, picture: number) => (k * levels + level) * bases.length + picture;
      const cosine = (a: number, b: number) => {
        let dot = 0;
        for (let i = 0; i < dim; i++) dot += directions[a * dim + i]! * directions[b * dim + i]!;
        return dot;
      };
      const response = degradationResponse({
        pictures: bases.length,
        levels,
        magnitude: (level, picture) => magnitudes[row(level, picture)]!,
        similarity: (level, picture) => cosine(row(level, picture), row(0, picture)),
      });
      return { kind, response };
    });
  const curvesOf = (embeddings: EmbeddingSet, columns: readonly string[] | undefined) =>
    responses(embeddings).map(({ kind, response }): Curve => {
      const level = Float64Array.from({ length: levels }, (_, i) => i);
      const told = Object.entries(response.columns);
      return {
        name: 'degradation',
        labels: { kind: kind.name, unit: kind.unit },
        columns: {
          level,
          strength: level.map((i) => (i === 0 ? NaN : kind.levels[i - 1]!)),
          ...Object.fromEntries(
            told.filter(([name]) => columns === undefined || columns.includes(name)),
          ),
        },
      };
    });
  return {
    images: collection,
    curves: (embeddings) => curvesOf(embeddings, ['magnitude', 'similarity']),
    fullCurves: (embeddings) => curvesOf(embeddings, undefined),
    rows: (embeddings) =>
      responses(embeddings).flatMap(({ kind, response }) =>
        (['spearman', 'kendall'] as const).map((rule): MetricRow => {
          const { mean, low, high, count } = response[rule];
          return {
            metric: `degradation_${rule}@kind=${kind.name}`,
            value: mean,
            ...(Number.isNaN(low) ? {} : { low, high, interval: 't over pictures 95%' }),
            count,
            convention: 'iso',
            ...(Number.isNaN(mean)
              ? { note: 'undefined: no picture whose magnitude changes' }
              : {}),
          };
        }),
      ),
  };
}
