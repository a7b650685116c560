// Draws the pictures of the demonstration.
//
//   node scripts/demo/draw.js train FOLDER [PEOPLE]   pixels.npy (uint8, N x 112 x 112 x 3) and labels.npy (int32, N) to learn from
//   node scripts/demo/draw.js test                    fixtures/demo: images/, images.csv, pairs.txt
//   node scripts/demo/draw.js sheet FILE.png          a look at the first people of the test set
//
// MAGFACE_DIST names another folder than dist/ for the compiled sources.
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const dist = path.resolve(process.env.MAGFACE_DIST ?? path.join(root, 'dist'));
const set = await import(pathToFileURL(path.join(dist, 'synthetic', 'demo-set.js')).href);
const AT_ONCE = 2 * availableParallelism();

const [what, target, people] = process.argv.slice(2);
if (what === 'train' && target)
  await train(path.resolve(target), Number(people ?? set.TRAINING.count));
else if (what === 'test') await test(path.join(root, 'fixtures', 'demo'));
else if (what === 'sheet' && target) await sheet(target);
else {
  console.error('usage: node scripts/demo/draw.js train FOLDER [PEOPLE] | test | sheet FILE.png');
  process.exitCode = 2;
}

/** Calls `work` on 0..count-1, several at once, and `done` on the answers in order. */
async function inOrder(count, work, done) {
  for (let first = 0; first < count; first += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - first);
    for (const answer of await Promise.all(Array.from({ length: size }, (_, i) => work(first + i))))
      await done(answer);
  }
}

function npyHeader(descr, shape) {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const header = Buffer.alloc(10 + padded.length);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(padded.length, 8);
  header.write(padded, 10, 'latin1');
  return header;
}

async function train(folder, count) {
  const { TRAINING, drawSteps, drawPixels } = set;
  await mkdir(folder, { recursive: true });
  const total = count * TRAINING.pictures;
  const file = createWriteStream(path.join(folder, 'pixels.npy'));
  file.write(npyHeader('|u1', [total, 112, 112, 3]));
  const labels = new Int32Array(total).map((_, i) => Math.floor(i / TRAINING.pictures));
  let drawn = 0;
  await inOrder(
    total,
    (i) => {
      const seed = TRAINING.firstSeed + labels[i];
      const index = i % TRAINING.pictures;
      return drawPixels(seed, index, drawSteps(TRAINING, seed, index));
    },
    async ({ data }) => {
      if (!file.write(data)) await once(file, 'drain');
      if (++drawn % 5000 === 0) console.error(`${drawn} of ${total}`);
    },
  );
  file.end();
  await once(file, 'finish');
  await writeFile(
    path.join(folder, 'labels.npy'),
    Buffer.concat([npyHeader('<i4', [total]), Buffer.from(labels.buffer)]),
  );
}

async function test(folder) {
  const { TEST, testSteps, drawPicture, picturePath, imagesCsv, pairsText } = set;
  await rm(path.join(folder, 'images'), { recursive: true, force: true });
  let bytes = 0;
  await inOrder(
    TEST.count * TEST.pictures,
    async (i) => {
      const number = Math.floor(i / TEST.pictures);
      const index = i % TEST.pictures;
      const seed = TEST.firstSeed + number;
      return [picturePath(number, index), await drawPicture(seed, index, testSteps(seed, index))];
    },
    async ([name, file]) => {
      const to = path.join(folder, 'images', name);
      await mkdir(path.dirname(to), { recursive: true });
      await writeFile(to, file);
      bytes += file.length;
    },
  );
  await writeFile(path.join(folder, 'images.csv'), imagesCsv());
  await writeFile(path.join(folder, 'pairs.txt'), pairsText());
  console.error(`${TEST.count * TEST.pictures} pictures, ${bytes} bytes`);
}

async function sheet(file) {
  const { TEST, testSteps, drawPicture } = set;
  const [columns, rows] = [10, 6];
  const tiles = [];
  for (let i = 0; i < columns; i++)
    for (let k = 0; k < rows; k++) {
      const seed = TEST.firstSeed + i;
      tiles.push({
        input: Buffer.from(await drawPicture(seed, k, testSteps(seed, k))),
        left: i * 112,
        top: k * 112,
      });
    }
  await sharp({
    create: { width: columns * 112, height: rows * 112, channels: 3, background: 'white' },
  })
    .composite(tiles)
    .png()
    .toFile(file);
}
