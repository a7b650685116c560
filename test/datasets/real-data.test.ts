import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { resolveDataset } from '../../src/datasets/index.js';
import type { LoadedDataset } from '../../src/types.js';
import { SHARED } from '../support/run-cli.js';

const LFW = join(SHARED, 'data', 'lfw');
const PROTOCOLS = join(SHARED, 'data', 'protocols');
const FRL = join(SHARED, 'data', 'frl-demo');
const where = (path: string) => (existsSync(path) ? test : test.skip);

async function load(name: string, place: object): Promise<LoadedDataset> {
  const { dataset, source } = await resolveDataset(name, place, {});
  return dataset.load!(source);
}

async function factsOf({ protocol, images, warnings }: LoadedDataset) {
  return {
    comparisons: protocol.left.length,
    genuine: protocol.genuine.reduce((sum, one) => sum + one, 0),
    pictures: images.ids.length,
    people: protocol.identities.length,
    folds: new Set(protocol.fold).size,
    missing: (await images.missing()).length,
    warnings,
  };
}

describe('Labeled Faces in the Wild as distributed', () => {
  where(LFW)('View 2 has 10 folds of 300 and 300, every picture there', async () => {
    const loaded = await load('lfw', { root: LFW });
    expect(await factsOf(loaded)).toEqual({
      comparisons: 6000,
      genuine: 3000,
      pictures: 7701,
      people: 4281,
      folds: 10,
      missing: 0,
      warnings: [],
    });
    const { fold, genuine, identity, left, right } = loaded.protocol;
    fold.forEach((number, k) => {
      expect(number).toBe(Math.floor(k / 600));
      const same = identity[left[k]!] === identity[right[k]!];
      expect(same).toBe(genuine[k] === 1);
    });
  });

  where(PROTOCOLS)('a list by path holds the same comparisons as pairs.txt', async () => {
    const official = await load('lfw', { root: LFW });
    const listed = await load('pairs', {
      root: join(LFW, 'images'),
      pairs: join(PROTOCOLS, 'lfw_test_pair.paths01.txt'),
    });
    const comparisons = ({ protocol: { images, left, right, genuine } }: LoadedDataset) =>
      Array.from(left, (l, k) => `${genuine[k]!} ${images[l]!} ${images[right[k]!]!}`).sort();
    expect(comparisons(listed)).toEqual(comparisons(official));
    expect(await listed.images.missing()).toEqual([]);
  });

  where(PROTOCOLS)('View 1 is read without its headers; no person is in both folds', async () => {
    const root = mkdtempSync(join(tmpdir(), 'magface-view1-'));
    try {
      for (const name of ['pairsDevTrain', 'pairsDevTest']) {
        symlinkSync(join(PROTOCOLS, `lfw_${name}.noheader.txt`), join(root, `${name}.txt`));
      }
      const loaded = await load('lfw-view1', { root, images: join(LFW, 'images') });
      expect(await factsOf(loaded)).toEqual({
        comparisons: 3200,
        genuine: 1600,
        pictures: 4992,
        people: 3095,
        folds: 2,
        missing: 0,
        warnings: [],
      });
      const { fold, identity, left, right } = loaded.protocol;
      const people = [new Set<number>(), new Set<number>()];
      fold.forEach((number, k) => {
        people[number]!.add(identity[left[k]!]!).add(identity[right[k]!]!);
      });
      expect(fold.filter((number) => number === 0)).toHaveLength(2200);
      expect([...people[0]!].filter((person) => people[1]!.has(person))).toEqual([]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

where(FRL)("another set in LFW's grammar is read as LFW is", async () => {
  expect(await factsOf(await load('lfw', { root: FRL }))).toEqual({
    comparisons: 816,
    genuine: 408,
    pictures: 510,
    people: 102,
    folds: 6,
    missing: 0,
    warnings: [],
  });
});

where(PROTOCOLS)('CPLFW has 10 folds of 300 and 300, and no person in two of them', async () => {
  const pairs = join(PROTOCOLS, 'pairs_CPLFW.header-crlf.txt');
  const { protocol, warnings } = await load('cplfw', { root: PROTOCOLS, pairs });
  expect(warnings).toEqual([]);
  const { images, identities, identity, fold, genuine, left, right } = protocol;
  expect([images.length, identities.length, left.length]).toEqual([5984, 2296, 6000]);
  const foldOf = new Map<number, number>();
  const sizes = Array.from({ length: 10 }, () => [0, 0]);
  fold.forEach((number, k) => {
    sizes[number]![genuine[k]!]!++;
    for (const side of [left, right]) {
      const person = identity[side[k]!]!;
      expect(foldOf.get(person) ?? number).toBe(number);
      foldOf.set(person, number);
    }
    expect(identity[left[k]!] === identity[right[k]!]).toBe(genuine[k] === 1);
  });
  expect(sizes).toEqual(Array.from({ length: 10 }, () => [300, 300]));
});
