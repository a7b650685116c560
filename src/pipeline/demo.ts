import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromRaw } from '../embeddings/embedding-set.js';
import type { Io } from '../io.js';
import { ISO_RULE } from '../metrics/erc/rule.js';
import { calibrated, unifiedQuality } from '../metrics/unified-quality.js';
import { DEGRADATIONS } from '../synthetic/degrade.js';
import type { Talk } from '../talk.js';
import type { EmbeddingSet, Report } from '../types.js';
import { degradationLadder } from './degradation-ladder.js';
import { embedImages } from './embed-images.js';
import { rejection } from './erc.js';
import { conventionsOf, verification } from './evaluate.js';
import type { Outcome } from './outcome.js';
import { obtainQualities } from './qualities.js';
import { facesByQuality, worstPairs } from './quality-sheets.js';
import { verify, type Verified } from './verify.js';
import { worstErrors } from './worst-errors.js';

/** Where the pictures, the protocol and the model of the demonstration lie in this package. */
export const DEMONSTRATION = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));

/** Pictures that are degraded step by step. */
const LADDER_PICTURES = 24;

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
  return { report, provenance: provenance(), extras: await sheetsOf(verified, talk) };
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

/** Faces from the worst to the best, and the pairs behind the worst errors. */
async function sheetsOf(
  { dataset, vectors, input }: Verified,
  talk: Talk,
): Promise<Map<string, Uint8Array>> {
  const { magnitudes } = vectors.embeddings;
  const sigmoid = calibrated(magnitudes);
  const quality = Float64Array.from(magnitudes, (magnitude) => unifiedQuality(magnitude, sigmoid));
  const errors = worstErrors(input, dataset.protocol, magnitudes, FMR)!;
  const sheets = [
    ['faces_by_quality.jpg', await facesByQuality(dataset.images, magnitudes, quality, talk)],
    ['worst_errors.jpg', await worstPairs(dataset.images, errors, talk)],
  ] as const;
  return new Map(sheets.flatMap(([name, sheet]) => (sheet === undefined ? [] : [[name, sheet]])));
}
