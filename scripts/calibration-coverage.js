/**
 * Tells how often the band of a calibration of quality holds the true chance of a failure, tenth by tenth of quality.
 * Usage: npm run build && node scripts/calibration-coverage.js [--benchmarks N]
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { failuresAt } from '../dist/metrics/failure-detection.js';
import { verificationInput } from '../dist/metrics/index.js';
import { calibration } from '../dist/metrics/quality-calibration.js';

const at = process.argv.indexOf('--benchmarks');
const BENCHMARKS = at === -1 ? 150 : Number(process.argv[at + 1]);
const DRAWS = 200;

/** Log odds of a failure: constant + slope * quality + a share of the person, normal with this deviation. */
const DESIGNS = [
  { comparisons: 3000, each: 2, constant: -6, slope: -1.3, deviation: 0 },
  { comparisons: 3000, each: 20, constant: -6, slope: -1.3, deviation: 0.7 },
  { comparisons: 3000, each: 2, constant: -3, slope: 0, deviation: 0 },
  { comparisons: 1000, each: 1, constant: -3, slope: -1, deviation: 0 },
];

const random = xoroshiro128plus(1);
const uniform = () => uniformFloat64(random);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const logistic = (x) => 1 / (1 + Math.exp(-x));

/** The chance of a failure at a quality, over all persons there could be. */
function truth({ constant, slope, deviation }, quality) {
  let [sum, weights] = [0, 0];
  for (let z = -4; z <= 4; z += 0.05) {
    const weight = Math.exp((-z * z) / 2);
    sum += weight * logistic(constant + slope * quality + deviation * z);
    weights += weight;
  }
  return sum / weights;
}

for (const design of DESIGNS) {
  const { comparisons, each, constant, slope, deviation } = design;
  const held = Array.from({ length: 10 }, () => [0, 0]);
  for (let benchmark = 0; benchmark < BENCHMARKS; benchmark++) {
    const quality = Float64Array.from({ length: comparisons }, normal);
    const person = Uint32Array.from(quality, (_, k) => Math.floor(k / each));
    const count = Math.ceil(comparisons / each);
    const own = Float64Array.from({ length: count }, () => deviation * normal());
    const scores = quality.map((q, k) =>
      uniform() < logistic(constant + slope * q + own[person[k]]) ? 0 : 1,
    );
    const input = verificationInput(
      {
        scores,
        genuine: new Uint8Array(comparisons).fill(1),
        fold: new Uint16Array(comparisons),
        testFolds: [],
        persons: { left: person, right: person, count, inferred: false },
      },
      { seed: benchmark + 1 },
    );
    const { columns } = calibration(failuresAt(input, quality, 0.5), {}, { draws: DRAWS });
    columns.quality.forEach((q, i) => {
      const chance = truth(design, q);
      const tenth = held[Math.floor((10 * i) / columns.quality.length)];
      tenth[0] += chance >= columns.low[i] && chance <= columns.high[i] ? 1 : 0;
      tenth[1] += 1;
    });
  }
  const share = ([hits, total]) => (hits / total).toFixed(3);
  const all = held.reduce(([a, b], [c, d]) => [a + c, b + d]);
  console.log(JSON.stringify(design), `all ${share(all)}, by tenth ${held.map(share).join(' ')}`);
}
