import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromRaw } from '../embeddings/embedding-set.js';
import type { Io } from '../io.js';
import { ISO_RULE } from '../metrics/erc/rule.js';
import { contactSheet } from '../report/contact-sheet.js';
import { DEGRADATIONS } from '../synthetic/degrade.js';
import type { Talk } from '../talk.js';
import type { EmbeddingSet, Report } from '../types.js';
import { degradationLadder } from './degradation-ladder.js';
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
  const ladder = degradationLadder(dataset.images, clearest(vectors.embeddings), DEGRADATIONS);
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
