/**
 * What an error-versus-reject curve costs, and 1,000 draws behind its intervals: `magface erc --scores` on N comparisons of
 * IJB-C's shape, beside numpy on the same file.
 *
 * Whole processes in turn, medians of RUNS, with peak memory. numpy sorts by quality and counts, as the scripts of papers do; its
 * draws weigh every comparison by its persons and choose the threshold anew, DRAWS of them, since 1,000 would take hours. Needs
 * python3 with numpy, and /usr/bin/time.
 *
 * Usage: npm run build && node bench/erc.js [COMPARISONS] [RUNS] [GENUINE_IN]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/magface.js', import.meta.url));
const DRAWS = 5;

const MAKE = `
import sys, numpy as np
path, n, every = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng, persons = np.random.default_rng(1), 3531
left = rng.integers(0, persons, n, dtype=np.uint32)
genuine = rng.integers(0, every, n) == 0
right = np.where(genuine, left, (left + 1 + rng.integers(0, persons - 1, n, dtype=np.uint32)) % persons).astype(np.uint32)
own = rng.normal(0, .05, persons)
quality = np.minimum(rng.normal(20 + 20 * own[left], 3), rng.normal(20 + 20 * own[right], 3))
scores = np.where(genuine, .6 + own[left] + .02 * (quality - 18) + rng.normal(0, .1, n), .5 * (own[left] + own[right]) + rng.normal(0, .08, n))
np.savez(path, scores=scores.astype(np.float32), genuine=genuine.astype(np.uint8), quality=quality.astype(np.float32), left_person=left, right_person=right)
`;

const PEER = `
import sys, time, numpy as np
data, draws = np.load(sys.argv[1]), int(sys.argv[2])
scores, genuine, quality = data['scores'], data['genuine'] == 1, data['quality']
left, right = data['left_person'], data['right_person']
grid = np.linspace(0, .99, 100)
def curve(threshold, quality, scores, weights):
    order = np.argsort(quality)
    w = weights[order]
    wrong = w * (scores[order] < threshold)
    kept, errors = np.cumsum(w[::-1])[::-1], np.cumsum(wrong[::-1])[::-1]
    at = np.searchsorted(1 - kept / kept[0], grid, side='right') - 1
    return errors[at] / kept[at]
impostors = scores[~genuine]
threshold = np.quantile(impostors, .999)
curve(threshold, quality[genuine], scores[genuine], np.ones(genuine.sum()))
rng, seconds = np.random.default_rng(1), []
for _ in range(draws):
    begin = time.process_time()
    sign = rng.integers(0, 2, left.max() + 1) * 2.0 - 1
    single = left == right
    weights = np.where(single, 1 + sign[left], (1 + sign[left]) * (1 + sign[right]))
    order = np.argsort(-impostors)
    w = np.cumsum(weights[~genuine][order])
    threshold = impostors[order][np.searchsorted(w, .001 * w[-1])]
    curve(threshold, quality[genuine], scores[genuine], weights[genuine])
    seconds.append(time.process_time() - begin)
print(np.median(seconds) if seconds else 0)
`;

/** Seconds of wall and of processor time, and peak memory in MiB of one process, and what it printed. */
function timed(command, argv) {
  const { status, stdout, stderr } = spawnSync(
    '/usr/bin/time',
    ['-f', '%e %U %S %M', command, ...argv],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  const [wall, user, system, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system, peak: kilobytes / 1024, stdout };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const count = process.argv[2] ?? '10000000';
const runs = Number(process.argv[3] ?? 3);
const every = process.argv[4] ?? '800';
const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
try {
  const file = join(folder, 'scores.npz');
  const made = spawnSync('python3', ['-c', MAKE, file, count, every], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const magface = (draws) => [
    process.execPath,
    [BIN, 'erc', '--scores', file, '--draws', draws, '--quality', 'magnitude', '--quiet', '--json'],
  ];
  const commands = {
    'magface, no draws': magface('0'),
    'magface, 1,000 draws': magface('1000'),
    'numpy, no draws': ['python3', ['-c', PEER, file, '0']],
    [`numpy, ${DRAWS} draws`]: ['python3', ['-c', PEER, file, String(DRAWS)]],
  };
  const found = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, [command, argv]] of Object.entries(commands)) {
      found.get(name).push(timed(command, argv));
    }
  }
  console.log(`${count} comparisons, one in ${every} genuine, medians of ${runs} runs in turn`);
  for (const [name, times] of found) {
    const wall = median(times.map((time) => time.wall));
    const cpu = median(times.map((time) => time.cpu));
    const peak = median(times.map((time) => time.peak));
    console.log(
      `${name.padEnd(22)} ${wall.toFixed(1).padStart(6)} s  cpu ${cpu.toFixed(1).padStart(6)} s  peak ${Math.round(peak).toString().padStart(5)} MiB`,
    );
  }
  const [none, thousand, , drawn] = [...found.values()];
  const own = (median(thousand.map(({ cpu }) => cpu)) - median(none.map(({ cpu }) => cpu))) / 1000;
  const peer = median(drawn.map(({ stdout }) => Number(stdout)));
  console.log(
    `processor time of a draw: magface ${(1000 * own).toFixed(1)} ms, numpy ${(1000 * peer).toFixed(1)} ms, ratio ${(peer / own).toFixed(0)}`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
