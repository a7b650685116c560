/**
 * How often the intervals of 1:N search hold the truth, by simulation: searches are drawn from a population of subjects whose
 * rates are known exactly, and each is measured as `magface identify` does.
 *
 * Scores are normal. A mate's score has a part of its subject's own and one that grows with the probe's quality, which again
 * has a part of the subject's own; so has the best score of others, which a subject keeps from gallery to gallery.
 *
 * Usage: npm run build && node scripts/coverage-identification.js [--benchmarks N] [--design small] [--seed 1] [--json]
 */
import { parseArgs } from 'node:util';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { identificationRows } from '../dist/metrics/identification/identification.js';
import { findIdentificationConventions } from '../dist/metrics/identification/index.js';
import { normalAbove, wilson } from '../dist/metrics/intervals.js';

/** Standard deviations of what subjects, galleries, qualities and single probes bring to a score; `gap`: mean of the first step down. */
const POPULATION = {
  mate: { mean: 0.6, subject: 0.1, quality: 0.05, single: 0.1 },
  other: { mean: 0.3, subject: 0.04, single: 0.04, gallery: 0.03, gap: 0.02 },
  quality: { subject: 0.6, single: 0.8 },
};

const REJECT = 0.1;
const WISHES = {
  ranks: [1, 5],
  fpirs: [1e-1, 1e-2],
  conventions: findIdentificationConventions(['iso']),
  reject: [REJECT],
};

/** How many subjects have how many probes: a gallery of each of `enrolled`, and those who are in none. `benchmarks` if not told. */
const DESIGNS = [
  {
    name: 'small',
    summary: 'two galleries of 100 subjects, 400 probes of each',
    benchmarks: 1000,
    enrolled: [
      { subjects: 100, probes: 400 },
      { subjects: 100, probes: 400 },
    ],
  },
  {
    name: 'lfw',
    summary:
      'one gallery: 840 subjects with 1,855 probes, and 4,909 who are not there with 5,828, as LFW has pictures',
    benchmarks: 500,
    enrolled: [{ subjects: 840, probes: 1855 }],
    strangers: { subjects: 4909, probes: 5828 },
  },
  {
    name: 'ijbc',
    summary: 'two galleries, of 1,772 and 1,759 subjects, with 19,593 probes in all: IJB-C',
    benchmarks: 150,
    enrolled: [
      { subjects: 1772, probes: 9833 },
      { subjects: 1759, probes: 9760 },
    ],
  },
];

/** Normal deviates and exponential ones, of one seed. */
function drawing(seed) {
  const random = xoroshiro128plus(seed);
  const uniform = () => 1 - uniformFloat64(random);
  return {
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: () => -Math.log(uniform()),
  };
}

/** Each has one probe, and a few have most of the others: probes of each subject, `probes` in all. */
function probesOf({ subjects, probes }) {
  const weights = Array.from({ length: subjects }, (_, s) => 1 / ((s + 0.5) / subjects + 0.02));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [sum, given] = [0, 0];
  return weights.map((weight) => {
    sum += weight;
    const due = Math.round((sum / total) * (probes - subjects)) - given;
    given += due;
    return 1 + due;
  });
}

/** The searches of one benchmark, and what is known of its probes. */
function benchmark({ enrolled, strangers }, { normal, exponential }) {
  const { mate, other, quality } = POPULATION;
  const groups = [...enrolled, ...(strangers === undefined ? [] : [strangers])];
  const probes = groups.flatMap((group, home) => probesOf(group).map((count) => ({ home, count })));
  const size = groups.reduce((sum, group) => sum + group.probes, 0);
  const facts = { subject: new Int32Array(size), quality: new Float32Array(size) };
  const sets = enrolled.map(({ subjects }) => ({
    probes: size,
    subjects,
    entries: subjects,
    mate: new Float32Array(size).fill(NaN),
    other: new Float32Array(size),
    above: new Uint32Array(size),
    tied: new Uint32Array(size),
    candidates: { top: 0, entry: new Int32Array(), score: new Float32Array() },
    highestImpostors: new Float32Array(),
  }));
  let p = 0;
  probes.forEach(({ home, count }, subject) => {
    const own = {
      mate: mate.subject * normal(),
      other: other.subject * normal(),
      quality: quality.subject * normal(),
    };
    for (let i = 0; i < count; i++, p++) {
      facts.subject[p] = subject;
      const fine = own.quality + quality.single * normal();
      // A magnitude is above 0; only its order counts.
      facts.quality[p] = 20 + fine;
      const met = other.mean + own.other + other.single * normal();
      sets.forEach((set, g) => {
        set.other[p] = met + other.gallery * normal();
        if (g !== home) return;
        set.mate[p] = mate.mean + own.mate + mate.quality * fine + mate.single * normal();
        // The spacings of the highest of many.
        let next = set.other[p];
        for (let rank = 1; rank <= 5 && next > set.mate[p]; rank++) {
          set.above[p]++;
          next -= (other.gap * exponential()) / rank;
        }
      });
    }
  });
  const galleries = sets.map((set, g) => ({ name: `G${g + 1}`, set }));
  return { galleries, facts };
}

/** The value of every row in the whole population. */
function truth() {
  const { mate, other } = POPULATION;
  const spread = Math.hypot(other.subject, other.single, other.gallery);
  /** The share of mates within `rank` that score at least `threshold`, where quality is normal or given. */
  const found = (rank, threshold, quality) => {
    const mean = mate.mean + mate.quality * (quality ?? 0);
    const deviation = Math.hypot(
      mate.subject,
      mate.single,
      quality === undefined ? mate.quality : 0,
    );
    return overNormal((z) => {
      const above = (gap) =>
        normalAbove(
          (Math.max(threshold, other.mean + spread * z - other.gap * gap) - mean) / deviation,
        );
      // The sum of rank - 1 spacings has the distribution of the greatest of as many exponentials.
      return rank === 1 ? above(0) : overUnit((u) => above(-Math.log1p(-(u ** (1 / (rank - 1))))));
    });
  };
  const least = quantileAbove(1 - REJECT);
  const kept = (threshold) => overNormal((q) => found(1, threshold, q), least) / normalAbove(least);
  const values = new Map([
    ['rank-1', found(1, -Infinity)],
    ['rank-5', found(5, -Infinity)],
    [`rank-1,reject=${REJECT}`, kept(-Infinity)],
  ]);
  for (const fpir of WISHES.fpirs) {
    const threshold = other.mean + spread * quantileAbove(fpir);
    const name = `fpir=${fpir.toExponential()}`;
    values.set(`tpir@${name}`, found(1, threshold));
    values.set(`dir@${name},rank=5`, found(5, threshold));
    values.set(`tpir@${name},reject=${REJECT}`, kept(threshold));
  }
  return values;
}

/** The integral of `f` over the standard normal distribution from `from` on, by midpoints. */
function overNormal(f, from = -8) {
  const [parts, step] = [600, (8 - from) / 600];
  let sum = 0;
  for (let i = 0; i < parts; i++) {
    const z = from + (i + 0.5) * step;
    sum += f(z) * Math.exp((-z * z) / 2);
  }
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

/** The integral of `f` over [0, 1], by midpoints. */
function overUnit(f) {
  let sum = 0;
  for (let i = 0; i < 400; i++) sum += f((i + 0.5) / 400);
  return sum / 400;
}

/** What a standard normal deviate exceeds with the chance `share`. */
function quantileAbove(share) {
  let [from, to] = [-10, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (from + to) / 2;
    if (normalAbove(middle) > share) from = middle;
    else to = middle;
  }
  return from;
}

/** Of each row of a design: how many intervals held the truth, and how wide they were beside Wilson's over the probes. */
export function coverage(design, benchmarks, seed) {
  const draw = drawing(seed);
  const known = truth();
  const sums = new Map();
  for (let i = 0; i < benchmarks; i++) {
    const { galleries, facts } = benchmark(design, draw);
    for (const { metric, value, low, high, count } of identificationRows(
      galleries,
      facts,
      WISHES,
    )) {
      const [name, gallery] = metric.split(':');
      if (gallery === 'G2') continue;
      const counts = wilson(value * count, count);
      const holds = (one) => one.low <= known.get(name) && known.get(name) <= one.high;
      const sum = sums.get(metric) ?? {
        truth: known.get(name),
        ...{ held: 0, heldByCounts: 0, count: 0, value: 0, width: 0, widthByCounts: 0 },
      };
      sum.held += holds({ low, high });
      sum.heldByCounts += holds(counts);
      sum.count++;
      sum.value += value / benchmarks;
      sum.width += (high - low) / benchmarks;
      sum.widthByCounts += (counts.high - counts.low) / benchmarks;
      sums.set(metric, sum);
    }
  }
  return sums;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      benchmarks: { type: 'string' },
      design: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const designs = DESIGNS.filter(
    ({ name }) => values.design === undefined || name === values.design,
  );
  const found = designs.flatMap((design) =>
    [...coverage(design, Number(values.benchmarks ?? design.benchmarks), Number(values.seed))].map(
      ([metric, sums]) => ({
        design: design.name,
        metric,
        ...sums,
      }),
    ),
  );
  console.log(values.json ? JSON.stringify(found, null, 2) : table(found));
}

/** The shares as a Markdown table, a line for each design and row. */
function table(found) {
  const percent = (share, digits) => `${(100 * share).toFixed(digits)} %`;
  return [
    '| design | row | truth | held | width | held by Wilson over probes | its width |',
    '| --- | --- | --: | --: | --: | --: | --: |',
    ...found.map(({ design, metric, truth, count, ...one }) =>
      [
        '',
        design,
        `\`${metric}\``,
        percent(truth, 2),
        percent(one.held / count, 1),
        percent(one.width, 2),
        percent(one.heldByCounts / count, 1),
        percent(one.widthByCounts, 2),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ].join('\n');
}
