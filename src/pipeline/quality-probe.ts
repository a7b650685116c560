import { fromRaw } from '../embeddings/embedding-set.js';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { DARKNESS, DEGRADATIONS } from '../synthetic/degrade.js';
import type { Talk } from '../talk.js';
import type { LoadedDataset, Report } from '../types.js';
import { degradationLadder } from './degradation-ladder.js';
import { embedImages } from './embed-images.js';
import type { VectorsRequest } from './vectors.js';

export interface ProbeRequest extends VectorsRequest {
  /** How many pictures are degraded step by step; none where left out. */
  readonly probe?: number | undefined;
}

/** @throws UserError E_MODEL_NEEDED (usage) where a probe is asked for that no model could embed */
export function requireProbe({ probe: wanted, model, embeddings }: ProbeRequest): void {
  if (wanted === undefined || (model !== undefined && embeddings === undefined)) return;
  throw new UserError(
    'E_MODEL_NEEDED',
    '--probe makes new pictures, which only a model can embed',
    'give --model and no --embeddings',
    EXIT.usage,
  );
}

/**
 * How the magnitude of clear pictures answers to every kind of degradation, and how like themselves they stay: curves and rows
 * `degradation`. Nothing where no probe is asked for. The pictures are never stored.
 */
export async function probe(
  request: ProbeRequest,
  { images, protocol }: LoadedDataset,
  magnitudes: Float32Array,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Pick<Report, 'rows' | 'curves'>> {
  const { model, probe: wanted } = request;
  if (wanted === undefined || model === undefined) return { rows: [], curves: [] };
  const bases = clearest(magnitudes, protocol.identity, wanted);
  const ladder = degradationLadder(images, bases, [...DEGRADATIONS, DARKNESS]);
  // The device was told of when the pictures themselves were embedded.
  const quiet: Talk = { ...talk, remark: () => undefined };
  const run = { ...request, model, store: false };
  const { embeddings } = await embedImages(ladder.images, run, env, quiet, signal);
  const set = fromRaw(embeddings.ids, embeddings.raw, embeddings.dim);
  return { rows: ladder.rows(set), curves: ladder.fullCurves(set) };
}

/**
 * The picture of greatest magnitude of each of `wanted` persons, evenly spread over their order; where nobody is known every
 * picture is a person of its own.
 *
 * The clearest, since a picture that is bad already has no way to fall.
 */
function clearest(magnitudes: Float32Array, identity: Int32Array, wanted: number): number[] {
  const best = new Map<number, number>();
  identity.forEach((person, picture) => {
    const who = person < 0 ? -1 - picture : person;
    const before = best.get(who);
    if (before === undefined || magnitudes[picture]! > magnitudes[before]!) best.set(who, picture);
  });
  const all = [...best.values()];
  const count = Math.min(wanted, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
}
