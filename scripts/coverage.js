/**
 * How often intervals hold the truth, by simulation: benchmarks are drawn from a population of persons whose rates are known
 * exactly, and each is measured as any other.
 *
 * Scores are normal. A genuine score has a part of its person's own, an impostor score one of each of its two persons, so
 * comparisons that share a person are alike, as in real benchmarks.
 *
 * Usage: npm run build && node scripts/coverage.js [--benchmarks 2000] [--intervals persons,wilson] [--design pairs] [--paired] [--json]
 */
import { parseArgs } from 'node:util';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  findConvention,
  findInterval,
  measure,
  STANDARD_METRICS,
  verificationInput,
} from '../dist/metrics/index.js';
import { pairedDifferences } from '../dist/metrics/paired-differences.js';

/** Standard deviations of what persons and what single comparisons bring to a score, and the mean genuine score. */
const POPULATION = {
  genuine: { mean: 0.45, person: 0.1, single: 0.1 },
  impostor: { mean: 0, person: 0.05, single: 0.07 },
};

const FARS = [1e-1, 1e-2];

/** Ways to compare persons with each other: who meets whom, and how often. */
export const DESIGNS = [
  {
    name: 'pairs',
    summary:
      '10 folds of 300 genuine and 300 impostor comparisons among 4,000 persons, a few of whom come often: LFW',
    persons: 4000,
    compare: (draw) => {
      // A person with n pictures is drawn in proportion to n, as the pairs of LFW's genuine half are.
      const weights = Array.from({ length: 4000 }, (_, p) =>
        Math.ceil(1 / ((p + 1) / 4000 + 0.02)),
      );
      const often = weights.flatMap((n, p) => (n > 1 ? Array.from({ length: n }, () => p) : []));
      const pairs = [];
      for (let fold = 0; fold < 10; fold++) {
        for (let i = 0; i < 300; i++) {
          const p = often[draw.below(often.length)];
          pairs.push([p, p, fold]);
        }
        for (let i = 0; i < 300; i++) pairs.push([...draw.two(4000), fold]);
      }
      return pairs;
    },
  },
  {
    name: 'templates',
    summary:
      '200 persons with 6 templates each, every one against its own and against 20 of others: IJB',
    persons: 200,
    compare: (draw) =>
      Array.from({ length: 1200 }, (_, template) => Math.floor(template / 6)).flatMap((p) => [
        [p, p, 0],
        ...Array.from({ length: 20 }, () => [p, (p + 1 + draw.below(199)) % 200, 0]),
      ]),
  },
  {
    name: 'all',
    summary: '150 persons with 2 pictures each, every picture against every other',
    persons: 150,
    compare: () =>
      Array.from({ length: 300 }, (_, i) => i).flatMap((i) =>
        Array.from({ length: i }, (_, j) => [Math.floor(i / 2), Math.floor(j / 2), 0]),
      ),
  },
];

/** Random numbers of one seed. */
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

/** The score set of one benchmark of `design`. */
function benchmark(design, draw) {
  const own = (spread) =>
    Float64Array.from({ length: design.persons }, () => spread * draw.normal());
  const { genuine, impostor } = POPULATION;
  const [kept, met] = [own(genuine.person), own(impostor.person)];
  const pairs = design.compare(draw);
  const score = ([a, b]) =>
    a === b
      ? genuine.mean + kept[a] + genuine.single * draw.normal()
      : impostor.mean + met[a] + met[b] + impostor.single * draw.normal();
  const folds = Math.max(...pairs.map(([, , fold]) => fold)) + 1;
  return {
    scores: Float64Array.from(pairs, score),
    genuine: Uint8Array.from(pairs, ([a, b]) => (a === b ? 1 : 0)),
    fold: Uint16Array.from(pairs, ([, , fold]) => fold),
    testFolds: folds === 1 ? [] : Array.from({ length: folds }, (_, i) => i),
    persons: {
      left: Uint32Array.from(pairs, ([a]) => a),
      right: Uint32Array.from(pairs, ([, b]) => b),
      count: design.persons,
      inferred: false,
    },
  };
}

/** The value of every metric in the whole population. */
function truth() {
  const { genuine, impostor } = POPULATION;
  const spread = {
    genuine: Math.hypot(genuine.person, genuine.single),
    impostor: Math.hypot(impostor.person, impostor.person, impostor.single),
  };
  const fmr = (t) => upper((t - impostor.mean) / spread.impostor);
  const tar = (t) => upper((t - genuine.mean) / spread.genuine);
  const thresholdWhere = (falling) => {
    let [from, to] = [-2, 3];
    for (let i = 0; i < 100; i++) {
      const middle = (from + to) / 2;
      if (falling(middle) > 0) from = middle;
      else to = middle;
    }
    return from;
  };
  const values = new Map(
    FARS.map((far) => [`tar@far=${far.toExponential()}`, tar(thresholdWhere((t) => fmr(t) - far))]),
  );
  const crossing = thresholdWhere((t) => fmr(t) - (1 - tar(t)));
  values.set('eer', fmr(crossing));
  values.set(
    'auc',
    upper(-(genuine.mean - impostor.mean) / Math.hypot(spread.genuine, spread.impostor)),
  );
  return values;
}

/** The upper tail of the standard normal distribution, by Simpson's rule on its density: error below 1e-9. */
function upper(z) {
  const [from, to, parts] = [z, Math.max(z, 0) + 10, 4000];
  const step = (to - from) / parts;
  let sum = 0;
  for (let i = 0; i <= parts; i++) {
    const x = from + i * step;
    const weight = i === 0 || i === parts ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((-x * x) / 2);
  }
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}

/**
 * Of each metric of a design: the share of intervals that held the truth, and of how many.
 *
 * The threshold of an accuracy is chosen anew on each benchmark, so what it estimates is its own mean over all benchmarks.
 */
export function coverage(design, interval, benchmarks, seed) {
  const draw = drawing(seed);
  const rows = new Map();
  const conventions = [findConvention('lfw-official')];
  for (let i = 0; i < benchmarks; i++) {
    const input = verificationInput(benchmark(design, draw), {
      fars: FARS,
      interval: findInterval(interval),
      seed: i,
    });
    for (const row of measure(input, conventions)) {
      // Only pairs come in folds.
      if (row.low === undefined || (row.metric === 'accuracy' && design.name !== 'pairs')) continue;
      rows.set(row.metric, [...(rows.get(row.metric) ?? []), row]);
    }
  }
  const known = truth();
  return new Map(
    [...rows].map(([metric, found]) => {
      const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
      const value = metric === 'accuracy' ? mean : known.get(metric);
      const held = found.filter(({ low, high }) => low <= value && value <= high).length;
      return [metric, { held, count: found.length }];
    }),
  );
}

/**
 * Of each metric of a design: how often the interval of the difference of two systems that are equally good held 0.
 *
 * Each system adds noise of its own to the same scores: some to every comparison, some to all comparisons of a person.
 */
export function pairedCoverage(design, benchmarks, seed) {
  const draw = drawing(seed);
  const found = new Map();
  for (let i = 0; i < benchmarks; i++) {
    const shared = benchmark(design, draw);
    const { left, right } = shared.persons;
    const input = () => {
      const own = Float64Array.from({ length: design.persons }, () => 0.03 * draw.normal());
      const added = (k) =>
        left[k] === right[k] ? own[left[k]] : 0.7 * (own[left[k]] + own[right[k]]);
      const scores = shared.scores.map((score, k) => score + added(k) + 0.05 * draw.normal());
      return verificationInput({ ...shared, scores }, { fars: FARS, seed: i });
    };
    const conventions = [findConvention('lfw-official')];
    for (const { metric, low, high } of pairedDifferences(input(), input(), {
      metrics: STANDARD_METRICS,
      conventions,
    })) {
      if (Number.isNaN(low) || (metric === 'accuracy' && design.name !== 'pairs')) continue;
      const sums = found.get(metric) ?? { held: 0, count: 0 };
      found.set(metric, {
        held: sums.held + (low <= 0 && high >= 0 ? 1 : 0),
        count: sums.count + 1,
      });
    }
  }
  return found;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      benchmarks: { type: 'string', default: '2000' },
      intervals: { type: 'string', default: 'persons,independent,wilson' },
      design: { type: 'string' },
      paired: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const intervals = values.paired ? ['difference'] : values.intervals.split(',');
  const designs = DESIGNS.filter(
    ({ name }) => values.design === undefined || name === values.design,
  );
  const found = designs.flatMap((design) =>
    intervals.flatMap((interval) =>
      [
        ...(values.paired
          ? pairedCoverage(design, Number(values.benchmarks), Number(values.seed))
          : coverage(design, interval, Number(values.benchmarks), Number(values.seed))),
      ].map(([metric, sums]) => ({ design: design.name, interval, metric, ...sums })),
    ),
  );
  console.log(values.json ? JSON.stringify(found, null, 2) : table(found, intervals));
}

/** The shares as a Markdown table, a line for each design and metric. */
function table(found, intervals) {
  const lines = [...new Set(found.map(({ design, metric }) => `${design} | \`${metric}\``))];
  const cell = (line, interval) => {
    const one = found.find(
      ({ design, metric, ...rest }) =>
        rest.interval === interval && line === `${design} | \`${metric}\``,
    );
    return one === undefined ? '' : `${((100 * one.held) / one.count).toFixed(1)} %`;
  };
  return [
    `| design | metric | ${intervals.join(' | ')} |`,
    `| --- | --- |${' --: |'.repeat(intervals.length)}`,
    ...lines.map((line) => `| ${line} | ${intervals.map((one) => cell(line, one)).join(' | ')} |`),
  ].join('\n');
}
