/**
 * How often a trend of errors with quality is found where there is none, by simulation: qualities and scores each have a part of
 * their persons' own, but know nothing of each other. p is right where the share of p below any level is that level.
 *
 * Usage: npm run build && node scripts/trend-null.js [--benchmarks 2000] [--design pairs] [--seed 1] [--json]
 */
import { parseArgs } from 'node:util';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { errorTrend, midranks } from '../dist/metrics/error-trend.js';
import { ownQuality } from '../dist/metrics/judged-quality.js';
import { largestRise } from '../dist/metrics/largest-rise.js';
import { bandsOf } from '../dist/metrics/quality-bands.js';
import { qualityErrors } from '../dist/metrics/quality-errors.js';
import { verificationInput } from '../dist/metrics/verification-input.js';
import { DESIGNS } from './coverage.js';

const LEVELS = [0.01, 0.05, 0.1, 0.2, 0.5];
const THRESHOLD = { fnmr: 0.3, fmr: 0.12 };
const BANDS = 10;

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

/** A benchmark of `design` whose errors and qualities are both alike within persons, and have nothing to do with each other. */
function benchmark(design, draw) {
  const own = (spread) =>
    Float64Array.from({ length: design.persons }, () => spread * draw.normal());
  const [kept, met, good] = [own(0.1), own(0.05), own(1.5)];
  const pairs = design.compare(draw);
  return {
    scores: Float64Array.from(pairs, ([a, b]) =>
      a === b ? 0.45 + kept[a] + 0.1 * draw.normal() : met[a] + met[b] + 0.07 * draw.normal(),
    ),
    genuine: Uint8Array.from(pairs, ([a, b]) => (a === b ? 1 : 0)),
    quality: Float64Array.from(pairs, ([a, b]) =>
      Math.min(20 + good[a] + draw.normal(), 20 + good[b] + draw.normal()),
    ),
    fold: new Uint16Array(pairs.length),
    testFolds: [],
    persons: {
      left: Uint32Array.from(pairs, ([a]) => a),
      right: Uint32Array.from(pairs, ([, b]) => b),
      count: design.persons,
      inferred: false,
    },
  };
}

/** The p of every test on every one of `benchmarks`, by its name. */
export function chances(design, benchmarks, seed) {
  const draw = drawing(seed);
  const found = new Map();
  const add = (test, p) => found.set(test, [...(found.get(test) ?? []), p]);
  for (let i = 0; i < benchmarks; i++) {
    const set = benchmark(design, draw);
    const input = verificationInput(set);
    const quality = ownQuality(set, 'quality');
    const { part } = bandsOf(input, quality, { bands: BANDS });
    for (const error of ['fnmr', 'fmr']) {
      const errors = qualityErrors(input, quality, THRESHOLD[error], error);
      const band = (k) => part[errors.members[k]];
      const trend = errorTrend(errors.input, band);
      if (Number.isNaN(trend.z)) continue;
      add(`${error} bands`, trend.p);
      add(`${error} bands, independent`, trend.independent.p);
      add(`${error} ranks`, errorTrend(errors.input, midranks(errors.input)).p);
      add(`${error} rise`, largestRise(errors.input, band, BANDS).p);
    }
  }
  return found;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      benchmarks: { type: 'string', default: '2000' },
      design: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const designs = DESIGNS.filter(
    ({ name }) => values.design === undefined || name === values.design,
  );
  const rows = designs.flatMap((design) =>
    [...chances(design, Number(values.benchmarks), Number(values.seed))].map(([test, ps]) => ({
      design: design.name,
      test,
      count: ps.length,
      below: Object.fromEntries(LEVELS.map((level) => [level, ps.filter((p) => p < level).length])),
    })),
  );
  if (values.json) console.log(JSON.stringify(rows));
  else {
    console.log(`| design | test | ${LEVELS.map((level) => `p < ${level}`).join(' | ')} |`);
    console.log(`| --- | --- |${LEVELS.map(() => ' --: |').join('')}`);
    for (const { design, test, count, below } of rows) {
      const shares = LEVELS.map((level) => `${((100 * below[level]) / count).toFixed(1)} %`);
      console.log(`| ${design} | ${test} | ${shares.join(' | ')} |`);
    }
  }
}
