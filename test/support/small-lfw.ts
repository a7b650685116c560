import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './run-cli.js';
import { pattern, png } from './faces.js';

export const PERSONS = ['Ada_A', 'Ben_B', 'Cyd_C', 'Dan_D'];
const EACH = 3;

/** LFW's grammar in small: two folds of three genuine and three impostor comparisons. */
export const PAIRS = [
  '2\t3',
  'Ada_A\t1\t2',
  'Ada_A\t1\t3',
  'Ben_B\t1\t2',
  'Ada_A\t1\tBen_B\t1',
  'Ada_A\t2\tBen_B\t3',
  'Ada_A\t3\tBen_B\t2',
  'Cyd_C\t1\t2',
  'Cyd_C\t2\t3',
  'Dan_D\t1\t3',
  'Cyd_C\t1\tDan_D\t1',
  'Cyd_C\t2\tDan_D\t2',
  'Cyd_C\t3\tDan_D\t3',
];

/** A model of a few hundred bytes whose vector is 48 means of the picture. */
export const MODEL = join(PROJECT, 'fixtures', 'models', 'means.onnx');

/** Writes the protocol and its twelve pictures, no two alike, into `folder`. */
export async function writeSmallLfw(folder: string): Promise<void> {
  writeFileSync(join(folder, 'pairs.txt'), `${PAIRS.join('\n')}\n`);
  for (const [p, person] of PERSONS.entries()) {
    mkdirSync(join(folder, person));
    for (let i = 1; i <= EACH; i++) {
      // Blocks of one brightness, so that the means differ from picture to picture.
      const pixels = Uint8Array.from(pattern(1), (value, k) => {
        const block = Math.floor(k / 3 / 112 / 28) * 4 + Math.floor((Math.floor(k / 3) % 112) / 28);
        return (value >> 3) + (((block * (p + 2) * 37 + i * block * 5 + p * 50) % 200) & 0xff);
      });
      writeFileSync(join(folder, person, `${person}_000${i}.png`), await png(Buffer.from(pixels)));
    }
  }
}
