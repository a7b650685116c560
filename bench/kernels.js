/**
 * What scores, their order and their operating points cost at IJB-C's size, beside the plain way to the same bytes: cosines in
 * TypeScript, one comparison after the other on one thread; the engine's own sort; a sweep of both classes sorted and merged. Medians of
 * RUNS in one process, in turn; seconds of wall time, and in brackets of processor time.
 *
 * Usage: npm run build && node bench/kernels.js [COMPARISONS] [RUNS]
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { scoredByThreads } from '../dist/kernels/comparison-scores.js';
import { wideBuckets } from '../dist/kernels/score-buckets.js';
import { cosines } from '../dist/metrics/cosines.js';
import { lowestAtMost } from '../dist/metrics/operating-point.js';
import { operatingPoints } from '../dist/metrics/operating-points.js';
import { sortScores } from '../dist/metrics/sort-scores.js';
import { mergedSweep, sweep } from '../dist/metrics/sweep.js';
import { usableThreads } from '../dist/threads.js';

const [TEMPLATES, GALLERY, DIM] = [23_124, 3531, 512];
/** One comparison in so many is genuine. */
const GENUINE = 801;
const FARS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

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

const genuine = Uint8Array.from(left, () => (uniformInt(random, 1, GENUINE) === 1 ? 1 : 0));
const scores = cosines(directions, DIM, left, right);
const columnsOf = (found) => [found.thresholds, found.genuineAccepted, found.impostorAccepted];
const numbersOf = (points) => [Float64Array.from(points.flatMap((point) => Object.values(point)))];
const WORK = [
  [
    'cosines',
    async () => [await scoredByThreads({ directions, dim: DIM, left, right }, usableThreads())],
    () => [cosines(directions, DIM, left, right)],
  ],
  ['sort', () => [sortScores(scores.slice())], () => [scores.slice().sort()]],
  [
    'sweep',
    () => columnsOf(sweep(scores, genuine, undefined, wideBuckets)),
    () => columnsOf(mergedSweep(scores, genuine)),
  ],
  [
    'TAR at six FARs',
    () => numbersOf(operatingPoints(scores, genuine, FARS)),
    () => {
      const swept = mergedSweep(scores, genuine);
      return numbersOf(FARS.map((far) => lowestAtMost(swept, far)));
    },
  ],
];
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);
const same = (some, others) => some.every((one, i) => bytesOf(one).equals(bytesOf(others[i])));

console.log(`${count} comparisons of ${TEMPLATES} templates, medians of ${runs} runs`);
for (const [name, ours, plain] of WORK) {
  const costs = [ours, plain].map(() => ({ wall: [], cpu: [] }));
  const results = [];
  for (let run = 0; run < runs; run++) {
    for (const [i, work] of [ours, plain].entries()) {
      const [began, before] = [performance.now(), process.cpuUsage()];
      results[i] = await work();
      const { user, system } = process.cpuUsage(before);
      costs[i].wall.push((performance.now() - began) / 1000);
      costs[i].cpu.push((user + system) / 1e6);
    }
  }
  const [own, peer] = costs.map(({ wall, cpu }) => ({ wall: median(wall), cpu: median(cpu) }));
  const told = ({ wall, cpu }) => `${wall.toFixed(2).padStart(6)} s (${cpu.toFixed(2)})`;
  console.log(
    `${name.padEnd(15)} ${told(own)}  plain ${told(peer)}  ${(peer.wall / own.wall).toFixed(1)} times  ${same(...results) ? 'same bytes' : 'OTHER BYTES'}`,
  );
}
