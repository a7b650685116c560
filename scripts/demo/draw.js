/**
 * Draws the persons of the training or the validation set as one raw file for train.py.
 * Usage: npm run build && node scripts/demo/draw.js training|validation FOLDER
 *
 * Writes FOLDER/SET.u8 (pictures x 112 x 112 x 3 bytes, RGB) and FOLDER/SET.json (how many persons, how many pictures of
 * each, and for each picture the kind and level of its degradation).
 */
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pMapIterable } from 'p-map';
import { degrade, DEGRADATIONS } from '../../dist/synthetic/degrade.js';
import { PERSONS, portrait } from '../../dist/synthetic/portrait.js';
import { chance } from '../../dist/synthetic/random.js';

const PICTURES_EACH = 12;
const DEGRADED_SHARE = 0.6;
const TWICE_SHARE = 0.3;

const [set, folder] = process.argv.slice(2);
const { first, count } = PERSONS[set];

/** A picture of the training mix: as drawn, degraded once, or degraded twice. */
async function draw(k) {
  const person = first + Math.floor(k / PICTURES_EACH);
  const index = k % PICTURES_EACH;
  let picture = await portrait(person, index);
  const { happens, pick, uniform } = chance(41, person, index);
  const steps = !happens(DEGRADED_SHARE) ? 0 : happens(TWICE_SHARE) ? 2 : 1;
  const labels = [];
  for (let step = 0; step < steps; step++) {
    const kind = pick(DEGRADATIONS);
    const level = 1 + Math.floor(uniform() * kind.levels.length);
    picture = await degrade(kind, picture, level, person * 64 + index * 2 + step);
    labels.push(`${kind.name}-${level}`);
  }
  return { data: picture.data, label: labels.join('+') || 'clean' };
}

const total = count * PICTURES_EACH;
const labels = [];
const file = await open(join(folder, `${set}.u8`), 'w');
for await (const { data, label } of pMapIterable(Array(total).keys(), draw, {
  concurrency: 8,
  backpressure: 64,
})) {
  await file.writeFile(data);
  labels.push(label);
  if (labels.length % 5000 === 0) console.error(`${labels.length} of ${total}`);
}
await file.close();
await writeFile(
  join(folder, `${set}.json`),
  JSON.stringify({ persons: count, each: PICTURES_EACH, labels }),
);
