import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { npyHeader } from '../../dist/files/npy-header.js';

const BLOCK = 1 << 22;
const LONGEST_LINE = 32;

/** Where ArcFace's template has eyes, nose and mouth in 112x112 pixels. */
const POINTS = [38.29, 51.7, 73.53, 51.5, 56.03, 71.74, 41.55, 92.37, 70.73, 92.2];

/** Share of the persons in gallery G1: 1,772 of IJB-C's 3,531. */
const FIRST_GALLERY = 1772 / 3531;

/** Template `t` is called `t + 1` in the files, picture `p` is called `p + 1`. */
export const PREFIX = 'ijbc';

/** `meta/` as InsightFace packs it, and the tables of galleries and probes, by NIST's columns. */
export function writeTables(root, templates, magnitudes, random) {
  const { persons, count, personOf, mediaOf, picturesOf } = templates;
  const meta = join(root, 'meta');
  mkdirSync(meta, { recursive: true });
  const file = (name) => join(meta, `${PREFIX}_${name}`);
  const pictures = function* (from, to, line) {
    for (let t = from; t < to; t++) {
      for (let m = mediaOf[t]; m < mediaOf[t + 1]; m++) {
        for (let p = picturesOf[m]; p < picturesOf[m + 1]; p++) yield line(p, t, m);
      }
    }
  };
  writeLines(
    file('face_tid_mid.txt'),
    pictures(0, count, (p, t, m) => `${p + 1}.jpg ${t + 1} ${m + 1}\n`),
  );
  writeLines(
    file('name_5pts_score.txt'),
    pictures(0, count, (p) => {
      const points = POINTS.map((at) => (at + 1.5 * random.normal()).toFixed(3)).join(' ');
      const score = 1 / (1 + Math.exp((8 - magnitudes[p]) / 4));
      return `${p + 1}.jpg ${points} ${score.toFixed(7)}\n`;
    }),
  );
  const half = Math.round(persons * FIRST_GALLERY);
  const tables = {
    gallery_G1: [0, half],
    gallery_G2: [half, persons],
    probe_mixed: [persons, count],
  };
  for (const [name, [from, to]] of Object.entries(tables)) {
    const lines = pictures(from, to, (p, t) => `${t + 1},${personOf[t] + 1},img/${p + 1}.jpg\n`);
    writeLines(file(`1N_${name}.csv`), lines, 'TEMPLATE_ID,SUBJECT_ID,FILENAME\n');
  }
}

/** Lines `1 11065 1`. */
export function writeComparisons(root, { left, right, genuine }) {
  const path = join(root, 'meta', `${PREFIX}_template_pair_label.txt`);
  const file = openSync(path, 'w');
  const bytes = Buffer.alloc(BLOCK);
  let at = 0;
  for (let k = 0; k < left.length; k++) {
    if (at > BLOCK - LONGEST_LINE) {
      writeSync(file, bytes, 0, at);
      at = 0;
    }
    at = writeNumber(bytes, at, left[k] + 1);
    bytes[at++] = 32;
    at = writeNumber(bytes, at, right[k] + 1);
    bytes[at++] = 32;
    bytes[at++] = 48 + genuine[k];
    bytes[at++] = 10;
  }
  writeSync(file, bytes, 0, at);
  closeSync(file);
}

/** `embeddings.npy` of float32 rows: what `fill` hands to its argument. */
export function writeMatrix(root, rows, dim, fill) {
  const file = openSync(join(root, 'embeddings.npy'), 'w');
  writeSync(file, npyHeader('<f4', [rows, dim]));
  fill((values) => {
    writeSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  });
  closeSync(file);
}

function writeLines(path, lines, head = '') {
  const file = openSync(path, 'w');
  let text = head;
  for (const line of lines) {
    text += line;
    if (text.length < BLOCK) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
}

/** The digits of a whole number from `at` on; the place behind them. */
function writeNumber(bytes, at, value) {
  let end = at + 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end++;
  for (let i = end - 1, rest = value; i >= at; i--, rest = Math.floor(rest / 10)) {
    bytes[i] = 48 + (rest % 10);
  }
  return end;
}
