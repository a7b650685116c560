/**
 * Draws the pictures of the demonstration.
 * Usage: npm run build && node scripts/demo/draw.js training|validation FOLDER
 *                         node scripts/demo/draw.js test FOLDER
 *
 * `test` writes FOLDER/images, FOLDER/images.csv, FOLDER/persons.csv and FOLDER/pairs.txt: fixtures/demo was made so. The other two draw persons
 * for train.py, who are not in the test set; they write FOLDER/SET.u8 (pictures x 112 x 112 x 3 bytes, RGB) and FOLDER/SET.json (how many persons, how many pictures of
 * each, and for each picture the kind and level of its degradation).
 */
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pMapIterable } from 'p-map';
import { DARKNESS, degrade, DEGRADATIONS } from '../../dist/synthetic/degrade.js';
import { PERSONS, portrait } from '../../dist/synthetic/portrait.js';
import { chance } from '../../dist/synthetic/random.js';
import {
  imagesTable,
  pairsProtocol,
  personsTable,
  testFile,
  testPictures,
} from '../../dist/synthetic/test-set.js';

const PICTURES_EACH = 12;
const DEGRADED_SHARE = 0.6;
const TWICE_SHARE = 0.3;
/** What the model learns from: every kind it is measured on, and darkness after the first three. */
const KINDS = [...DEGRADATIONS.slice(0, 3), DARKNESS, ...DEGRADATIONS.slice(3)];

const [set, folder] = process.argv.slice(2);
if (set === 'test' && folder) await drawTest();
else if ((set === 'training' || set === 'validation') && folder) await drawRaw(PERSONS[set]);
else {
  console.error('usage: node scripts/demo/draw.js training|validation|test FOLDER');
  process.exitCode = 2;
}

async function drawTest() {
  await rm(join(folder, 'images'), { recursive: true, force: true });
  let bytes = 0;
  for (const picture of testPictures()) {
    const path = join(folder, 'images', picture.path);
    await mkdir(dirname(path), { recursive: true });
    const file = await testFile(picture);
    await writeFile(path, file);
    bytes += file.length;
  }
  await writeFile(join(folder, 'images.csv'), imagesTable());
  await writeFile(join(folder, 'persons.csv'), personsTable());
  await writeFile(join(folder, 'pairs.txt'), pairsProtocol());
  console.error(`${testPictures().length} pictures, ${bytes} bytes`);
}

/** A picture of the training mix: as drawn, degraded once, or degraded twice. */
async function draw(k, first) {
  const person = first + Math.floor(k / PICTURES_EACH);
  const index = k % PICTURES_EACH;
  let picture = await portrait(person, index);
  const { happens, pick, uniform } = chance(41, person, index);
  const steps = !happens(DEGRADED_SHARE) ? 0 : happens(TWICE_SHARE) ? 2 : 1;
  const labels = [];
  for (let step = 0; step < steps; step++) {
    const kind = pick(KINDS);
    const level = 1 + Math.floor(uniform() * kind.levels.length);
    picture = await degrade(kind, picture, level, person * 64 + index * 2 + step);
    labels.push(`${kind.name}-${level}`);
  }
  return { data: picture.data, label: labels.join('+') || 'clean' };
}

async function drawRaw({ first, count }) {
  const total = count * PICTURES_EACH;
  const labels = [];
  const file = await open(join(folder, `${set}.u8`), 'w');
  for await (const { data, label } of pMapIterable(Array(total).keys(), (k) => draw(k, first), {
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
}
