/**
 * The readers of the benchmarks' own lists of pairs, and of MATLAB files: the name of each, valid files to begin from, and what
 * reads one, which resolves, or rejects with the error that a user would see.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { parseAgedbMat } from '../../dist/datasets/formats/agedb-mat.js';
import { parseCfpList, parseCfpSplit } from '../../dist/datasets/formats/cfp-lists.js';
import { parseIjbFaces } from '../../dist/datasets/formats/ijb-faces.js';
import { ijbTableTemplates } from '../../dist/datasets/formats/ijb-tables.js';
import {
  parseMegafaceList,
  parseMegafaceNoises,
} from '../../dist/datasets/formats/megaface-lists.js';
import { parseGalleryTable } from '../../dist/datasets/formats/gallery-table.js';
import { parseIjbDetector } from '../../dist/datasets/formats/ijb-detector.js';
import { parseIjbMedia } from '../../dist/datasets/formats/ijb-media.js';
import { parseIjbPairs } from '../../dist/datasets/formats/ijb-pairs.js';
import { wideScores } from '../../dist/kernels/detector-scores.js';
import { widePairs } from '../../dist/kernels/template-pairs.js';
import { parseIjbSubjects } from '../../dist/datasets/formats/ijb-subjects.js';
import {
  parseView1,
  parseView2,
  parseWithoutHeader,
} from '../../dist/datasets/formats/lfw-pairs.js';
import { MAGFACE_LIST, OWN_LIST, parsePairList } from '../../dist/datasets/formats/pair-list.js';
import {
  parseLabelledPairs,
  parsePersonPairs,
} from '../../dist/datasets/formats/two-line-pairs.js';
import { parseTinyfaceMat } from '../../dist/datasets/formats/tinyface-mat.js';
import { readMat } from '../../dist/files/mat-file.js';
import { linesOf } from '../../dist/files/text-lines.js';

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures');
const FILE = 'fuzzed';

const fixture = (...path) => readFileSync(join(FIXTURES, ...path));
const protocol = (...path) => fixture('protocols', ...path);

/** A reader of text, which must take every line before it has read the file. */
const text = (name, valid, parse) => ({
  name,
  valid,
  read: async (bytes) => Array.from(parse(linesOf([bytes], FILE), FILE)),
});

const frontal = protocol('cfp-fp', 'Protocol', 'Pair_list_F.txt');
const profile = protocol('cfp-fp', 'Protocol', 'Pair_list_P.txt');
const [left, right] = [frontal, profile].map((bytes) => parseCfpList(linesOf([bytes], FILE), FILE));
const split = (fold, name) => protocol('cfp-fp', 'Protocol', 'Split', 'FP', fold, name);

const agedb = protocol('agedb-30', '04_FINAL_protocol_30_years.mat');
/** The same without compression, where a changed byte is a changed byte. */
const plainAgedb = Buffer.concat([agedb.subarray(0, 128), inflateSync(agedb.subarray(136))]);
/** A MATLAB file of several compressed variables without compression. */
function unpacked(file) {
  const parts = [file.subarray(0, 128)];
  for (let at = 128; at < file.length;) {
    const size = file.readUInt32LE(at + 4);
    parts.push(inflateSync(file.subarray(at + 8, at + 8 + size)));
    at += 8 + size;
  }
  return Buffer.concat(parts);
}
const packed = protocol('tinyface', 'probe_img_ID_pairs.mat');
const tinyface = [packed, unpacked(packed)];
const arrays = readdirSync(join(FIXTURES, 'mat'))
  .filter((name) => ['plain.mat', 'compressed.mat'].includes(name))
  .map((name) => fixture('mat', name));

const ijb = (name) => fixture('ijbc', 'meta', `ijbc_${name}`);
const { templates, pictures } = parseIjbMedia([ijb('face_tid_mid.txt')], FILE);

export const PAIR_READERS = [
  text(
    'lfw-view2',
    [protocol('lfw', 'pairs.txt'), protocol('xqlfw', 'xqlfw_pairs.txt')],
    parseView2,
  ),
  text('lfw-view1', [protocol('lfw-view1', 'pairsDevTest.txt')], (lines, file) =>
    parseView1(lines, file, 1),
  ),
  text('rfw', [protocol('rfw-asian', 'txts', 'Asian', 'Asian_pairs.txt')], parseWithoutHeader),
  text(
    'calfw-cplfw',
    [protocol('calfw', 'pairs_CALFW.txt'), protocol('cplfw', 'pairs_CPLFW.txt')],
    parseLabelledPairs,
  ),
  text('sllfw', [protocol('sllfw', 'pair_SLLFW.txt')], parsePersonPairs),
  text('cfp-list', [frontal, profile], parseCfpList),
  text('cfp-same', [split('01', 'same.txt'), split('02', 'same.txt')], (lines, file) =>
    parseCfpSplit(lines, file, true, left, right),
  ),
  text('pairs', [protocol('pairs', 'pairs.csv')], (lines, file) =>
    parsePairList(lines, file, OWN_LIST),
  ),
  text('magface-list', [protocol('magface-list', 'pair.list')], (lines, file) =>
    parsePairList(lines, file, MAGFACE_LIST),
  ),
  {
    name: 'ijb-media',
    valid: [ijb('face_tid_mid.txt')],
    read: async (bytes) => parseIjbMedia([bytes], FILE),
  },
  {
    name: 'ijb-pairs',
    valid: [ijb('template_pair_label.txt')],
    read: async (bytes) => parseIjbPairs([bytes], FILE, templates),
  },
  {
    name: 'ijb-pairs-wide',
    valid: [ijb('template_pair_label.txt')],
    read: async (bytes) => parseIjbPairs([bytes], FILE, templates, { usual: widePairs }),
  },
  {
    name: 'ijb-detector',
    valid: [ijb('name_5pts_score.txt')],
    read: async (bytes) => parseIjbDetector([bytes], FILE, pictures),
  },
  {
    name: 'ijb-detector-wide',
    valid: [ijb('name_5pts_score.txt')],
    read: async (bytes) => parseIjbDetector([bytes], FILE, pictures, wideScores),
  },
  {
    name: 'ijb-subjects',
    valid: [ijb('1N_gallery_G1.csv'), ijb('1N_probe_mixed.csv')],
    read: async (bytes) => parseIjbSubjects([bytes], FILE),
  },
  {
    name: 'ijb-faces',
    valid: ['1N_gallery_G1', '1N_probe_mixed', '11_covariate_probe_reference'].map((name) =>
      fixture('nist', 'protocols', `ijbc_${name}.csv`),
    ),
    read: async (bytes) => ijbTableTemplates([parseIjbFaces(linesOf([bytes], FILE), FILE)]),
  },
  {
    name: 'megaface-list',
    valid: ['facescrub_features_list.json', 'megaface_features_list.json_10_1'].map((name) =>
      fixture('megaface', 'templatelists', name),
    ),
    read: async (bytes) => parseMegafaceList(bytes, FILE, false),
  },
  text('megaface-noises', [fixture('megaface', 'megaface_noises.txt')], parseMegafaceNoises),
  { name: 'mat', valid: arrays, read: async (bytes) => readMat(bytes, FILE) },
  {
    name: 'agedb-30',
    valid: [agedb, plainAgedb],
    read: async (bytes) => parseAgedbMat(readMat(bytes, FILE), FILE),
  },
  {
    name: 'tinyface',
    valid: tinyface,
    read: async (bytes) => parseTinyfaceMat(readMat(bytes, FILE), 'probe', FILE),
  },
  text(
    'galleries',
    ['gallery.csv', 'probes.csv'].map((name) => protocol('galleries', name)),
    parseGalleryTable,
  ),
];
