/**
 * What intervals cost: `magface eval --scores` on N comparisons of IJB-C's shape, with intervals over persons and without
 * them, beside scikit-learn's `roc_curve` on the same file, which gives neither intervals nor rates.
 *
 * Whole processes in turn, medians of RUNS, with peak memory. Needs python3 with numpy and scikit-learn for the peer, and
 * /usr/bin/time.
 *
 * Usage: npm run build && node bench/intervals.js [COMPARISONS] [RUNS]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const BIN = fileURLToPath(new URL('../bin/magface.js', import.meta.url));
const PERSONS = 3531;
const GENUINE_IN = 800;
const FARS = '1e-6,1e-5,1e-4,1e-3,1e-2,1e-1';

const PEER = `
import sys, numpy as np
from sklearn.metrics import roc_curve
rows = np.load(sys.argv[1])
fpr, tpr, thresholds = roc_curve(rows[:, 1], rows[:, 0])
for far in (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1):
    print(far, tpr[np.argmin(np.abs(fpr - far))])
`;

/** A matrix of float32: score, label, left and right person; genuine scores around 0.6, impostors around 0. */
function writeMatrix(path, rows) {
  const random = xoroshiro128plus(1);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) *
    Math.cos(2 * Math.PI * uniformFloat64(random));
  const own = Float64Array.from({ length: PERSONS }, () => 0.05 * normal());
  const head = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, 4), }`;
  const padded = head.padEnd(128 - 10 - 1) + '\n';
  const file = openSync(path, 'w');
  writeSync(
    file,
    Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(padded)]),
  );
  const block = new Float32Array(4 * 65_536);
  for (let done = 0; done < rows;) {
    const count = Math.min(65_536, rows - done);
    for (let i = 0; i < count; i++) {
      const left = uniformInt(random, 0, PERSONS - 1);
      const genuine = uniformInt(random, 1, GENUINE_IN) === 1;
      const right = genuine ? left : (left + 1 + uniformInt(random, 0, PERSONS - 2)) % PERSONS;
      const score = genuine
        ? 0.6 + 2 * own[left] + 0.12 * normal()
        : own[left] + own[right] + 0.08 * normal();
      block.set([score, genuine ? 1 : 0, left, right], 4 * i);
    }
    writeSync(file, new Uint8Array(block.buffer, 0, 16 * count));
    done += count;
  }
  closeSync(file);
}

/** Seconds of wall time, of processor time, and peak memory in MiB of one process. */
function timed(command, argv) {
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', command, ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(stderr);
  const [wall, user, system, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system, peak: kilobytes / 1024 };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const rows = Number(process.argv[2] ?? 15_658_489);
const runs = Number(process.argv[3] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
try {
  const file = join(folder, 'scores.npy');
  writeMatrix(file, rows);
  const magface = (interval) => [
    process.execPath,
    [BIN, 'eval', '--scores', file, '--far', FARS, '--interval', interval, '--quiet', '--json'],
  ];
  const commands = {
    'magface, intervals over persons': magface('persons'),
    'magface, intervals by counts': magface('wilson'),
    'scikit-learn roc_curve, none': ['python3', ['-c', PEER, file]],
  };
  const found = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, [command, argv]] of Object.entries(commands)) {
      found.get(name).push(timed(command, argv));
    }
  }
  const figures = [...found].map(([name, times]) => ({
    name,
    wall: median(times.map(({ wall }) => wall)),
    cpu: median(times.map(({ cpu }) => cpu)),
    peak: median(times.map(({ peak }) => peak)),
  }));
  console.log(`${rows} comparisons, medians of ${runs} runs in turn`);
  for (const { name, wall, cpu, peak } of figures) {
    console.log(
      `${name.padEnd(34)} ${wall.toFixed(1).padStart(6)} s  cpu ${cpu.toFixed(1).padStart(6)} s  peak ${Math.round(peak).toString().padStart(5)} MiB`,
    );
  }
  console.log(`ratio to scikit-learn  ${(figures[2].wall / figures[0].wall).toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true });
}
