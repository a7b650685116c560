/**
 * What scores and their order cost at IJB-C's size, beside the plain way to the same bytes: cosines in TypeScript, one comparison
 * after the other on one thread, and the engine's own sort. Medians of RUNS in one process, in turn.
 *
 * Usage: npm run build && node bench/kernels.js [COMPARISONS] [RUNS]
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { scoredByThreads } from '../dist/kernels/comparison-scores.js';
import { cosines } from '../dist/metrics/cosines.js';
import { sortScores } from '../dist/metrics/sort-scores.js';
import { usableThreads } from '../dist/threads.js';

const [TEMPLATES, GALLERY, DIM] = [23_124, 3531, 512];

const count = Number(process.argv[2] ?? 15_658_489);
const runs = Number(process.argv[3] ?? 3);
const random = xoroshiro128plus(1);
const directions = new Float32Array(TEMPLATES * DIM);
for (let i = 0; i < directions.length; i++) directions[i] = (uniformFloat64(random) - 0.5) / 6.5;
const left = new Uint32Array(count);
const right = new Uint32Array(count);
for (let k = 0; k < count; k++) {
  left[k] = Math.floor((k / count) * GALLERY);
  right[k] = uniformInt(random, GALLERY, TEMPLATES - 1);
}

const scores = cosines(directions, DIM, left, right);
const WORK = [
  [
    'cosines',
    () => scoredByThreads({ directions, dim: DIM, left, right }, usableThreads()),
    () => cosines(directions, DIM, left, right),
  ],
  ['sort', () => sortScores(scores.slice()), () => scores.slice().sort()],
];
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bytesOf = (values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

console.log(`${count} comparisons of ${TEMPLATES} templates, medians of ${runs} runs`);
for (const [name, ours, plain] of WORK) {
  const times = [[], []];
  const results = [];
  for (let run = 0; run < runs; run++) {
    for (const [i, work] of [ours, plain].entries()) {
      const began = performance.now();
      results[i] = await work();
      times[i].push((performance.now() - began) / 1000);
    }
  }
  const same = bytesOf(results[0]).equals(bytesOf(results[1])) ? 'same bytes' : 'OTHER BYTES';
  const [own, peer] = times.map(median);
  console.log(
    `${name.padEnd(8)} ${own.toFixed(2).padStart(6)} s  plain ${peer.toFixed(2).padStart(6)} s  ${(peer / own).toFixed(1)} times  ${same}`,
  );
}
