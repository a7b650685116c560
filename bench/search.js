/**
 * What an exact search costs: the best TOP of ENTRIES vectors of 512 for each of PROBES, beside faiss's flat index and
 * scikit-learn's brute force on the same files, whole processes in turn, with two threads each. Medians of RUNS: wall time,
 * processor time and peak memory; and whether all found the same entries.
 *
 * Ours reads the gallery from its file block by block; the peers hold it. Needs python3 with numpy, faiss and scikit-learn
 * (Debian: python3-faiss, python3-sklearn) and /usr/bin/time.
 *
 * Usage: npm run build && node bench/search.js [ENTRIES] [PROBES] [TOP] [RUNS] [WAY ...]
 *        node bench/search.js 1000000 1000 20      # MegaFace's shape
 *        node bench/search.js 68195 68195 80       # neighbours of all in a set of IJB-B's size
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { npyHeader } from '../dist/files/npy-header.js';

const DIM = 512;
const [entries = 1_000_000, probes = 1000, top = 20, runs = 3] = process.argv
  .slice(2, 6)
  .map(Number);

const PYTHON = `
import sys, numpy as np
gallery, probes, top, out = np.load(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
`;

const WAYS = {
  ours: [
    process.execPath,
    '--input-type=module',
    '-e',
    `
import { readFileSync, writeFileSync } from 'node:fs';
import { searchExactly } from '${new URL('../dist/pipeline/search.js', import.meta.url).href}';
import { SILENT } from '${new URL('../dist/talk.js', import.meta.url).href}';
const [path, probes, top, out] = process.argv.slice(1);
const bytes = readFileSync(probes);
const raw = new Float32Array(bytes.buffer, bytes.byteOffset + 128, (bytes.length - 128) / 4);
for (let at = 0; at < raw.length; at += ${DIM}) {
  let sum = 0;
  for (let i = at; i < at + ${DIM}; i++) sum += raw[i] * raw[i];
  for (let i = at; i < at + ${DIM}; i++) raw[i] /= Math.sqrt(sum);
}
const nobody = (count) => new Int32Array(count).fill(-1);
const gallery = { path, dtype: '<f4', dataOffset: 128, identity: nobody(${entries}) };
const probed = { directions: raw, identity: nobody(raw.length / ${DIM}) };
const { candidates } = await searchExactly(
  gallery, probed, ${DIM}, { top: Number(top), threads: 2, way: 'threads' }, SILENT, new AbortController().signal,
);
writeFileSync(out, candidates.entry);
`,
  ],
  faiss: [
    '/usr/bin/python3',
    '-c',
    `${PYTHON}
import faiss
faiss.omp_set_num_threads(2)
faiss.normalize_L2(gallery); faiss.normalize_L2(probes)
index = faiss.IndexFlatIP(${DIM})
index.add(gallery)
index.search(probes, top)[1].astype('<i4').tofile(out)
`,
  ],
  'scikit-learn': [
    '/usr/bin/python3',
    '-c',
    `${PYTHON}
from sklearn.neighbors import NearestNeighbors
gallery /= np.linalg.norm(gallery, axis=1, keepdims=True)
probes /= np.linalg.norm(probes, axis=1, keepdims=True)
found = NearestNeighbors(n_neighbors=top, algorithm='brute', n_jobs=2).fit(gallery)
found.kneighbors(probes, return_distance=False).astype('<i4').tofile(out)
`,
  ],
};

/** Rows of independent values in [-1, 1), in 128 bytes of header and float32. */
function writeRows(path, rows, seed) {
  const random = xoroshiro128plus(seed);
  const file = openSync(path, 'w');
  writeSync(file, npyHeader('<f4', [rows, DIM]));
  for (let row = 0; row < rows; row += 4096) {
    const block = new Float32Array(Math.min(4096, rows - row) * DIM);
    for (let i = 0; i < block.length; i++) block[i] = 2 * uniformFloat64(random) - 1;
    writeSync(file, new Uint8Array(block.buffer));
  }
  closeSync(file);
}

function timed([command, ...argv]) {
  const env = { ...process.env, OMP_NUM_THREADS: '2', OPENBLAS_NUM_THREADS: '2' };
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', command, ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  if (status !== 0) throw new Error(stderr);
  const [wall, user, system, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system, peak: kilobytes / 1024 };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const names = process.argv.length > 6 ? process.argv.slice(6) : Object.keys(WAYS);
const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
try {
  const files = ['gallery.npy', 'probes.npy'].map((name) => join(folder, name));
  writeRows(files[0], entries, 1);
  writeRows(files[1], probes, 2);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const out = (name) => join(folder, `${name}.i4`);
  for (let run = 0; run < runs; run++) {
    for (const name of names) {
      times[name].push(timed([...WAYS[name], ...files, String(top), out(name)]));
    }
  }
  console.log(`best ${top} of ${entries} x ${DIM} for ${probes} probes, medians of ${runs} runs`);
  const found = (name) => {
    const bytes = readFileSync(out(name));
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  };
  const first = found(names[0]);
  for (const name of names) {
    const own = found(name);
    const same = first.reduce((sum, entry, i) => sum + (entry === own[i] ? 1 : 0), 0);
    const [wall, cpu, peak] = ['wall', 'cpu', 'peak'].map((key) =>
      median(times[name].map((time) => time[key])),
    );
    console.log(
      `${name.padEnd(13)} ${wall.toFixed(1).padStart(7)} s  ${cpu.toFixed(1).padStart(7)} s cpu  ` +
        `${peak.toFixed(0).padStart(6)} MiB  ${((100 * same) / first.length).toFixed(3)} % the same places`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
