import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { lengthOfRow, requireUsable, type NamedEmbeddings } from '../embeddings/embedding-set.js';
import { openStore, type Space, type Store } from '../embeddings/store.js';
import { UserError } from '../errors.js';
import type { Device } from '../inference/devices.js';
import { embedPictures, type EmbedOptions, type EmbedTimes } from '../inference/embed.js';
import { openModel } from '../inference/model.js';
import { SIDE } from '../inference/model-shape.js';
import { describePreprocess } from '../inference/preprocess.js';
import { openSession, type EmbeddingSession } from '../inference/session.js';
import type { Optimisation } from '../inference/session-messages.js';
import { SILENT, type Talk } from '../talk.js';
import type { ImageCollection } from '../types.js';
import { digestFaces } from './digest-images.js';

export interface EmbedRequest {
  readonly model?: string | undefined;
  readonly preprocess?: string | undefined;
  readonly output?: string | undefined;
  readonly device: Device | 'auto';
  readonly optimisation?: Optimisation | undefined;
  readonly batch: number;
  readonly threads?: number | undefined;
  readonly flip?: true | undefined;
  /** A folder; false for none; otherwise $MAGFACE_STORE or the user's cache. */
  readonly store?: string | boolean | undefined;
}

/** How a model ran over the pictures of a dataset. */
export interface EmbedRun {
  readonly model: string;
  readonly modelDigest: string;
  readonly preprocess: string;
  readonly device: Device;
  readonly failed: EmbeddingSession['failed'];
  readonly runtime: string;
  readonly optimisation: string;
  readonly threads: number;
  readonly batch: number;
  readonly dim: number;
  /** Pictures whose vector was in the store, and pictures the model ran on. */
  readonly stored: number;
  readonly embedded: number;
  readonly times: EmbedTimes;
}

/** Where embeddings are kept when the user names no folder: $MAGFACE_STORE, or the cache folder of the user. */
export function defaultStore(env: Readonly<Record<string, string | undefined>>): string {
  const named = (name: string) => (env[name] === '' ? undefined : env[name]);
  const cache = named('XDG_CACHE_HOME') ?? join(named('HOME') ?? homedir(), '.cache');
  return named('MAGFACE_STORE') ?? join(cache, 'magface');
}

/**
 * The raw vector of every picture in order, from the store where it is there and from the model otherwise; new ones are
 * kept as they are made, so that a run that was stopped goes on from where it was.
 *
 * @throws UserError for a model, a device, a picture or a vector that cannot be used; the signal's reason when stopped
 */
export async function embedImages(
  images: ImageCollection,
  request: EmbedRequest & { readonly model: string },
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<{ embeddings: NamedEmbeddings; digests: readonly string[]; run: EmbedRun }> {
  const model = await openModel(request.model, request.preprocess);
  const session = await openSession({ ...request, path: model.path, dim: model.dim });
  try {
    sayDevice(session, talk);
    const flip = request.flip === true;
    const { alignment } = images;
    const described = describePreprocess(model.preprocess);
    const aligned = alignment === undefined ? '' : ` ${alignment.text}`;
    const digests = await digestFaces(images, talk, signal);
    const store = await storeFor(
      request.store,
      env,
      {
        modelDigest: model.digest,
        preprocess: `${described}${aligned}`,
        flip: flip ? 'mean' : 'none',
        runtime: session.runtime,
        // The output is named only where the model leaves a choice.
        optimisation: [session.optimisation, request.output].filter(Boolean).join(' '),
        device: session.device,
        dim: session.dim,
        size: SIDE,
      },
      talk,
    );
    for (const remark of store?.remarks ?? []) talk.remark(remark);
    const rows = store?.lookup(digests);
    const wanted = [...digests.keys()].filter((index) => (rows?.[index] ?? -1) < 0);
    if (wanted.length < digests.length) {
      talk.remark(
        `${digests.length - wanted.length} of ${digests.length} vectors are in the store`,
      );
    }
    const times: EmbedTimes = { wall: 0, model: 0 };
    const vectors = await vectorsOf(
      { images, digests, wanted, session, store, times },
      { preprocess: model.preprocess, flip, signal, remark: talk.remark },
      talk,
    );
    signal.throwIfAborted();
    return {
      embeddings: { ids: images.ids, raw: vectors, dim: session.dim },
      digests,
      run: {
        model: basename(request.model),
        modelDigest: model.digest,
        preprocess: `${described} flip ${flip ? 'mean' : 'none'}${aligned}`,
        device: session.device,
        failed: session.failed,
        runtime: session.runtime,
        optimisation: session.optimisation,
        threads: session.threads,
        batch: session.batch,
        dim: session.dim,
        stored: digests.length - wanted.length,
        embedded: wanted.length,
        times,
      },
    };
  } finally {
    await session.close();
  }
}

/** Rows are held in memory until they are published; a journal keeps them safe meanwhile. */
const PUBLISH_EVERY = 100_000;

const SILENT_WORK = SILENT.begin('', 0, '');

interface Task {
  readonly images: ImageCollection;
  readonly digests: readonly string[];
  /** Pictures whose vector the store lacks. */
  readonly wanted: readonly number[];
  readonly session: EmbeddingSession;
  readonly store: Store | undefined;
  readonly times: EmbedTimes;
}

/** The raw vector of every picture; those of `wanted` come from the model and are kept as they are made. */
async function vectorsOf(
  { images, digests, wanted, session, store, times }: Task,
  options: EmbedOptions,
  talk: Talk,
): Promise<Float32Array> {
  const { dim } = session;
  const fresh = new Map<number, Float32Array>();
  // A journal taken over from a run that was killed holds no names: they are given when its rows are published.
  const names = new Map(digests.map((digest, index) => [digest, images.ids[index]!]));
  const work =
    wanted.length === 0 ? SILENT_WORK : talk.begin('Embedding', wanted.length, 'pictures');
  try {
    for await (const batch of embedPictures(images, wanted, session, options, times)) {
      for (const [row, index] of batch.indices.entries()) {
        const vector = batch.vectors.subarray(row * dim, (row + 1) * dim);
        requireUsable(lengthOfRow(vector, 0, dim), images.ids[index]!);
        store?.add(digests[index]!, vector, images.ids[index]!);
        fresh.set(index, vector);
      }
      work.advance(batch.indices.length);
      if (fresh.size % PUBLISH_EVERY < batch.indices.length) await store?.publish(names);
    }
  } finally {
    work.end();
    // Also when the run was stopped or failed: what was computed is kept.
    await store?.publish(names);
    store?.close();
  }
  const vectors = new Float32Array(digests.length * dim);
  const stored = [...digests.keys()].filter((index) => !fresh.has(index));
  if (store !== undefined && !options.signal.aborted) {
    const read = await store.vectors(stored.map((index) => digests[index]!));
    stored.forEach((index, row) => {
      vectors.set(read.subarray(row * dim, (row + 1) * dim), index * dim);
    });
  }
  for (const [index, vector] of fresh) vectors.set(vector, index * dim);
  return vectors;
}

/** The store to use, if any: one that was named must work, the user's cache may be out of reach. */
async function storeFor(
  wanted: string | boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  space: Space,
  talk: Talk,
): Promise<Store | undefined> {
  if (wanted === false) return undefined;
  if (typeof wanted === 'string') return openStore(wanted, space);
  try {
    return await openStore(defaultStore(env), space);
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'E_STORE_DAMAGED') throw error;
    talk.remark(`embeddings are not kept: ${error.what}`);
    return undefined;
  }
}

function sayDevice({ device, failed, threads, batch, fixed }: EmbeddingSession, talk: Talk): void {
  const passed = failed.map((attempt) => attempt.device).join(', ');
  const instead = passed === '' ? '' : ` (${passed} not available here)`;
  const rest = device === 'cpu' ? `, ${threads} threads` : '';
  talk.remark(`running on ${device}${instead}${rest}, ${fixed ? 'fixed ' : ''}batch ${batch}`);
}
