import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { resolveDataset } from '../../src/datasets/index.js';
import type { Templates } from '../../src/types.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';
import { refusalOf } from './parsing.js';

const FIXTURE = join(PROJECT, 'fixtures', 'ijbc');

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  cpSync(FIXTURE, folder.path, { recursive: true });
});
afterEach(() => {
  folder.remove();
});

const meta = (name: string) => join(folder.path, 'meta', `ijbc_${name}`);

async function pairs(place: { readonly pairs?: string; readonly images?: string } = {}) {
  const { dataset, source } = await resolveDataset('ijbc', { root: folder.path, ...place }, {});
  return dataset.loadTemplates!(source);
}

async function galleries() {
  const { dataset, source } = await resolveDataset('ijbc', { root: folder.path }, {});
  return dataset.loadGalleries!(source);
}

const subjectsOf = ({ ids, identity, identities }: Templates) =>
  ids.map((id, t) => `${id} ${identities[identity[t]!] ?? 'nobody'}`);

const SUBJECTS = [
  '1 101',
  '3 102',
  '4 103',
  '7 104',
  '11065 101',
  '11070 102',
  '11071 103',
  '23124 105',
];

describe("InsightFace's pack of IJB-C", () => {
  test('compares the templates of its file of pairs, of the subjects of its tables', async () => {
    const { protocol, images, place } = await pairs();
    const { templates, left, right, genuine } = protocol;
    expect(subjectsOf(templates)).toEqual(SUBJECTS);
    const rows = Array.from(
      left,
      (l, k) => `${templates.ids[l]!} ${templates.ids[right[k]!]!} ${genuine[k]!}\n`,
    );
    expect(rows.join('')).toBe(readFileSync(meta('template_pair_label.txt'), 'utf8'));
    expect(place!(4)).toEqual({ file: meta('template_pair_label.txt'), line: 5 });
    expect(protocol.images).toEqual(Array.from({ length: 29 }, (_, i) => `${i + 1}.jpg`));
    expect(images.ids).toEqual(protocol.images);
    expect(images.describe(0)).toBe(join(folder.path, 'loose_crop', '1.jpg'));
  });

  test('has the media of its templates and the score of each face', async () => {
    const { templates, detector } = (await pairs()).protocol;
    const of = (t: number) => [templates.offsets[t]!, templates.offsets[t + 1]!] as const;
    expect([...templates.members.subarray(...of(4))]).toEqual([14, 15, 16, 17]);
    expect([...templates.media.subarray(...of(4))]).toEqual([40, 40, 40, 41]);
    const lines = readFileSync(meta('name_5pts_score.txt'), 'utf8').trimEnd().split('\n');
    expect([...detector!]).toEqual(lines.map((line) => Math.fround(Number(line.split(' ')[11]))));
  });

  test('has the digest of what it was read from', async () => {
    const hash = createHash('sha256');
    for (const name of ['face_tid_mid', 'name_5pts_score', 'template_pair_label']) {
      hash.update(readFileSync(meta(`${name}.txt`)));
    }
    expect((await pairs()).protocol.digest).toBe(hash.digest('hex'));
  });

  test('is held against the published counts', async () => {
    expect((await pairs()).warnings).toEqual([
      'IJB-C as published has 19557 genuine and 15638932 impostor comparisons; these files have 3 genuine and 13 impostor comparisons',
    ]);
  });

  test('goes without tables and scores', async () => {
    for (const name of ['1N_probe_mixed.csv', 'name_5pts_score.txt']) rmSync(meta(name));
    const { protocol } = await pairs();
    expect([...protocol.templates.identity]).toEqual(Array(8).fill(-1));
    expect(protocol.templates.identities).toEqual([]);
    expect(protocol.detector).toBeUndefined();
    const error = await refusalOf(galleries());
    expect([error.code, error.exit]).toEqual(['E_PROTOCOL_MISSING', 66]);
  });

  test('remarks on labels that the subjects contradict', async () => {
    const named = join(folder.path, 'own.txt');
    writeFileSync(named, '1 11065 1\n1 11070 1\n1 11071 1\n');
    expect((await pairs({ pairs: named })).warnings[1]).toBe(
      `2 comparisons with a label that the subjects of the templates contradict, first ${named}:2`,
    );
  });

  test('remarks on comparisons of a template with itself', async () => {
    const named = join(folder.path, 'own.txt');
    writeFileSync(named, '1 11065 1\n3 3 1\n');
    expect((await pairs({ pairs: named })).warnings[1]).toBe(
      `1 comparison of a template with itself, first ${named}:2`,
    );
  });

  test("takes NIST's list of comparisons, genuine where the subjects agree", async () => {
    const labelled = (await pairs()).protocol;
    const text = readFileSync(meta('template_pair_label.txt'), 'utf8');
    writeFileSync(meta('11_G1_G2_matches.csv'), text.replaceAll(/ (\d+) [01]$/gm, ',$1'));
    rmSync(meta('template_pair_label.txt'));
    const listed = (await pairs()).protocol;
    expect([...listed.genuine]).toEqual([...labelled.genuine]);
    expect([...listed.left]).toEqual([...labelled.left]);
    expect([...listed.right]).toEqual([...labelled.right]);
    // Template 11070 of another subject: the same list asks another question.
    const probes = readFileSync(meta('1N_probe_mixed.csv'), 'utf8');
    writeFileSync(meta('1N_probe_mixed.csv'), probes.replaceAll(/^11070,102,/gm, '11070,103,'));
    const other = (await pairs()).protocol;
    expect([...other.genuine]).not.toEqual([...listed.genuine]);
    expect(other.digest).not.toBe(listed.digest);
  });

  test('searches the probes in two galleries', async () => {
    const { protocol } = await galleries();
    const ids = (indices: Uint32Array) => Array.from(indices, (t) => protocol.templates.ids[t]!);
    expect(protocol.galleries.map((one) => [one.name, ids(one.templates)])).toEqual([
      ['G1', ['1', '3']],
      ['G2', ['4', '7']],
    ]);
    expect(ids(protocol.probes)).toEqual(['11065', '11070', '11071', '23124']);
    expect(subjectsOf(protocol.templates)).toEqual(SUBJECTS);
  });

  test('takes a pack under the names of IJB-B, with galleries S1 and S2', async () => {
    const names = [
      ['face_tid_mid.txt', 'face_tid_mid.txt'],
      ['1N_gallery_G1.csv', '1N_gallery_S1.csv'],
      ['1N_gallery_G2.csv', '1N_gallery_S2.csv'],
      ['1N_probe_mixed.csv', '1N_probe_mixed.csv'],
    ] as const;
    for (const [from, to] of names) cpSync(meta(from), meta(to).replace('ijbc_', 'ijbb_'));
    const { dataset, source } = await resolveDataset('ijbb', { root: folder.path }, {});
    const { protocol } = await dataset.loadGalleries!(source);
    expect(protocol.galleries.map(({ name }) => name)).toEqual(['S1', 'S2']);
  });

  test('names a file that is not there', async () => {
    rmSync(meta('template_pair_label.txt'));
    expect((await refusalOf(pairs())).exit).toBe(66);
    rmSync(meta('face_tid_mid.txt'));
    const error = await refusalOf(pairs());
    expect([error.code, error.exit]).toEqual(['E_DATASET_FORMAT', 66]);
    expect(error.message).toContain('meta/ijbc_face_tid_mid.txt');
  });

  test('refuses a template of two subjects, or without pictures', async () => {
    const header = 'TEMPLATE_ID,SUBJECT_ID,FILENAME\n';
    const table = meta('1N_probe_mixed.csv');
    writeFileSync(table, `${header}1,102,a.jpg\n`);
    expect((await refusalOf(galleries())).message).toBe(
      `E_IJB_SUBJECTS ${table}:2:1: template 1 is of subject "102" here and of "101" in another table; take all files from one pack`,
    );
    writeFileSync(table, `${header}2,102,a.jpg\n`);
    expect((await refusalOf(galleries())).message).toBe(
      `E_IJB_SUBJECTS ${table}:2:1: template 2 has no picture in the file of templates and media; take all files from one pack`,
    );
  });
});
