/**
 * Reads texts made of the pieces of files of landmarks, sound ones damaged, and noise: every outcome is landmarks or an error
 * that is shown to users (an E_ code, the file and, where there is one, the line), within two seconds. Ends with 1 where one is not.
 *
 *   npm run build && node scripts/fuzz-landmarks.js [RUNS] [SEED]
 */
import fc from 'fast-check';
import { FormatError } from '../dist/errors.js';
import {
  ARCFACE_TEMPLATE,
  inverseOf,
  similarityTransform,
} from '../dist/inference/similarity-transform.js';
import { warp } from '../dist/inference/warp.js';
import { pointsOf, readLandmarks } from '../dist/landmarks/index.js';

const SLOWEST = 2000;
const [runs = '100000', seed = '1'] = process.argv.slice(2);

const NAMES = 'path,x1,y1,x2,y2,x3,y3,x4,y4,x5,y5';
const LIST = 'a/1.jpg 101.15 110.73 142.63 108.90 134.22 133.25 111.00 159.22 140.98 157.78 0.9998';
const pieces = fc.constantFrom(
  ...[
    'a.jpg',
    'b c.jpg',
    '1',
    '-2.5',
    '65535',
    '1e5',
    '1e999',
    'nan',
    '0x1',
    '',
    ' ',
    '\t',
    '"',
    '""',
  ],
  ...['path', 'x1', 'left_eye_x', ',', ';', '\r\n', '\n', '\r', '\u00a0', '\ufeff', '\0', '\u202e'],
  ...[NAMES, LIST, '1 2 3 4 5 6 7 8 9 10'],
);
const joined = (by) => fc.array(pieces, { maxLength: 60 }).map((some) => some.join(by));
const text = fc.oneof(
  joined(''),
  joined(' '),
  joined(',').map((rest) => `${NAMES}\n${rest}`),
  joined(' ').map((rest) => `${LIST}\n${rest}`),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  text.map((some) => Buffer.from(some)),
  fc.tuple(text, fc.nat(400), fc.nat(255)).map(([some, at, byte]) => {
    const damaged = Buffer.from(some);
    if (at < damaged.length) damaged[at] = byte;
    return damaged;
  }),
);

const seen = new Map();
const count = (what) => seen.set(what, (seen.get(what) ?? 0) + 1);
const face = { width: 7, height: 5, data: new Uint8Array(105).fill(200) };

const outcome = fc.check(
  fc.property(bytes, fc.nat(300), (some, cut) => {
    const began = performance.now();
    try {
      const table = readLandmarks([some.subarray(0, cut), some.subarray(cut)], 'l.txt');
      count('landmarks');
      table.pictures.forEach((_, entry) => {
        const similarity = similarityTransform(pointsOf(table, entry), ARCFACE_TEMPLATE);
        if (similarity !== undefined) warp(face, inverseOf(similarity), 8);
      });
    } catch (error) {
      if (!(error instanceof FormatError) || !/^E_(LANDMARKS|TEXT)_[A-Z]+$/.test(error.code))
        throw error;
      if (error.position.line === undefined && error.code !== 'E_LANDMARKS_EMPTY') throw error;
      count(error.code);
    }
    if (performance.now() - began > SLOWEST) throw new Error('too slow');
  }),
  { numRuns: Number(runs), seed: Number(seed) },
);
for (const [what, times] of [...seen].sort()) console.log(`${what.padEnd(24)} ${times}`);
console.log(
  outcome.failed ? fc.defaultReportMessage(outcome) : `${outcome.numRuns} inputs, none got through`,
);
process.exitCode = outcome.failed ? 1 : 0;
