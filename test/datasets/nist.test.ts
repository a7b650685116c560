import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseIjbFaces } from '../../src/datasets/formats/ijb-faces.js';
import { ijbTableTemplates } from '../../src/datasets/formats/ijb-tables.js';
import { resolveDataset } from '../../src/datasets/index.js';
import type { Templates } from '../../src/types.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';
import { lines, messageOf, refusalOf } from './parsing.js';

const HEADER = 'TEMPLATE_ID,SUBJECT_ID,FILENAME,SIGHTING_ID,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT';
const GALLERIES = ['gallery_G1', 'gallery_G2', 'probe_mixed'];

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  cpSync(join(PROJECT, 'fixtures', 'nist'), folder.path, { recursive: true });
});
afterEach(() => {
  folder.remove();
});

const table = (name: string) => join(folder.path, 'protocols', name);
const text = (name: string) => readFileSync(table(name), 'utf8');

function put(name: string, content: string): void {
  mkdirSync(dirname(table(name)), { recursive: true });
  writeFileSync(table(name), content);
}

async function source(name: string, more: object = {}) {
  return resolveDataset(name, { root: folder.path, ...more }, {});
}

async function pairs(name = 'ijbc', more: object = {}) {
  const { dataset, source: place } = await source(name, more);
  return dataset.loadTemplates!(place);
}

async function galleries(name = 'ijbc') {
  const { dataset, source: place } = await source(name);
  return dataset.loadGalleries!(place);
}

const membersOf = ({ ids, offsets, members, media }: Templates, images: readonly string[]) =>
  ids.map((id, t) => {
    const own = Array.from(members.subarray(offsets[t], offsets[t + 1]), (m) => images[m]!);
    return `${id}: ${own.join(' ')} (${[...media.subarray(offsets[t], offsets[t + 1])].join(' ')})`;
  });

const MEMBERS = [
  '1: img/1.png#10,20,112,112 (1)',
  '2: img/1.png#200,30,112,112 (2)',
  '3: img/4.png#5,5,112,112 (3)',
  '4: img/4.png#150,60,112,112 (4)',
  '11: frames/2.png#0,0,112,112 frames/3.png#10,0,112,112 (20 20)',
  '12: frames/2.png#130,0,112,112 frames/3.png#140,0,112,112 (21 21)',
  '13: img/5.png#40,40,112,112 (5)',
  '14: img/5.png#200,40,112,112 (6)',
];

describe("NIST's tables of IJB-C alone", () => {
  test('compare templates of faces that are told by picture and box', async () => {
    const { protocol, images, warnings, place } = await pairs();
    expect(membersOf(protocol.templates, protocol.images)).toEqual(MEMBERS);
    const subjects = protocol.templates.identity;
    expect(Array.from(subjects, (s) => protocol.templates.identities[s])).toEqual([
      '101',
      '102',
      '103',
      '104',
      '101',
      '103',
      '102',
      '105',
    ]);
    expect([...protocol.genuine]).toEqual([1, 0, 0, 0, 0, 1, 1, 0, 0]);
    const ids = protocol.templates.ids;
    const compared = Array.from(
      protocol.left,
      (l, k) => `${ids[l]!},${ids[protocol.right[k]!]!}\n`,
    );
    expect(compared.join('')).toBe(text('ijbc_11_G1_G2_matches.csv'));
    expect(place!(3)).toEqual({ file: table('ijbc_11_G1_G2_matches.csv'), line: 4 });
    expect(images.ids).toEqual(protocol.images);
    expect([...images.boxes!.subarray(0, 8)]).toEqual([10, 20, 112, 112, 200, 30, 112, 112]);
    // Two faces of one picture.
    expect([images.describe(0), images.describe(1)]).toEqual(
      Array(2).fill(join(folder.path, 'images', 'img', '1.png')),
    );
    expect(warnings).toEqual([
      'ijbc is read as nist',
      'IJB-C as published has 19557 genuine and 15638932 impostor comparisons; these files have 3 genuine and 6 impostor comparisons',
    ]);
    expect((await pairs('ijbc', { format: 'nist' })).warnings).toHaveLength(1);
  });

  test('have the digest of what they were read from', async () => {
    const hash = createHash('sha256');
    for (const name of GALLERIES) hash.update(text(`ijbc_1N_${name}.csv`));
    expect((await galleries()).protocol.digest).toBe(hash.copy().digest('hex'));
    hash.update(text('ijbc_11_G1_G2_matches.csv'));
    expect((await pairs()).protocol.digest).toBe(hash.digest('hex'));
  });

  test('search the probes in two galleries', async () => {
    const { protocol } = await galleries();
    const ids = (indices: Uint32Array) => Array.from(indices, (t) => protocol.templates.ids[t]!);
    expect(protocol.galleries.map((one) => [one.name, ids(one.templates)])).toEqual([
      ['G1', ['1', '2']],
      ['G2', ['3', '4']],
    ]);
    expect(ids(protocol.probes)).toEqual(['11', '12', '13', '14']);
  });

  test('are found in folders of a test each, with sightings from the table of all faces', async () => {
    const [g1, g2, probes] = GALLERIES.map((name) => text(`ijbc_1N_${name}.csv`));
    const withoutSighting = (rows: string) => rows.replaceAll(/^([^,]+,[^,]+,[^,]+),[^,]+/gm, '$1');
    const body = (rows: string) => rows.slice(rows.indexOf('\n') + 1);
    put('test1/enroll_templates.csv', withoutSighting(g1! + body(g2!)));
    put('test1/verif_templates.csv', withoutSighting(probes!));
    put('test1/match.csv', text('ijbc_11_G1_G2_matches.csv'));
    put('test4/gallery_G1.csv', withoutSighting(g1!));
    put('test4/gallery_G2.csv', withoutSighting(g2!));
    put('test4/probes.csv', withoutSighting(probes!));
    const flat = (await pairs()).protocol;
    for (const name of GALLERIES) rmSync(table(`ijbc_1N_${name}.csv`));
    const alone = await pairs();
    expect([...alone.protocol.templates.media]).toHaveLength(10);
    expect(new Set(alone.protocol.templates.media).size).toBe(10);
    expect(alone.warnings).toContain(
      'no sighting is stated of 10 of 10 faces: each is a medium for itself, frames of a video too',
    );
    const all = body(g1!) + body(g2!) + body(probes!);
    const faces = all.replaceAll(/^\d+,/gm, '');
    put(
      'ijbc_metadata.csv',
      `${HEADER.replace('TEMPLATE_ID,', '')}\n${faces}NaN,img/9.png,NaN,1,1,5,5\n`,
    );
    const { protocol, warnings } = await pairs();
    expect(warnings).toHaveLength(2);
    expect(membersOf(protocol.templates, protocol.images)).toEqual(MEMBERS);
    expect([...protocol.genuine]).toEqual([...flat.genuine]);
    // Media are part of the protocol, whichever table tells them.
    expect(protocol.digest).not.toBe(alone.protocol.digest);
    expect((await galleries()).protocol.galleries.map(({ name }) => name)).toEqual(['G1', 'G2']);
  });

  test('compare single faces of which covariates are known', async () => {
    const { protocol } = await pairs('ijbc-covariates');
    expect(protocol.templates.ids).toEqual(['31', '32', '33', '34']);
    expect([...protocol.genuine]).toEqual([1, 0, 0, 0, 0, 1]);
    // IJB-B has a table of either side, of the same templates.
    const reference = text('ijbc_11_covariate_probe_reference.csv').replace('FILENAME', 'FILE');
    for (const side of ['reference', 'probe']) {
      put(`ijbb_11_covariate_${side}_metadata.csv`, reference);
    }
    put('ijbb_11_covariate_matches.csv', text('ijbc_11_covariate_matches.csv'));
    const other = (await pairs('ijbb-covariates')).protocol;
    expect(membersOf(other.templates, other.images)).toEqual(
      membersOf(protocol.templates, protocol.images),
    );
    expect([...other.genuine]).toEqual([...protocol.genuine]);
  });

  test('are named where they are not there, and so are forms', async () => {
    rmSync(join(folder.path, 'protocols'), { recursive: true });
    const missing = await refusalOf(pairs());
    expect([missing.code, missing.exit]).toEqual(['E_DATASET_FORMAT', 66]);
    expect(missing.message).toContain('ijbc_1N_gallery_G1.csv');
    const covariates = await refusalOf(pairs('ijbc-covariates'));
    expect([covariates.code, covariates.exit]).toEqual(['E_PROTOCOL_MISSING', 66]);
    const form = await refusalOf(pairs('ijbc', { format: 'nsit' }));
    expect([form.code, form.exit]).toEqual(['E_DATASET_FORMAT', 2]);
  });

  test('are refused where a comparison is of an unknown template', async () => {
    put('ijbc_11_G1_G2_matches.csv', '1,11\n1,99\n');
    expect((await refusalOf(pairs())).message).toMatch(
      /^E_IJB_PAIRS .*matches\.csv:2:3: template 99 /,
    );
  });
});

const faces = (...rows: string[]) => [
  ...parseIjbFaces(lines(`${[HEADER, ...rows].join('\n')}\n`), 'f'),
];

describe('a table of faces', () => {
  test('may lack sightings and boxes, name its columns in small letters, and quote', () => {
    const read = parseIjbFaces(lines('file,"subject_id",template_id\n"a,b.png",x,7\n'), 'f');
    expect([...read]).toMatchObject([
      { id: 'a,b.png', file: 'a,b.png', subject: 'x', template: 7, sighting: NaN },
    ]);
  });

  test.each([
    ['1,a,img/1.png,1,170.0,-0,207,29', 'img/1.png#170,0,207,29', 'a number has one spelling'],
    ['1,a,img/1.png,NaN,NaN,NaN,NaN,NaN', 'img/1.png', 'nothing is stated'],
    ['1,a,img/1.png,,,,,', 'img/1.png', 'nothing is stated'],
  ])('tells %s as %s: %s', (row, id) => {
    expect(faces(row)[0]!.id).toBe(id);
  });

  test.each([
    [
      '1,a,img/1.png,1,1,1,0,5',
      'E_IJB_FACES f:2:21: expected a length above 0 in pixels, found "0"; state a box whole, or leave it empty',
    ],
    [
      '1,a,img/1.png,1,,1,5,5',
      'E_IJB_FACES f:2:17: expected a coordinate in pixels, found ""; state a box whole, or leave it empty',
    ],
    ['1,,img/1.png,1,1,1,5,5', 'E_IJB_FACES f:2:3: no subject is named; name it'],
    [
      '1,a,img/1.png,1,1,1,5',
      'E_IJB_FACES f:2:1: expected 8 fields, as the header has, found 7 in "1,a,img/1.png,1,1,1,5"; give every line the fields of the header',
    ],
    [
      'x,a,img/1.png,1,1,1,5,5',
      'E_NUMBER f:2:1: expected the number of a template, 0 to 4294967295, found "x"; write plain digits',
    ],
    [
      '1,a,../1.png,1,1,1,5,5',
      'E_PATH_TRAVERSAL f:2:5: a path that climbs with "..", "../1.png"; write paths below the folder of the pictures, with forward slashes',
    ],
  ])('is refused with %s', (row, message) => {
    expect(messageOf(() => faces(row))).toBe(message);
  });

  test.each([
    ['', 'E_IJB_FACES f:1: the table holds no face; write a header and a line for each face'],
    [
      'TEMPLATE_ID,SUBJECT_ID\n',
      `E_IJB_FACES f:1:1: no column is called FILENAME or FILE in "TEMPLATE_ID,SUBJECT_ID"; write the header ${HEADER}`,
    ],
    [
      `${HEADER.replace(',FACE_HEIGHT', '')}\n`,
      `E_IJB_FACES f:1:1: no column is called FACE_HEIGHT in "${HEADER.replace(',FACE_HEIGHT', '')}"; write the header ${HEADER}`,
    ],
  ])('is refused as %j', (whole, message) => {
    expect(messageOf(() => [...parseIjbFaces(lines(whole), 'f')])).toBe(message);
  });
});

describe('several tables', () => {
  const a = '1,x,a.png,1,1,1,5,5';
  const b = '1,x,b.png,1,1,1,5,5';

  test('may hold a template of the same faces twice, and a face twice in a template', () => {
    const read = ijbTableTemplates([faces(a, b, a), faces(a, b, a)]);
    expect([...read.templates.members]).toEqual([0, 1, 0]);
    expect(read.repeated).toBe(1);
    expect(read.tables.map((one) => [...one])).toEqual([[0], [0]]);
  });

  test.each([
    [[a, '1,y,b.png,1,1,1,5,5'], [], 'f:3:1: template 1 is of subject "y" here and of "x" in f:2'],
    [[a], ['1,y,a.png,1,1,1,5,5'], 'f:2:1: template 1 is of subject "y" here and of "x" in f:2'],
    [[a, b], [a], 'f:2:1: template 1 has other faces here than in f:2'],
  ])('are refused with %j and %j', (first, second, what) => {
    const tables = [faces(...first), second.length === 0 ? [] : faces(...second)];
    expect(messageOf(() => ijbTableTemplates(tables))).toBe(
      `E_IJB_FACES ${what}; take all tables from one release`,
    );
  });
});
