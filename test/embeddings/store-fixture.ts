import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import type { Space, Store } from '../../src/embeddings/store.js';

export const DIM = 3;

export const SPACE: Space = {
  modelDigest: 'ab'.repeat(32),
  preprocess: 'insightface RGB 112',
  flip: 'none',
  runtime: 'onnxruntime 1.30.0',
  optimisation: 'extended',
  device: 'cpu',
  dim: DIM,
  size: 112,
};

/** Picture `i`: its digest, its vector and its name. */
export const digest = (i: number) => createHash('sha256').update(`picture ${i}`).digest('hex');
export const vector = (i: number) => Float32Array.of(i + 1, -i / 3, 0.5);
export const id = (i: number) => `p/${i}.jpg`;

export const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i);
export const digests = (from: number, to: number) => range(from, to).map(digest);

export function addAll(store: Store, from: number, to: number): void {
  for (const i of range(from, to)) store.add(digest(i), vector(i), id(i));
}

export const namesOf = (from: number, to: number) =>
  new Map(range(from, to).map((i) => [digest(i), id(i)]));

/** The vectors of pictures `from` to `to`, as they should be. */
export function vectors(from: number, to: number): number[] {
  return range(from, to).flatMap((i) => [...vector(i)]);
}

/** A folder for each test, empty at first and gone at the end. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}

/** Content (hex) of each file in `folder` by its name. */
export async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), 'hex')));
  return Object.fromEntries(names.map((name, i) => [name, contents[i]!]));
}
