/**
 * How fast a CSV of scores is read, and in how much memory: N lines `score,genuine,left_person,right_person`, made from a seed.
 * Time and peak memory are those of a process that reads the file and does nothing else.
 *
 * Usage: npm run build && node bench/scores.js [LINES] [RUNS]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const HERE = fileURLToPath(import.meta.url);
const PERSONS = 3531;
const GENUINE_IN = 800;

function writeList(path, lines) {
  const random = xoroshiro128plus(1);
  const file = openSync(path, 'w');
  writeSync(file, 'score,genuine,left_person,right_person\n');
  for (let done = 0; done < lines;) {
    let text = '';
    for (const end = Math.min(lines, done + 10_000); done < end; done++) {
      const left = uniformInt(random, 1, PERSONS);
      const genuine = uniformInt(random, 1, GENUINE_IN) === 1;
      const right = genuine ? left : 1 + ((left + uniformInt(random, 0, PERSONS - 2)) % PERSONS);
      const cosine = uniformInt(random, -1_000_000, 1_000_000) / 1_000_003 / (genuine ? 1 : 3);
      text += `${Math.fround(cosine)},${genuine ? 1 : 0},${left},${right}\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
}

async function read(path) {
  const { readScores } = await import('../dist/scores/index.js');
  const began = performance.now();
  const { scores, digest } = await readScores(path);
  const seconds = (performance.now() - began) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  const rows = scores.scores.length;
  console.log(JSON.stringify({ seconds, cpu, rss: maxRSS * 1024, rows, digest }));
}

if (process.argv[2] === 'read') {
  await read(process.argv[3]);
} else {
  const lines = Number(process.argv[2] ?? 1_000_000);
  const runs = Number(process.argv[3] ?? 3);
  const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
  try {
    const list = join(folder, 'scores.csv');
    writeList(list, lines);
    const bytes = statSync(list).size;
    const results = Array.from({ length: runs }, () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [HERE, 'read', list]);
      if (status !== 0) throw new Error(String(stderr));
      return JSON.parse(String(stdout));
    });
    const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
    const seconds = median(results.map((result) => result.seconds));
    const cpu = median(results.map((result) => result.cpu));
    const peak = Math.max(...results.map(({ rss }) => rss));
    console.log(
      `${results[0].rows} lines, ${(bytes / 2 ** 20).toFixed(0)} MiB: ${seconds.toFixed(2)} s, ` +
        `${((seconds / lines) * 1e9).toFixed(0)} ns a line (CPU of the process ${cpu.toFixed(2)} s), peak ${(peak / 2 ** 20).toFixed(0)} MiB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
