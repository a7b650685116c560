import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { fromRaw } from '../embeddings/embedding-set.js';
import { decodePicture } from '../inference/decode.js';
import type { Io } from '../io.js';
import { ISO_RULE } from '../metrics/erc/rule.js';
import { contactSheet } from '../report/contact-sheet.js';
import { degrade, DEGRADATIONS, WORST_LEVEL } from '../synthetic/degrade.js';
import type { Talk } from '../talk.js';
import type { Curve, EmbeddingSet, ImageCollection, Report } from '../types.js';
import { embedImages } from './embed-images.js';
import { rejection } from './erc.js';
import { conventionsOf, verification } from './evaluate.js';
import type { Outcome } from './outcome.js';
import { obtainQualities } from './qualities.js';
import { verify, type Verified } from './verify.js';

/** Where the pictures, the protocol and the model of the demonstration lie in this package. */
export const DEMONSTRATION = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));

/** Pictures that are degraded step by step. */
const LADDER_PICTURES = 24;

/** Faces on the contact sheet: the worst, a spread between, the best. */
const SHEET = { columns: 12, rows: 5 } as const;

const FMR = 1e-2;
const SEED = 1;

/**
 * The main job on the embedded demonstration: verification and error versus reject on synthetic faces, and how the magnitude
 * falls as pictures are degraded. Every step is the one that real data takes; nothing is stored.
 */
export async function demonstrate(
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  const model = join(DEMONSTRATION, 'model.onnx');
  const run = { model, device: 'cpu', batch: 8, store: false } as const;
  const request = {
    ...run,
    dataset: join(DEMONSTRATION, 'dataset.yaml'),
    far: [1e-1, 1e-2, 1e-3],
  };
  const verified = await verify(request, { env, signal }, talk);
  const { input, subject, provenance, vectors, dataset } = verified;
  const ladder = degradationLadder(dataset.images, vectors.embeddings);
  const { embeddings } = await embedImages(ladder.images, run, env, talk, signal);
  const conventions = conventionsOf({});
  const measured = verification(input, { fmr: FMR, bands: 10, conventions });
  const quality = ['magnitude', 'random', 'oracle'];
  const qualities = await obtainQualities(['magnitude'], verified);
  const rule = { ...ISO_RULE, start: { kind: 'fmr', value: FMR } } as const;
  const rejected = rejection(input, qualities, rule, { quality, seed: SEED, conventions });
  const report: Report = {
    subject,
    rows: [...measured.rows, ...rejected.rows],
    curves: [
      ...measured.curves,
      ...rejected.curves,
      ...ladder.curves(fromRaw(embeddings.ids, embeddings.raw, embeddings.dim)),
    ],
  };
  const extras = new Map([['faces_by_magnitude.jpg', await sheetOf(verified)]]);
  return { report, provenance: provenance(), extras };
}

/** The clearest picture of each of some persons at every level of every degradation, and the curves their vectors give. */
function degradationLadder(images: ImageCollection, clean: EmbeddingSet) {
  const bases = clearest(clean);
  const steps = DEGRADATIONS.flatMap((kind) =>
    Array.from({ length: WORST_LEVEL + 1 }, (_, level) => ({ kind, level })),
  ).flatMap((step) => bases.map((base, seed) => ({ ...step, base, seed })));
  const encoded = steps.map(({ kind, level, base, seed }) => async () => {
    const picture = await decodePicture(await images.read(base), images.describe(base));
    const { data, width, height } = await degrade(kind, picture, level, seed);
    return sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer();
  });
  const made = new Map<number, Promise<Uint8Array>>();
  const collection: ImageCollection = {
    ids: steps.map(({ kind, level, base }) => `${images.ids[base]!} ${kind.name} ${level}`),
    describe: (index) => `${images.describe(steps[index]!.base)} (${steps[index]!.kind.name})`,
    missing: () => Promise.resolve([]),
    read: (index) => {
      const known = made.get(index) ?? encoded[index]!();
      made.set(index, known);
      return known;
    },
  };
  const curves = ({ directions, magnitudes, dim }: EmbeddingSet): Curve[] =>
    DEGRADATIONS.map((kind, k) => {
      const each = bases.length;
      const first = (level: number) => (k * (WORST_LEVEL + 1) + level) * each;
      const mean = (level: number, read: (row: number, cleanRow: number) => number) =>
        bases.reduce((sum, _, i) => sum + read(first(level) + i, first(0) + i), 0) / each;
      const levels = Float64Array.from({ length: WORST_LEVEL + 1 }, (_, level) => level);
      const cosine = (a: number, b: number) => {
        let dot = 0;
        for (let i = 0; i < dim; i++) dot += directions[a * dim + i]! * directions[b * dim + i]!;
        return dot;
      };
      return {
        name: 'degradation',
        labels: { kind: kind.name, unit: kind.unit },
        columns: {
          level: levels,
          strength: levels.map((level) => (level === 0 ? NaN : kind.levels[level - 1]!)),
          magnitude: levels.map((level) => mean(level, (row) => magnitudes[row]!)),
          similarity: levels.map((level) => mean(level, cosine)),
        },
      };
    });
  return { images: collection, curves };
}

/** The picture of greatest magnitude of each of the first persons, by the folder it lies in. */
function clearest({ ids, magnitudes }: EmbeddingSet): number[] {
  const best = new Map<string, number>();
  ids.forEach((id, index) => {
    const person = id.split('/')[0]!;
    const before = best.get(person);
    if (before === undefined || magnitudes[index]! > magnitudes[before]!) best.set(person, index);
  });
  return [...best.values()].slice(0, LADDER_PICTURES);
}

/** Faces from the least magnitude to the greatest, evenly spread over the order. */
async function sheetOf({ dataset, vectors }: Verified): Promise<Uint8Array> {
  const { magnitudes } = vectors.embeddings;
  const order = [...magnitudes.keys()].sort((a, b) => magnitudes[a]! - magnitudes[b]! || a - b);
  const count = Math.min(SHEET.columns * SHEET.rows, order.length);
  const chosen = Array.from(
    { length: count },
    (_, i) => order[Math.round((i * (order.length - 1)) / Math.max(count - 1, 1))]!,
  );
  return contactSheet(
    await Promise.all(chosen.map((index) => dataset.images.read(index))),
    SHEET.columns,
  );
}
