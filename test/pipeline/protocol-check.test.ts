import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { checkProtocol } from '../../src/pipeline/protocol-check.js';
import { SILENT } from '../../src/talk.js';
import type { ProtocolCheck } from '../../src/types.js';
import { pattern, png } from '../support/faces.js';
import { temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const pictures: Record<string, Buffer> = {};
beforeAll(async () => {
  for (const [i, name] of ['one', 'two', 'three', 'four'].entries()) {
    pictures[name] = await png(pattern(i));
  }
  const raw = { raw: { width: 112, height: 112, channels: 3 as const } };
  pictures['large'] = await png(pattern(9, 120), 120);
  pictures['grey'] = await sharp(pattern(5), raw).greyscale().jpeg().toBuffer();
  pictures['greyRgb'] = await png(Buffer.from(pattern(6).map((_, i) => (i / 3) & 0xff)));
  pictures['alpha'] = await sharp(pattern(7), raw).ensureAlpha(0.5).png().toBuffer();
  pictures['cmyk'] = await sharp(pattern(8), raw).toColourspace('cmyk').jpeg().toBuffer();
  pictures['jpeg'] = await sharp(pattern(8), raw).jpeg().toBuffer();
  pictures['cut'] = pictures['jpeg'].subarray(0, 900);
  pictures['turned'] = await sharp(pattern(8), raw)
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  pictures['constant'] = await png(Buffer.alloc(112 * 112 * 3, 90));
  pictures['page'] = Buffer.from('<!doctype html><html>not found</html>');
  pictures['empty'] = Buffer.alloc(0);
});

let cases = 0;

/** A folder of its own with these files (path to picture or text), and its dataset.yaml. */
function lay(files: Record<string, string>, description = ''): string {
  const root = join(folder.path, `case-${cases++}`);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), pictures[content] ?? content);
  }
  writeFileSync(join(root, 'dataset.yaml'), `name: mine\nformat: pairs\n${description}`);
  return join(root, 'dataset.yaml');
}

async function check(dataset: string, { decode = true, pictures = true, ...place } = {}) {
  const { signal } = new AbortController();
  return checkProtocol({ dataset, decode, pictures, ...place }, {}, SILENT, signal);
}

/** `severity name count: first case`, with the line that is to blame in front. */
const lines = ({ findings }: ProtocolCheck) =>
  findings.map(({ severity, name, count, cases: [first] }) => {
    const line = first!.place?.line;
    return `${severity} ${name} ${count}: ${line === undefined ? '' : `${line}: `}${first!.what}`;
  });

const SOUND = { 'a/1.png': 'one', 'a/2.png': 'two', 'b/1.png': 'three', 'b/2.png': 'four' };
const PAIRS = 'a/1.png,a/2.png,1\nb/1.png,b/2.png,1\na/1.png,b/1.png,0\na/2.png,b/2.png,0\n';
const PERSONS = 'path,identity\na/1.png,a\na/2.png,a\nb/1.png,b\nb/2.png,b\n';

test('a sound protocol has nothing to be told of, and its counts', async () => {
  const path = lay({ ...SOUND, 'pairs.csv': PAIRS, 'p.csv': PERSONS }, 'persons: p.csv\n');
  const found = await check(path);
  expect(lines(found)).toEqual([]);
  expect(found.counts.map(({ name, found }) => `${found} ${name}`)).toEqual([
    '2 genuine comparisons',
    '2 impostor comparisons',
    '1 folds',
    '4 compared pictures',
    '2 compared persons',
    '4 pictures in the folder',
    '2 persons in the folder',
  ]);
});

describe('comparisons', () => {
  test.each([
    {
      why: 'a picture with itself',
      more: 'a/1.png,a/1.png,1\n',
      says: ['breaks self_pair 1: 5: a/1.png a/1.png'],
    },
    {
      why: 'the same again',
      more: 'a/1.png,a/2.png,1\n',
      says: ['remark repeated_pair 1: 5: a/1.png a/2.png, as line 1'],
    },
    {
      why: 'the same again, the other way round',
      more: 'b/1.png,a/1.png,0\n',
      says: ['remark repeated_pair 1: 5: b/1.png a/1.png, as line 3'],
    },
    {
      why: 'the same with the other label',
      more: 'a/2.png,a/1.png,0\n',
      says: [
        'breaks other_label 1: 5: impostor: a/2.png a/1.png, as line 1',
        'breaks impostor_of_one 1: 5: a/2.png a/1.png',
      ],
    },
    {
      why: 'genuine of two persons',
      more: 'a/1.png,b/2.png,1\n',
      says: ['breaks genuine_of_two 1: 5: a/1.png b/2.png'],
    },
  ])('$why', async ({ more, says }) => {
    const files = { ...SOUND, 'pairs.csv': PAIRS + more, 'p.csv': PERSONS };
    expect(lines(await check(lay(files, 'persons: p.csv\n')))).toEqual(says);
  });

  test('of whom genuine ones say that they are one person, are no impostors', async () => {
    const three = 'a b 1\nb c 1\na c 0\na d 0\n';
    const found = await check(lay({ 'pairs.txt': three }), { pictures: false });
    expect(lines(found)).toEqual(['breaks impostor_of_one 1: 3: a c']);
    expect(found.counts).toContainEqual({ name: 'compared persons, as inferred', found: 2 });
  });

  test('of folds: who stands in several breaks what is said to be disjoint, and sizes are told', async () => {
    const folds = 'a b 1 1\na c 0 1\na d 0 2\nd e 1 2\nd f 0 2\nd g 0 2\n';
    const says = (severity: string) => [
      `${severity} straddling_person 1: whoever is on a`,
      'remark uneven_folds 2: fold 0: 1 genuine, 1 impostor',
    ];
    const own = { pictures: false };
    expect(lines(await check(lay({ 'pairs.txt': folds }), own))).toEqual(says('remark'));
    const disjoint = lay({ 'pairs.txt': folds }, 'disjoint: true\n');
    expect(lines(await check(disjoint, own))).toEqual(says('breaks'));
  });

  test('of LFW in other numbers than are published', async () => {
    const root = dirname(
      lay({ 'pairs.txt': '2\t1\nAda\t1\t2\nAda\t1\tBob\t1\nCyd\t1\t2\nAda\t1\tCyd\t2\n' }),
    );
    const found = await check('lfw', { pictures: false, ...{ root } });
    expect(found.findings[0]).toMatchObject({ name: 'count', severity: 'breaks', count: 5 });
    expect(found.findings[0]!.cases.map(({ what }) => what).slice(0, 4)).toEqual([
      '2 genuine comparisons, 3000 are published',
      '2 impostor comparisons, 3000 are published',
      '2 folds, 10 are published',
      'fold 0: 1 genuine and 1 impostor comparisons, 300 and 300 are published',
    ]);
    expect(found.findings[1]).toMatchObject({
      name: 'straddling_person',
      cases: [{ what: 'Ada' }],
    });
  });
});

describe('pictures', () => {
  test.each([
    { why: 'missing', put: undefined, says: /^breaks missing 1: .*\/b\/2\.png$/ },
    { why: 'too large', put: 'large', says: /^breaks size 1: b\/2\.png 120x120$/ },
    { why: 'cut short', put: 'cut', says: /^breaks unusable 1: E_IMAGE_TRUNCATED .*b\/2\.png/ },
    {
      why: 'an error page',
      put: 'page',
      says: /^breaks unusable 1: E_IMAGE_FORMAT .* an HTML page$/,
    },
    { why: 'empty', put: 'empty', says: /^breaks unusable 1: E_IMAGE_EMPTY / },
    { why: 'in CMYK', put: 'cmyk', says: /^breaks unusable 1: E_IMAGE_CMYK / },
    { why: 'grey', put: 'grey', says: /^remark grey 1: b\/2\.png$/ },
    { why: 'grey in three channels', put: 'greyRgb', says: /^remark grey 1: b\/2\.png$/ },
    { why: 'with alpha', put: 'alpha', says: /^remark alpha 1: b\/2\.png$/ },
    { why: 'turned', put: 'turned', says: /^remark turned 1: b\/2\.png$/ },
  ])('$why', async ({ put, says }) => {
    const others = Object.entries(SOUND).filter(([path]) => path !== 'b/2.png');
    const files = {
      ...Object.fromEntries(others),
      ...(put === undefined ? {} : { 'b/2.png': put }),
      'pairs.csv': PAIRS,
    };
    const found = lines(await check(lay(files)));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(says);
  });

  test('that show nothing', async () => {
    const files = { ...SOUND, 'b/2.png': 'constant', 'pairs.csv': PAIRS };
    expect(lines(await check(lay(files)))).toContain('remark constant 1: b/2.png');
  });

  test('that are links out of the folder', async () => {
    const path = lay({ ...SOUND, 'pairs.csv': PAIRS.replaceAll('b/2.png', 'b/3.png') });
    const other = lay({ 'x.png': 'four' });
    symlinkSync(join(dirname(other), 'x.png'), join(dirname(path), 'b', '3.png'));
    expect(lines(await check(path))[0]).toMatch(/^breaks unusable 1: E_PATH_ESCAPE /);
  });

  test('that nobody compares are counted, and break nothing', async () => {
    const files = { ...SOUND, 'c/1.jpg': 'cut', 'c/2.png': 'large', 'pairs.csv': PAIRS };
    const found = lines(await check(lay(files)));
    expect(found[0]).toBe('remark extra 2: c/1.jpg');
    expect(found[1]).toMatch(/^remark extra_unusable 1: E_IMAGE_TRUNCATED /);
    expect(found[2]).toBe('remark extra_size 1: c/2.png 120x120');
    expect(found).toHaveLength(3);
  });

  test('are not decoded where that is not wanted', async () => {
    const files = { ...SOUND, 'b/2.png': 'cut', 'pairs.csv': PAIRS };
    expect(lines(await check(lay(files), { decode: false }))).toEqual([]);
  });

  test('of the same name but for the ending or capitals', async () => {
    const files = { ...SOUND, 'a/1.jpg': 'jpeg', 'pairs.csv': PAIRS };
    const found = lines(await check(lay(files)));
    expect(found).toEqual(['remark extra 1: a/1.jpg', 'remark namesake 1: a/1.png, as a/1.jpg']);
  });
});

describe('pictures with the same bytes', () => {
  const persons = `${PERSONS}c/1.png,c\n`;
  test.each([
    {
      why: 'of two persons, both compared: one label is wrong',
      files: { 'b/2.png': 'one' },
      says: ['breaks duplicate_across 1: a/1.png = b/2.png'],
    },
    {
      why: 'compared as impostors: the label is wrong',
      files: { 'b/1.png': 'one' },
      says: [
        'breaks duplicate_across 1: a/1.png = b/1.png',
        'breaks identical_impostor 1: 3: a/1.png b/1.png',
      ],
    },
    {
      why: 'of one person, compared with each other',
      files: { 'a/2.png': 'one' },
      says: [
        'remark duplicate_same 1: a/1.png = a/2.png',
        'remark identical_genuine 1: 1: a/1.png a/2.png',
      ],
    },
    {
      why: 'of another person who is not compared',
      files: { 'c/1.png': 'one' },
      says: ['remark extra 1: c/1.png', 'remark extra_duplicate_across 1: a/1.png = c/1.png'],
    },
  ])('$why', async ({ files, says }) => {
    const all = { ...SOUND, ...files, 'pairs.csv': PAIRS, 'p.csv': persons };
    expect(lines(await check(lay(all, 'persons: p.csv\n')))).toEqual(says);
  });

  test('of whom nobody says who they are', async () => {
    const files = { ...SOUND, 'b/2.png': 'one', 'pairs.csv': PAIRS };
    expect(lines(await check(lay(files)))).toEqual(['remark duplicate 1: a/1.png = b/2.png']);
  });
});

test('cases are listed up to a thousand, and counted all', async () => {
  const pairs = Array.from({ length: 1200 }, (_, i) => `a${i} a${i} 1\n`).join('');
  const { findings } = await check(lay({ 'pairs.txt': pairs }), { pictures: false });
  expect(findings[0]).toMatchObject({ name: 'self_pair', count: 1200 });
  expect(findings[0]!.cases).toHaveLength(1000);
});
