import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { namedPairs, type NamedPair } from '../../src/datasets/named-pairs.js';
import { temporaryFolder } from '../support/run-cli.js';
import { refusalOf } from './parsing.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const pair = (left: string, right: string, genuine: boolean, line: number): NamedPair => {
  return { left, right, genuine, file: 'p.txt', line };
};
const PAIRS = [pair('a_1.jpg', 'a_2.jpg', true, 1), pair('a_1.jpg', 'b_1.jpg', false, 3)];
const ABOUT = {
  name: 'cplfw',
  digest: '',
  folders: ['.', 'images'],
  personOf: (picture: string) => picture.split('_', 1)[0]!,
};
const load = (pairs = PAIRS, images?: string) =>
  namedPairs(pairs, ABOUT, { root: folder.path, images });

function put(path: string): string {
  const full = join(folder.path, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, path);
  return full;
}

test('persons are those that the names tell', async () => {
  const { protocol, warnings } = await load();
  expect(protocol.identities).toEqual(['a', 'b']);
  expect([...protocol.identity]).toEqual([0, 0, 1]);
  expect(warnings).toEqual([]);
});

test('nobody is named where names and labels contradict each other, and the labels are kept', async () => {
  const { protocol, warnings } = await load([...PAIRS, pair('a_1.jpg', 'b_2.jpg', true, 5)]);
  expect(protocol.identities).toEqual([]);
  expect([...protocol.genuine]).toEqual([1, 0, 1]);
  expect(warnings).toEqual([
    'labels contradict the names of pictures in 1 comparison, first at p.txt:5; labels are believed, and persons told apart by them alone',
  ]);
});

test.each([
  ['a_1.jpg', undefined],
  ['images/a_1.jpg', undefined],
  ['images/a_1.png', undefined],
  ['elsewhere/a_2.webp', 'elsewhere'],
])('pictures keep the names of the list when they lie as %s', async (path, images) => {
  const full = put(path);
  const where = images === undefined ? undefined : join(folder.path, images);
  const { protocol, images: found } = await load(PAIRS, where);
  expect(protocol.images).toEqual(['a_1.jpg', 'a_2.jpg', 'b_1.jpg']);
  expect(found.ids).toEqual(protocol.images);
  const index = path.includes('a_2') ? 1 : 0;
  expect(found.describe(index)).toBe(full);
  expect(Buffer.from(await found.read(index)).toString()).toBe(path);
});

test('every folder that was looked at is named once pictures are asked for', async () => {
  const { images } = await load();
  expect((await refusalOf(images.missing())).message).toBe(
    `E_IMAGE_MISSING there is no a_1.jpg (or .png, .jpeg, .webp) in ${folder.path}, ${join(folder.path, 'images')}; point --images at the folder that holds it`,
  );
});
