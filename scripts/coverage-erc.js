/**
 * How often the intervals of error-versus-reject curves hold the truth, by simulation: benchmarks are drawn from a population
 * of persons and pictures, each is measured as `magface erc` does, and held against a benchmark of millions of comparisons.
 *
 * A picture's quality has a part of its person's own; the worse quality of two lowers a genuine score, and spreads impostors'.
 *
 * Usage: npm run build && node scripts/coverage-erc.js [--benchmarks 400] [--draws 400] [--design pairs] [--json]
 */
import { parseArgs } from 'node:util';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { partialArea } from '../dist/metrics/erc/area.js';
import { ercIntervals } from '../dist/metrics/erc/band.js';
import { drawErcs } from '../dist/metrics/erc/draws.js';
import { errorVersusReject } from '../dist/metrics/erc/error-versus-reject.js';
import { ercAt, stepAt } from '../dist/metrics/erc/reject-curve.js';
import { ISO_RULE } from '../dist/metrics/erc/rule.js';
import { wilson } from '../dist/metrics/intervals.js';
import { central } from '../dist/metrics/quantile.js';
import { verificationInput } from '../dist/metrics/index.js';
import { DESIGNS } from './coverage.js';

const FMR = 1e-2;
const DISCARDS = [0, 0.1, 0.2, 0.5, 0.8];
const LIMITS = [0.2, 0.5];
const RULE = { ...ISO_RULE, start: { kind: 'fmr', value: FMR } };

function drawing(seed) {
  const random = xoroshiro128plus(seed);
  const below = (n) => uniformInt(random, 0, n - 1);
  return {
    below,
    normal: () =>
      Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) *
      Math.cos(2 * Math.PI * uniformFloat64(random)),
    two: (n) => {
      const first = below(n);
      return [first, (first + 1 + below(n - 1)) % n];
    },
  };
}

/** The comparisons of `pairs` among `persons`, each side a picture of its own. */
function benchmark(pairs, persons, draw) {
  const own = (spread) => Float64Array.from({ length: persons }, () => spread * draw.normal());
  const [kept, met, fine] = [own(0.08), own(0.05), own(0.6)];
  const count = pairs.length;
  const values = new Float64Array(2 * count);
  const scores = new Float64Array(count);
  pairs.forEach(([a, b], k) => {
    values[2 * k] = fine[a] + 0.8 * draw.normal();
    values[2 * k + 1] = fine[b] + 0.8 * draw.normal();
    const worse = Math.min(values[2 * k], values[2 * k + 1]);
    scores[k] =
      a === b
        ? 0.5 + 0.06 * worse + kept[a] + 0.08 * draw.normal()
        : met[a] + met[b] + 0.07 * draw.normal();
  });
  const input = {
    scores,
    genuine: Uint8Array.from(pairs, ([a, b]) => (a === b ? 1 : 0)),
    fold: new Uint16Array(count),
    testFolds: [],
    persons: {
      left: Uint32Array.from(pairs, ([a]) => a),
      right: Uint32Array.from(pairs, ([, b]) => b),
      count: persons,
      inferred: false,
    },
  };
  const quality = {
    name: 'quality',
    values,
    left: Uint32Array.from(pairs, (_, k) => 2 * k),
    right: Uint32Array.from(pairs, (_, k) => 2 * k + 1),
  };
  return { input, quality };
}

/** The curve and areas of the whole population: persons that are met once or twice in a million comparisons of each class. */
function truth(seed) {
  const draw = drawing(seed);
  const persons = 1_000_000;
  const pairs = Array.from({ length: 2 * persons }, (_, i) =>
    i < persons ? [i, i] : draw.two(persons),
  );
  const { input, quality } = benchmark(pairs, persons, draw);
  const { curve } = errorVersusReject(verificationInput(input), quality, RULE);
  return {
    errors: DISCARDS.map((at) => ercAt(curve, at)),
    areas: LIMITS.map((limit) => partialArea(curve, limit)),
  };
}

/** How often each way of making an interval held the truth: shares by design, by what and by way. */
export function coverage({ benchmarks, draws, designs, seed }) {
  const known = truth(seed);
  const sums = new Map();
  const note = (design, what, way, { low, high }, value) => {
    if (Number.isNaN(low)) return;
    const key = `${design} | ${what} | ${way}`;
    const sum = sums.get(key) ?? { held: 0, count: 0, width: 0 };
    sum.held += low <= value && value <= high ? 1 : 0;
    sum.count += 1;
    sum.width += high - low;
    sums.set(key, sum);
  };
  const draw = drawing(seed + 1);
  for (const design of designs) {
    for (let i = 0; i < benchmarks; i++) {
      const { input: set, quality } = benchmark(design.compare(draw), design.persons, draw);
      const input = verificationInput(set, { seed: i });
      const { curve } = errorVersusReject(input, quality, RULE);
      const drawn = drawErcs(input, [quality], [curve], RULE, { limits: LIMITS, draws }).drawn[0];
      const { band, areas } = ercIntervals(input, quality, curve, RULE, drawn, LIMITS);
      DISCARDS.forEach((at, d) => {
        const grid = Math.round(100 * at);
        const step = stepAt(curve.discard, at);
        const what = `error at ${at}`;
        note(design.name, what, 'band', band[grid], known.errors[d]);
        note(design.name, what, 'quantiles', central(drawn.errors[grid]), known.errors[d]);
        const counts = wilson(curve.errors[step], curve.kept[step]);
        note(design.name, what, 'counts', counts, known.errors[d]);
      });
      LIMITS.forEach((limit, l) => {
        const what = `area to ${limit}`;
        note(design.name, what, 'quantiles', central(drawn.areas[l]), known.areas[l]);
        note(design.name, what, 'band', areas[l], known.areas[l]);
      });
    }
  }
  return { known, sums };
}

const WAYS = ['band', 'quantiles', 'counts'];

/** The shares as a Markdown table, a line for each design and what was told. */
function table(sums) {
  const lines = [...new Set([...sums.keys()].map((key) => key.replace(/ \| \w+$/, '')))];
  const cell = (line, way) => {
    const sum = sums.get(`${line} | ${way}`);
    return sum === undefined ? '' : `${((100 * sum.held) / sum.count).toFixed(1)} %`;
  };
  return [
    `| design | | ${WAYS.join(' | ')} |`,
    `| --- | --- | ${WAYS.map(() => '---:').join(' | ')} |`,
    ...lines.map((line) => `| ${line} | ${WAYS.map((way) => cell(line, way)).join(' | ')} |`),
  ].join('\n');
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      benchmarks: { type: 'string', default: '400' },
      draws: { type: 'string', default: '400' },
      design: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const { known, sums } = coverage({
    benchmarks: Number(values.benchmarks),
    draws: Number(values.draws),
    designs: DESIGNS.filter(({ name }) => values.design === undefined || name === values.design),
    seed: Number(values.seed),
  });
  if (values.json) {
    console.log(JSON.stringify(Object.fromEntries(sums), null, 2));
  } else {
    console.log(`truth: errors ${known.errors.join(' ')}, areas ${known.areas.join(' ')}\n`);
    console.log(table(sums));
  }
}
