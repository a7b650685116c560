import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { quote } from '../../src/files/quote.js';
import { DATASETS, findDataset, resolveDataset } from '../../src/datasets/index.js';
import { EXIT } from '../../src/errors.js';
import type { LoadedDataset } from '../../src/types.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';
import { messageOf, refusalOf } from './parsing.js';

const FIXTURES = join(PROJECT, 'fixtures', 'protocols');

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

function put(path: string, text: string | Uint8Array = path): string {
  const full = join(folder.path, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const fixture = (path: string) => readFileSync(join(FIXTURES, path));

async function load(
  name: string,
  place: { readonly root?: string; readonly images?: string; readonly pairs?: string } = {},
): Promise<LoadedDataset> {
  const { dataset, source } = await resolveDataset(name, place, {});
  return dataset.load!(source);
}

/** Each comparison as one word a column. */
const rows = ({ protocol: { images, left, right, genuine, fold } }: LoadedDataset) =>
  Array.from(left, (l, k) => `${fold[k]!} ${genuine[k]!} ${images[l]!} ${images[right[k]!]!}`);

const LOADERS = ['load', 'loadTemplates', 'loadGalleries', 'loadTrials'];

/** Those with 1:1 comparisons of pictures. */
const OF_PICTURES = DATASETS.filter(({ load }) => load !== undefined);

describe('every dataset', () => {
  test('that a file exports is in the list, and the list in no other order than its names', async () => {
    const modules = readdirSync(join(PROJECT, 'src', 'datasets')).filter((file) =>
      file.endsWith('.ts'),
    );
    const exported = new Set<string>();
    for (const file of modules.sort()) {
      const module = (await import(`../../src/datasets/${file.replace(/ts$/, 'js')}`)) as object;
      for (const value of Object.values(module) as unknown[]) {
        if (typeof value !== 'object' || value === null) continue;
        if (LOADERS.some((name) => name in value) && 'name' in value)
          exported.add(String(value.name));
      }
    }
    expect(DATASETS.map(({ name }) => name)).toEqual([...exported].sort());
  });

  test.each(DATASETS)('$name says what it is, in one line each', (dataset) => {
    for (const key of ['title', 'summary', 'reference', 'obtain', 'files'] as const) {
      expect(dataset[key]).toMatch(/^\S.*\S$/);
    }
    expect(dataset.name).toMatch(/^[a-z0-9-]+$/);
    expect(findDataset(dataset.name)).toBe(dataset);
  });

  test.each(OF_PICTURES)('$name reads its fixture', async ({ name }) => {
    const { protocol, images, warnings } = await load(name, { root: join(FIXTURES, name) });
    expect(protocol.name).toBe(name);
    expect(images.ids).toEqual(protocol.images);
    const counts = expect.stringMatching(/^.* as published has .*; these files have /) as unknown;
    const own = ['lfw', 'lfw-view1'].includes(name) || findDataset(name).published === undefined;
    expect(warnings).toEqual(own ? [] : [counts]);
    const count = protocol.left.length;
    for (const column of ['right', 'genuine', 'fold'] as const) {
      expect(protocol[column]).toHaveLength(count);
    }
    expect(protocol.identity).toHaveLength(protocol.images.length);
    expect(new Set(protocol.images).size).toBe(protocol.images.length);
    expect(Math.max(...protocol.left, ...protocol.right)).toBe(protocol.images.length - 1);
  });

  test.each(OF_PICTURES)(
    '$name names its files where there are none',
    async ({ name, ...more }) => {
      const { files, formats } = more;
      const error = await refusalOf(load(name, { root: folder.path }));
      expect(error.exit).toBe(EXIT.missingInput);
      if (formats !== undefined) {
        expect(error.code).toBe('E_DATASET_FORMAT');
        for (const form of formats) expect(error.message).toContain(`${form.name}: ${form.files}`);
        return;
      }
      expect(error.code).toBe('E_PROTOCOL_MISSING');
      const [, tried] = /^E_PROTOCOL_MISSING no protocol file at (.*);/.exec(error.message)!;
      for (const path of tried!.split(', ')) expect(files).toContain(basename(path));
    },
  );
});

describe('lfw', () => {
  const root = () => folder.path;
  const first = 'Ada_Lovelace/Ada_Lovelace_0001';

  test('knows the person of each picture', async () => {
    const { protocol } = await load('lfw', { root: join(FIXTURES, 'lfw') });
    const people = protocol.images.map((_, i) => protocol.identities[protocol.identity[i]!]);
    expect(people).toEqual(protocol.images.map((id) => id.split('/')[0]));
    expect(protocol.identities).toContain('__proto__');
    expect(protocol.testFolds).toEqual([0, 1]);
  });

  test('has the digest that sha256sum gives for pairs.txt', async () => {
    const { protocol } = await load('lfw', { root: join(FIXTURES, 'lfw') });
    const digest = createHash('sha256').update(fixture('lfw/pairs.txt')).digest('hex');
    expect(protocol.digest).toBe(digest);
  });

  test.each([
    ['', '.jpg'],
    ['images', '.jpg'],
    ['lfw', '.png'],
    ['lfw-deepfunneled', '.jpeg'],
    ['lfw_funneled', '.jpg'],
    ['aligned', '.webp'],
  ])('finds its pictures in the folder %j with the extension %s', async (place, extension) => {
    put('pairs.txt', fixture('lfw/pairs.txt'));
    const path = put(join(place, first + extension));
    const { protocol, images } = await load('lfw', { root: root() });
    expect(protocol.images[0]).toBe(first + extension);
    expect(images.describe(0)).toBe(path);
    expect(await images.missing()).toEqual(
      Array.from({ length: images.ids.length - 1 }, (_, i) => i + 1),
    );
  });

  test('finds them though the first is the one that is missing', async () => {
    put('pairs.txt', fixture('lfw/pairs.txt'));
    put('images/Emmy_Noether/Emmy_Noether_0001.jpg');
    const { images } = await load('lfw', { root: root() });
    expect(images.describe(0)).toBe(join(root(), 'images', `${first}.jpg`));
  });

  test('looks only where --images says', async () => {
    put('pairs.txt', fixture('lfw/pairs.txt'));
    put(`${first}.jpg`);
    put(`other/${first}.png`);
    const { images } = await load('lfw', { root: root(), images: join(root(), 'other') });
    expect(images.describe(0)).toBe(join(root(), 'other', `${first}.png`));
  });

  test('names every folder it looked at, once pictures are asked for', async () => {
    put('pairs.txt', fixture('lfw/pairs.txt'));
    const { protocol, images } = await load('lfw', { root: root() });
    expect(protocol.left).toHaveLength(8);
    const places = [
      'images',
      'lfw',
      'lfw-deepfunneled',
      'lfw_funneled',
      'lfw-112x112',
      'lfw-aligned',
      'aligned',
    ];
    const folders = [root(), ...places.map((place) => join(root(), place))].join(', ');
    expect((await refusalOf(images.missing())).message).toBe(
      `E_IMAGE_MISSING there is no ${first}.jpg (or .png, .jpeg, .webp) in ${folders}; point --images at the folder that holds it`,
    );
  });

  test('finds pairs.txt beside the folder of the pictures, or where --pairs says', async () => {
    put('pairs.txt', fixture('lfw/pairs.txt'));
    put(`pictures/${first}.jpg`);
    const beside = await load('lfw', { root: join(root(), 'pictures') });
    const named = await load('lfw', {
      root: join(root(), 'pictures'),
      pairs: join(FIXTURES, 'lfw', 'pairs.txt'),
    });
    expect(beside.protocol).toEqual(named.protocol);
  });

  test('tells of comparisons that stand twice and keeps them', async () => {
    const path = put('pairs.txt', '1\t2\nAda\t1\t2\nAda\t2\t1\nAda\t1\tMary\t1\nAda\t2\tMary\t1\n');
    const { protocol, warnings } = await load('lfw', { root: root() });
    expect(warnings).toEqual([`a comparison that stood before: ${path}:3 (as line 2)`]);
    expect(protocol.left).toHaveLength(4);
  });
});

describe('lfw-view1', () => {
  test('chooses on fold 0 and is tested on fold 1', async () => {
    const loaded = await load('lfw-view1', { root: join(FIXTURES, 'lfw-view1') });
    expect(loaded.protocol.testFolds).toEqual([1]);
    expect([...loaded.protocol.fold]).toEqual([0, 0, 0, 0, 1, 1]);
    expect([...loaded.protocol.genuine]).toEqual([1, 1, 0, 0, 1, 0]);
  });

  test('has the digest of both files one after the other', async () => {
    const { protocol } = await load('lfw-view1', { root: join(FIXTURES, 'lfw-view1') });
    const digest = createHash('sha256')
      .update(fixture('lfw-view1/pairsDevTrain.txt'))
      .update(fixture('lfw-view1/pairsDevTest.txt'))
      .digest('hex');
    expect(protocol.digest).toBe(digest);
  });

  test('takes the development file from beside the test file that --pairs names', async () => {
    const pairs = join(FIXTURES, 'lfw-view1', 'pairsDevTest.txt');
    const named = await load('lfw-view1', { root: folder.path, pairs });
    const usual = await load('lfw-view1', { root: join(FIXTURES, 'lfw-view1') });
    expect(named.protocol).toEqual(usual.protocol);
  });
});

describe('magface-list', () => {
  test('keeps absolute paths as they are written and finds them below the folder', async () => {
    put('ada/1.jpg');
    const paths = ['ada/1.jpg', 'ada/2.jpg'].map((path) => join(folder.path, path));
    put('pair.list', `${paths.join(' ')} 1\n`);
    const { protocol, images } = await load('magface-list', { root: folder.path });
    expect(protocol.images).toEqual(paths);
    expect([0, 1].map((i) => images.describe(i))).toEqual(paths);
    expect(Buffer.from(await images.read(0)).toString()).toBe('ada/1.jpg');
    expect(await images.missing()).toEqual([1]);
    expect(protocol.testFolds).toEqual([]);
  });

  test.each(['/elsewhere/a.jpg', 'ROOT-2/a.jpg', 'ROOT'])('refuses %s', async (place) => {
    const path = place.replace('ROOT', folder.path);
    const list = put('pair.list', `a.jpg ${path} 1\n`);
    const error = await refusalOf(load('magface-list', { root: folder.path }));
    expect(error.message).toBe(
      `E_PATH_TRAVERSAL ${list}:1:7: an absolute path outside ${folder.path}, ${quote(path)}; point --images at the folder that the paths begin with, or cut that beginning off`,
    );
  });

  test('refuses an absolute path that climbs out again, at the column where it does', async () => {
    const list = put('pair.list', `a.jpg ${folder.path}/../b.jpg 1\n`);
    const error = await refusalOf(load('magface-list', { root: folder.path }));
    expect(error.message).toBe(
      `E_PATH_TRAVERSAL ${list}:1:${7 + folder.path.length + 1}: a path that climbs with "..", "../b.jpg"; write paths below the folder of the pictures, with forward slashes`,
    );
  });

  test('refuses a picture that img.list does not hold', async () => {
    put('img.list', 'a.jpg\nb.jpg\n');
    const list = put('pair.list', 'a.jpg b.jpg 1\nb.jpg c.jpg 0\n');
    const error = await refusalOf(load('magface-list', { root: folder.path }));
    expect(error.message).toBe(
      `E_PAIR_LIST ${list}:2:7: "c.jpg" is not in ${join(folder.path, 'img.list')}; add it there, or remove that file`,
    );
  });
});

describe('pairs', () => {
  test('takes folds from the list, and none where it has one fold or no such column', async () => {
    const loaded = await load('pairs', { root: join(FIXTURES, 'pairs') });
    expect(rows(loaded)).toEqual([
      '0 1 ada/1.jpg ada/2.jpg',
      '0 0 ada/1.jpg grace/1.jpg',
      '1 1 grace/1.jpg grace/2.jpg',
      '1 0 grace/2.jpg ada/2.jpg',
    ]);
    expect(loaded.protocol.testFolds).toEqual([0, 1]);
    for (const text of ['a b 1\na c 0', 'a b 1 7\na c 0 7']) {
      put('pairs.txt', text);
      const { protocol } = await load('pairs', { root: folder.path });
      expect(protocol.testFolds).toEqual([]);
      expect([...protocol.fold]).toEqual([0, 0]);
    }
  });

  test('refuses a path that leaves the folder before anything is read', async () => {
    const list = put('pairs.txt', 'a.jpg b.jpg 1\na.jpg ../../etc/passwd 0\n');
    const error = await refusalOf(load('pairs', { root: folder.path }));
    expect(error.message).toMatch(`E_PATH_TRAVERSAL ${list}:2:7: a path that climbs with ".."`);
    expect(error.exit).toBe(EXIT.badData);
  });

  test('tells the place where the list is a folder, a pipe or nothing', async () => {
    const root = folder.path;
    const folderAsList = await refusalOf(load('pairs', { root, pairs: root }));
    expect(folderAsList.message).toBe(`E_FILE_KIND ${root} is not a file; name a text file`);
    const nothing = await refusalOf(load('pairs', { root, pairs: join(root, 'x') }));
    expect(nothing.message).toBe(
      `E_FILE_MISSING there is no file ${join(root, 'x')}; check --root and --pairs`,
    );
    expect(nothing.exit).toBe(EXIT.missingInput);
  });
});

describe('a dataset by name', () => {
  test('lies in --root, else in its folder of $MAGFACE_DATA', async () => {
    const given = await resolveDataset('lfw', { root: '/a' }, { MAGFACE_DATA: '/data' });
    expect(given.source.root).toBe('/a');
    const usual = await resolveDataset('lfw', { images: 'i' }, { MAGFACE_DATA: '/data' });
    expect(usual.source).toMatchObject({ root: join('/data', 'lfw'), images: 'i' });
  });

  test.each([{}, { MAGFACE_DATA: '' }])('lies nowhere with %j', async (env) => {
    const error = await refusalOf(resolveDataset('lfw', {}, env));
    expect(error.message).toBe(
      'E_ROOT nothing says where lfw lies; add --root DIR, or set MAGFACE_DATA to the folder that holds it',
    );
    expect(error.exit).toBe(EXIT.usage);
  });

  test('is refused where there is none, with the nearest and with all', () => {
    const message = messageOf(() => findDataset('lfw-view2'));
    expect(message).toMatch(/^E_DATASET there is no dataset "lfw-view2"; did you mean lfw-view1\?/);
    expect(message).toContain(DATASETS.map(({ name }) => name).join(', '));
  });
});
