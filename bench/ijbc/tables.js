import { statSync } from 'node:fs';
import { join } from 'node:path';

const STAGES = {
  parse: 'parse the lists of templates and of comparisons',
  pool: 'read the vectors, pool templates',
  score: 'score every comparison',
  tar: 'TAR at FAR 1e-6 to 1e-1',
  inTurn: 'these four, one after the other',
  digest: 'sha256 of the vectors, which reports tell',
  verification: '**1:1, from files to TAR, as the commands do it**',
  search: '1:N, both galleries',
};

const NAMES = { insightface: "insightface's way", magface: "MagFace's way", numpy: 'tuned numpy' };

/** What the tuned one searches with decides what its time means. */
const nameOf = (name, { found }) =>
  found.search === 'faiss' ? `${NAMES[name]}, faiss` : NAMES[name];

const OWN = {
  together: 'magface, 1:1 from files to TAR',
  stages: 'magface, every stage for itself',
  eval: '`magface eval ijbc`: intervals, bands, curves, reports',
  erc: '`magface erc ijbc`: curves with 1,000 draws, DET',
  bands: '`magface bands ijbc`: bands, grid, trends, what to reject',
  identify: '`magface identify ijbc`: CMC, curves, reports',
};

/** The page's tables: stages, processes, and shares of what the machine allows. */
export function tables({ root, runs, own, peers, machine }) {
  const { counts } = own.stages.found;
  const once = Object.entries(peers).filter(([, { runs: own }]) => own < runs);
  const alone = once.map(
    ([name, { runs: own }]) => `, ${NAMES[name]} ${own === 1 ? 'once' : `${own} times`}`,
  );
  return [
    `${whole(counts.comparisons)} comparisons of ${whole(counts.templates)} templates of ${whole(counts.pictures)} pictures, ${counts.dim} components; ${runs === 1 ? 'one run' : `medians of ${runs} runs in turn`}${alone.join('')}. Seconds of wall time, and in brackets of processor time; _times_ is wall time over ours. The commands read comparisons and take the sha256, which no peer takes, while they pool vectors: that is measured for itself.`,
    stageTable(own, peers),
    'Whole processes, from start to end, with the most memory they held:',
    processTable(own, peers),
    `What the stages use of this machine (${machine.threads} threads of ${machine.processor}, Node ${machine.node.slice(1)}), whose memory is read at ${giga(machine.read[0])} GB/s by one thread and ${giga(machine.read[1])} GB/s by all, copied at ${giga(machine.copy[0])} and ${giga(machine.copy[1])} GB/s (read and written), and which multiplies matrices of float32 at ${giga(machine.multiply[0])} and ${giga(machine.multiply[1])} GFLOP/s:`,
    shareTable(root, own.stages, machine),
  ].join('\n\n');
}

function stageTable({ stages: { stages: each }, together }, peers) {
  const stages = {
    ...each,
    inTurn: each.verification,
    verification: together.stages.verification,
  };
  const shown = Object.entries(peers).map(([name, { stages: theirs, ...rest }]) => [
    name,
    { ...rest, stages: { ...theirs, inTurn: theirs.verification } },
  ]);
  return table(
    ['', 'magface', ...shown.flatMap(([name, theirs]) => [nameOf(name, theirs), 'times'])],
    Object.entries(STAGES).map(([stage, label]) => [
      label,
      seconds(stages[stage]),
      ...shown.flatMap(([, theirs]) => {
        const cost = theirs.stages[stage];
        if (cost === undefined) return ['', ''];
        return [seconds(cost), times(cost.wall / stages[stage].wall)];
      }),
    ]),
  );
}

function processTable(own, peers) {
  const row = (label, { wall, cpu, peak }) => [
    label,
    `${figure(wall)} s`,
    `${figure(cpu)} s`,
    `${(peak / 1e9).toFixed(2)} GB`,
  ];
  return table(
    ['process', 'wall', 'processor', 'peak'],
    [
      ...Object.entries(OWN).map(([name, label]) => row(label, own[name])),
      ...Object.entries(peers).map(([name, cost]) => row(nameOf(name, cost), cost)),
    ],
  );
}

/**
 * What each stage must do at least, and at which share of the machine's best rate it does it. Rows that are compared come from the
 * caches in part, so that their share may be more than all.
 */
function shareTable(root, { stages, found }, { read, multiply }) {
  const { dim, comparisons, probes, entries } = found.counts;
  const bytes = (...names) => names.reduce((sum, name) => sum + statSync(join(root, name)).size, 0);
  const texts = bytes('meta/ijbc_face_tid_mid.txt', 'meta/ijbc_template_pair_label.txt');
  const [gigabytes, products] = [
    ['GB', read],
    ['GFLOP', multiply],
  ];
  const works = [
    ['parse', 'text', texts, gigabytes],
    ['pool', 'vectors', bytes('embeddings.npy'), gigabytes],
    ['score', 'rows, one of each comparison', 4 * dim * comparisons, gigabytes],
    ['score', 'products', 2 * dim * comparisons, products],
    ['tar', 'scores and labels', 5 * comparisons, gigabytes],
    ['search', 'products', 2 * dim * probes * entries, products],
  ];
  return table(
    ['', 'work', 'rate', 'share of all threads'],
    works.map(([stage, what, amount, [unit, [, most]]]) => {
      const rate = amount / stages[stage].wall;
      return [
        STAGES[stage],
        `${figure(amount / 1e9)} ${unit} of ${what}`,
        `${figure(rate / 1e9)} ${unit}/s`,
        `${((100 * rate) / most).toFixed(1)} %`,
      ];
    }),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

function seconds({ wall, cpu }) {
  return `${figure(wall)} (${figure(cpu)})`;
}

function figure(value) {
  if (value < 0.1) return String(Number(value.toPrecision(2)));
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

function times(ratio) {
  return ratio < 10 ? ratio.toFixed(1) : String(Math.round(ratio));
}

function giga(value) {
  return (value / 1e9).toFixed(value < 1e11 ? 1 : 0);
}

/** 15658489 as 15,658,489. */
function whole(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
