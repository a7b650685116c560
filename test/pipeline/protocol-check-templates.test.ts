import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkProtocol } from '../../src/pipeline/protocol-check.js';
import { SILENT } from '../../src/talk.js';
import type { ProtocolCheck } from '../../src/types.js';
import { pattern, png } from '../support/faces.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const pictures: Record<string, Buffer> = {};
beforeAll(async () => {
  for (const [i, name] of ['one', 'two', 'three', 'four', 'five'].entries()) {
    pictures[name] = await png(pattern(i));
  }
  pictures['large'] = await png(pattern(9, 250), 250);
  pictures['other'] = await png(pattern(9, 120), 120);
});

let cases = 0;

function lay(files: Readonly<Record<string, string>>): string {
  const root = join(folder.path, `case-${cases++}`);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), pictures[content] ?? content);
  }
  return root;
}

async function check(dataset: string, more: Readonly<Record<string, unknown>> = {}) {
  const { signal } = new AbortController();
  const request = { dataset, decode: true, pictures: true, ...more };
  return checkProtocol(request, {}, SILENT, signal);
}

/** `severity name count: first case`, with the file and line that are to blame in front. */
const lines = ({ findings }: ProtocolCheck) =>
  findings.map(({ severity, name, count, cases: [first] }) => {
    const { file, line } = first!.place ?? {};
    const place = file === undefined ? '' : `${file.split('/').at(-1)!}:${line ?? ''}: `;
    return `${severity} ${name} ${count}: ${place}${first!.what}`;
  });

const FACES = {
  'a/1.png': 'one',
  'a/2.png': 'two',
  'b/1.png': 'three',
  'b/2.png': 'four',
  'c/1.png': 'five',
};
const GALLERY = 'path,identity\na/1.png,a\nb/1.png,b\n';
const PROBES = 'path,identity\na/2.png,a\nb/2.png,b\nc/1.png,c\n';

const galleries = async (
  gallery: string,
  probes: string,
  files: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, unknown>> = {},
) => {
  const root = lay({ ...FACES, ...files, 'gallery.csv': gallery, 'probes.csv': probes });
  return check('galleries', { root, ...more });
};

describe('galleries', () => {
  test('that are sound have nothing to be told of, and their counts', async () => {
    const found = await galleries(GALLERY, PROBES);
    expect(lines(found)).toEqual([]);
    expect(found.counts.map(({ name, found }) => `${found} ${name}`)).toEqual([
      '3 probes',
      '2 templates of gallery',
      '2 subjects of gallery',
      '2 mated probes of gallery',
      '1 non-mated probes of gallery',
      '5 pictures of templates',
      '3 subjects',
      '5 pictures in the folder',
      '3 persons in the folder',
    ]);
  });

  test.each([
    {
      why: 'a probe that is enrolled',
      gallery: GALLERY,
      probes: `${PROBES}a/1.png,a\n`,
      says: [
        'breaks probe_enrolled 1: gallery.csv:2: a/1.png: template a/1.png of a, and template a/1.png of a in gallery',
      ],
    },
    {
      why: 'a picture of two subjects',
      gallery: 'path,identity,template\na/1.png,a,ta\nb/1.png,b,tb\nb/1.png,a,ta\n',
      probes: PROBES,
      says: ['breaks picture_of_two 1: b/1.png: template ta of a, template tb of b'],
    },
    {
      why: 'somebody who is enrolled and never searched for',
      gallery: GALLERY,
      probes: 'path,identity\na/2.png,a\nc/1.png,c\nb/2.png,\n',
      says: [
        'remark unsought_subject 1: b',
        'remark unknown_probe 1: probes.csv:4: template b/2.png',
      ],
    },
    {
      why: 'nobody who is searched for and not there',
      gallery: `${GALLERY}c/1.png,c\n`,
      probes: 'path,identity\na/2.png,a\nb/2.png,b\n',
      says: [
        'remark unsought_subject 1: c',
        'remark one_kind_of_probe 1: gallery: everybody who is searched for is there, so no FPIR can be told',
      ],
    },
    {
      why: 'nobody who is searched for and there',
      gallery: 'path,identity\na/1.png,\na/2.png,\n',
      probes: 'path,identity\nb/1.png,b\nb/2.png,b\nc/1.png,c\n',
      says: [
        'remark one_kind_of_probe 1: gallery: nobody who is searched for is there, so no rank and no TPIR can be told',
      ],
    },
  ])('tell of $why', async ({ gallery, probes, says }) => {
    expect(lines(await galleries(gallery, probes))).toEqual(says);
  });

  test('tell of subjects in several, which breaks what is said to be disjoint', async () => {
    const gallery = 'path,identity,gallery\na/1.png,a,G1\na/1.png,a,G2\nb/1.png,b,G2\n';
    expect(lines(await galleries(gallery, PROBES))).toEqual(['remark straddling_subject 1: a']);
    const root = lay({ ...FACES, 'gallery.csv': gallery, 'probes.csv': PROBES });
    const described = join(root, 'own.yaml');
    writeFileSync(described, 'name: own\nformat: galleries\ndisjoint: true\n');
    expect(lines(await check(described))).toEqual(['breaks straddling_subject 1: a']);
  });

  test('tell of equal bytes under two subjects, and of a probe that is a copy of what is enrolled', async () => {
    expect(lines(await galleries(GALLERY, PROBES, { 'b/2.png': 'one' }))).toEqual([
      'breaks duplicate_across 1: a/1.png = b/2.png',
    ]);
    expect(lines(await galleries(GALLERY, PROBES, { 'a/2.png': 'one' }))).toEqual([
      'remark duplicate_same 1: a/1.png = a/2.png',
      'remark identical_probe 1: probes.csv:2: a/2.png = a/1.png',
    ]);
  });

  test('tell of pictures that are missing, and of those in no template', async () => {
    const probes = `${PROBES}d/1.png,d\n`;
    const found = lines(await galleries(GALLERY, probes, { 'e/1.png': 'large' }));
    expect(found[0]).toMatch(/^breaks missing 1: .*\/d\/1\.png$/);
    expect(found.slice(1)).toEqual([
      'remark extra 1: e/1.png',
      'remark extra_size 1: e/1.png 250x250',
    ]);
  });
});

describe('pictures that are not 112x112', () => {
  const files = { 'c/1.png': 'other' };

  test('break a protocol of faces that are aligned', async () => {
    expect(lines(await galleries(GALLERY, PROBES, files))).toEqual([
      'breaks size 1: c/1.png 120x120',
    ]);
  });

  test('are a remark where landmarks align them', async () => {
    const landmarks = join(folder.path, 'points.txt');
    const points = '38 52 74 52 56 72 42 92 71 92';
    const names = Object.keys(FACES);
    writeFileSync(landmarks, names.map((name) => `${name} ${points}\n`).join(''));
    expect(lines(await galleries(GALLERY, PROBES, files, { landmarks }))).toEqual([
      'remark to_align 1: c/1.png 120x120',
    ]);
  });

  test('break a protocol whose alignment asks for another size', async () => {
    const all = Object.fromEntries(Object.keys(FACES).map((path) => [path, 'large']));
    const own = { decode: true, align: 'lfw-crop' };
    const found = lines(await galleries(GALLERY, PROBES, { ...all, ...files }, own));
    expect(found).toContain('breaks size 1: c/1.png 120x120');
    expect(found).toContain('remark to_align 4: a/1.png 250x250');
  });
});

describe('templates of IJB-C', () => {
  const root = () => {
    const own = join(folder.path, `ijbc-${cases++}`);
    cpSync(join(PROJECT, 'fixtures', 'ijbc'), own, { recursive: true });
    return own;
  };
  const meta = (own: string, name: string) => join(own, 'meta', `ijbc_${name}`);
  const found = async (own: string) =>
    lines(await check('ijbc', { root: own, pictures: false })).filter(
      (line) => !line.startsWith('breaks count '),
    );

  test('are looked at in 1:1 and 1:N, against what is published', async () => {
    const { findings, counts } = await check('ijbc', { root: root(), pictures: false });
    expect(findings[0]!.cases.map(({ what }) => what)).toEqual([
      '3 genuine comparisons, 19557 are published',
      '13 impostor comparisons, 15638932 are published',
      '29 pictures of templates, 469375 are published',
      '5 subjects, 3531 are published',
    ]);
    expect(counts).toContainEqual({ name: 'templates of G2', found: 2, published: undefined });
  });

  test('say so where the tables of 1:N are not there', async () => {
    const own = root();
    rmSync(meta(own, '1N_probe_mixed.csv'));
    expect((await found(own))[0]).toMatch(/^remark no_files 1: no galleries and probes at /);
  });

  test.each([
    ['1 1 1', 'breaks self_pair 1: ijbc_template_pair_label.txt:17: template 1 of 101'],
    [
      '1 11065 0',
      'breaks other_label 1: ijbc_template_pair_label.txt:17: impostor: template 1 of 101 template 11065 of 101',
    ],
    ['1 11070 1', 'breaks other_label 1'],
  ])('tell of the comparison %s, with its line', async (line, says) => {
    const own = root();
    const file = meta(own, 'template_pair_label.txt');
    writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n${line}\n`);
    expect((await found(own)).some((one) => one.startsWith(says))).toBe(true);
  });

  test('tell once of a picture in templates of two subjects, and of comparisons that share it', async () => {
    const own = root();
    const media = meta(own, 'face_tid_mid.txt');
    const [first] = readFileSync(media, 'utf8').split('\n');
    const picture = first!.split(' ')[0]!;
    // Template 11070 is of subject 102, template 1 of 101; the two are compared.
    writeFileSync(media, `${readFileSync(media, 'utf8').trimEnd()}\n${picture} 11070 99999\n`);
    const says = await found(own);
    expect(says.filter((one) => one.startsWith('breaks picture_of_two'))).toEqual([
      `breaks picture_of_two 1: ${picture}: template 1 of 101, template 11070 of 102`,
    ]);
    expect(says.some((one) => one.startsWith('breaks shared_impostor 1: ijbc_template'))).toBe(
      true,
    );
  });
});
