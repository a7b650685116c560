import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fromRaw } from '../embeddings/embedding-set.js';
import { openStore, type Space, type Store } from '../embeddings/store.js';
import { embedPictures } from '../inference/embed.js';
import { openModel } from '../inference/model.js';
import { describePreprocess } from '../inference/preprocess.js';
import { openSession } from '../inference/session.js';
import type { Talk } from '../talk.js';
import type { EmbeddingSet, ImageCollection } from '../types.js';
import { digestImages } from './digest-images.js';

export interface EmbedRequest {
  readonly model?: string | undefined;
  readonly preprocess?: string | undefined;
  readonly output?: string | undefined;
  readonly device: Device;
  readonly batch: number;
  readonly threads?: number | undefined;
  readonly flip?: true | undefined;
  /** A folder; false for none; otherwise $MAGFACE_STORE or the user's cache. */
  readonly store?: string | boolean | undefined;
}
