/**
 * What ranking by quality costs: `magface bands --scores` on N comparisons of IJB-C's shape with a quality each, beside the same
 * file only read (`magface eval --metrics auc` with intervals by counts).
 *
 * Whole processes in turn, medians of RUNS, with peak memory. Needs /usr/bin/time.
 *
 * Usage: npm run build && node bench/bands.js [COMPARISONS] [RUNS]
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

/** The CSV `score,genuine,quality,left_person,right_person`: genuine scores fall where the quality is low. */
function writeList(path, rows) {
  const random = xoroshiro128plus(1);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) *
    Math.cos(2 * Math.PI * uniformFloat64(random));
  const own = Float64Array.from({ length: PERSONS }, () => 0.05 * normal());
  const file = openSync(path, 'w');
  writeSync(file, 'score,genuine,quality,left_person,right_person\n');
  for (let done = 0; done < rows;) {
    let text = '';
    for (const end = Math.min(rows, done + 10_000); done < end; done++) {
      const left = uniformInt(random, 0, PERSONS - 1);
      const genuine = uniformInt(random, 1, GENUINE_IN) === 1;
      const right = genuine ? left : (left + 1 + uniformInt(random, 0, PERSONS - 2)) % PERSONS;
      const quality = 17 + 2 * normal();
      const score = genuine
        ? 0.6 + 2 * own[left] + 0.05 * Math.min(0, quality - 16) + 0.1 * normal()
        : own[left] + own[right] + 0.08 * normal();
      text += `${Math.fround(score)},${genuine ? 1 : 0},${quality.toFixed(4)},${left},${right}\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
}

/** Seconds of wall time, of processor time, and peak memory in MiB of one process. */
function timed(argv) {
  const { status, stderr } = spawnSync(
    '/usr/bin/time',
    ['-f', '%e %U %S %M', process.execPath, BIN, ...argv],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status !== 0) throw new Error(stderr);
  const [wall, user, system, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system, peak: kilobytes / 1024 };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const rows = Number(process.argv[2] ?? 15_658_489);
const runs = Number(process.argv[3] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
try {
  const file = join(folder, 'scores.csv');
  writeList(file, rows);
  const source = ['--scores', file, '--quiet', '--json'];
  const commands = {
    'read, one metric, no intervals': [
      ...['eval', ...source, '--metrics', 'auc', '--interval', 'wilson', '--bands', '2'],
    ],
    'eval, intervals over persons': ['eval', ...source],
    'bands, intervals over persons': ['bands', ...source],
  };
  const found = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, argv] of Object.entries(commands)) found.get(name).push(timed(argv));
  }
  console.log(`${rows} comparisons, medians of ${runs} runs in turn`);
  for (const [name, times] of found) {
    const [wall, cpu, peak] = ['wall', 'cpu', 'peak'].map((key) =>
      median(times.map((time) => time[key])),
    );
    console.log(
      `${name.padEnd(32)} ${wall.toFixed(1).padStart(6)} s  cpu ${cpu.toFixed(1).padStart(6)} s  peak ${Math.round(peak).toString().padStart(5)} MiB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
