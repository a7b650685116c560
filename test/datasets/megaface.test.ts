import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  parseMegafaceList,
  parseMegafaceNoises,
} from '../../src/datasets/formats/megaface-lists.js';
import { resolveDataset } from '../../src/datasets/index.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';
import { lines, messageOf, refusalOf } from './parsing.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  cpSync(join(PROJECT, 'fixtures', 'megaface'), folder.path, { recursive: true });
});
afterEach(() => {
  folder.remove();
});

const list = (name: string) => join(folder.path, 'templatelists', name);

async function load(more: object = {}) {
  const { dataset, source } = await resolveDataset('megaface', { root: folder.path, ...more }, {});
  return dataset.loadGalleries!(source);
}

interface List {
  readonly id: string[];
  readonly path: string[];
}
const listed = (name: string) => JSON.parse(readFileSync(list(name), 'utf8')) as List;

describe("MegaFace's lists", () => {
  test('search FaceScrub among the distractors of each size of the first set, one mate at a time', async () => {
    const { protocol, images, warnings } = await load();
    const probes = listed('facescrub_features_list.json');
    expect(warnings).toEqual([]);
    expect(protocol.oneMate).toBe(true);
    expect(protocol.images.slice(0, 9)).toEqual(probes.path.map((path) => `facescrub/${path}`));
    expect([...protocol.probes]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const { identity, identities, ids } = protocol.templates;
    expect(Array.from(identity.subarray(0, 9), (one) => identities[one])).toEqual(probes.id);
    expect(new Set(identity.subarray(9))).toEqual(new Set([-1]));
    expect(protocol.galleries.map(({ name, templates }) => [name, templates.length])).toEqual([
      ['10_1', 10],
      ['100_1', 100],
    ]);
    for (const { name, templates } of protocol.galleries) {
      const { path } = listed(`megaface_features_list.json_${name}`);
      expect(Array.from(templates, (t) => ids[t])).toEqual(path.map((one) => `megaface/${one}`));
    }
    expect(images.describe(0)).toBe(join(folder.path, 'facescrub', probes.path[0]!));
  });

  test("find InsightFace's folders of pictures, another list of distractors, and uncropped probes", async () => {
    mkdirSync(join(folder.path, 'facescrub_images'));
    const pairs = list('megaface_features_list.json_100_1');
    const { protocol, images } = await load({ pairs, format: 'uncropped' });
    expect(protocol.galleries.map(({ name }) => name)).toEqual(['100_1']);
    expect(images.describe(0)).toBe(
      join(folder.path, 'facescrub_images', 'Ada_Lovelace', 'Ada_Lovelace_1.jpeg'),
    );
    expect(images.describe(9)).toMatch(/megaface_images/);
  });

  test('leave out what InsightFace lists as noise, and say so', async () => {
    const { protocol, warnings } = await load({ format: 'refined' });
    expect(protocol.probes).toHaveLength(8);
    expect(protocol.images).not.toContain('facescrub/Grace_Hopper/Grace_Hopper_4.png');
    expect(protocol.galleries.map(({ templates }) => templates.length)).toEqual([9, 98]);
    expect(warnings).toEqual(['left out as noise: 1 probes, 3 distractors of all lists together']);
    expect(protocol.digest).not.toBe((await load()).protocol.digest);
    rmSync(join(folder.path, 'megaface_noises.txt'));
    expect((await refusalOf(load({ format: 'refined' }))).code).toBe('E_PROTOCOL_MISSING');
  });

  test('are named where they are not there', async () => {
    for (const name of ['10_1', '100_1']) rmSync(list(`megaface_features_list.json_${name}`));
    const distractors = await refusalOf(load());
    expect([distractors.code, distractors.exit]).toEqual(['E_PROTOCOL_MISSING', 66]);
    rmSync(list('facescrub_features_list.json'));
    expect((await refusalOf(load())).message).toContain('facescrub_features_list.json');
    expect((await refusalOf(load({ format: 'cropped' }))).exit).toBe(2);
  });

  test('are refused where noise is all there is', async () => {
    const path = listed('megaface_features_list.json_10_1').path;
    writeFileSync(join(folder.path, 'megaface_noises.txt'), `${path.join('\n')}\n`);
    const error = await refusalOf(load({ format: 'refined' }));
    expect([error.code, error.exit]).toEqual(['E_MEGAFACE_NOISES', 65]);
  });
});

const parse = (text: string, needed = true) =>
  parseMegafaceList(new TextEncoder().encode(text), 'f', needed);

describe('a list', () => {
  test('may number persons and hold other keys', () => {
    const read = parse('{"id": [7, "b"], "note": 1, "path": ["a b/1.jpg", "c@d/2.jpg"]}');
    expect(read).toEqual({ paths: ['a b/1.jpg', 'c@d/2.jpg'], persons: ['7', 'b'] });
    expect(parse('{"path":["x"]}', false)).toEqual({ paths: ['x'] });
  });

  test.each([
    ['{"id":["a"]}', '1:1: there is no array "path"'],
    ['{"path":[]}', '1:1: the list names no picture'],
    ['{"path":["x"]}', '1:1: there is no array "id"'],
    ['{"path":["x"],"id":[]}', '1:1: 0 entries of "id", 1 of "path"'],
    ['{"path":["x",\n 5],"id":["a","a"]}', '2:2: expected the path of a picture, found 5'],
    ['{"path":["x",\n "x"],"id":["a","a"]}', '2:2: "x" stands twice'],
    ['{"path":["x"],"id":[true]}', '1:21: expected a person, found true'],
  ])('is refused as %s', (text, what) => {
    expect(messageOf(() => parse(text))).toBe(
      `E_MEGAFACE_JSON f:${what}; take the list as distributed`,
    );
  });

  test('is refused with a path that leads out', () => {
    expect(messageOf(() => parse('{"path":["x",\n"../y"],"id":["a","a"]}'))).toMatch(
      /^E_PATH_TRAVERSAL f:2:1: a path that climbs/,
    );
  });
});

describe('a list of noise', () => {
  test('names pictures alone or behind a number, and comments', () => {
    expect([...parseMegafaceNoises(lines('# x\na/b/1.jpg\r\n12\tc/d/2.jpg\n'), 'f')]).toEqual([
      'a/b/1.jpg',
      'c/d/2.jpg',
    ]);
    expect(messageOf(() => parseMegafaceNoises(lines('a\n\nb\n'), 'f'))).toBe(
      'E_MEGAFACE_NOISES f:2:1: no picture is named; take the line out',
    );
  });
});
