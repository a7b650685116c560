/**
 * How fast the files of IJB-C are read, and in how much memory: templates and media, and comparisons of templates, as many lines as
 * IJB-C has, made from a seed. Time and peak memory are those of a process that reads both and does nothing else. Beside it, where
 * they are installed, pandas (`read_csv`) and NumPy (`loadtxt`) read the same files in turn with it; they look up no template and
 * refuse nothing but what is no number. All must find as many genuine. Medians of RUNS runs.
 *
 * Usage: npm run build && node bench/protocol-files.js [COMPARISONS] [RUNS]; PYTHON names another python3
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const HERE = fileURLToPath(import.meta.url);
const PICTURES = 469_375;
const TEMPLATES = 23_124;
const GENUINE_IN = 800;

function writeLines(path, count, line) {
  const file = openSync(path, 'w');
  for (let done = 0; done < count;) {
    let text = '';
    for (const end = Math.min(count, done + 10_000); done < end; done++) text += line(done);
    writeSync(file, text);
  }
  closeSync(file);
}

function writePack(meta, comparisons) {
  const random = xoroshiro128plus(1);
  const template = () => uniformInt(random, 1, TEMPLATES);
  mkdirSync(meta, { recursive: true });
  writeLines(join(meta, 'ijbc_face_tid_mid.txt'), PICTURES, (k) => {
    const number = k < TEMPLATES ? k + 1 : template();
    return `${k + 1}.jpg ${number} ${uniformInt(random, 1, 140_000)}\n`;
  });
  writeLines(join(meta, 'ijbc_template_pair_label.txt'), comparisons, () => {
    return `${template()} ${template()} ${uniformInt(random, 1, GENUINE_IN) === 1 ? 1 : 0}\n`;
  });
}

async function read(meta) {
  const { passingChunks } = await import('../dist/files/chunks.js');
  const { parseIjbMedia } = await import('../dist/datasets/formats/ijb-media.js');
  const { parseIjbPairs } = await import('../dist/datasets/formats/ijb-pairs.js');
  const { widePairs } = await import('../dist/kernels/template-pairs.js');
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const [began, cpuBegan] = [performance.now(), cpu()];
  const media = join(meta, 'ijbc_face_tid_mid.txt');
  const { templates, members } = parseIjbMedia(passingChunks(media), media, statSync(media).size);
  const [between, cpuBetween] = [performance.now(), cpu()];
  const pairs = join(meta, 'ijbc_template_pair_label.txt');
  const { left, genuine } = parseIjbPairs(passingChunks(pairs), pairs, templates, {
    size: statSync(pairs).size,
    usual: widePairs,
  });
  const pairSeconds = (performance.now() - between) / 1000;
  const cpuEnd = cpu();
  const { maxRSS } = process.resourceUsage();
  console.log(
    JSON.stringify({
      mediaSeconds: (between - began) / 1000,
      pairSeconds,
      mediaCpu: cpuBetween - cpuBegan,
      pairCpu: cpuEnd - cpuBetween,
      rss: maxRSS * 1024,
      lines: [members.length, left.length],
      genuine: genuine.reduce((sum, one) => sum + one, 0),
    }),
  );
}

const PYTHON = `
import json, resource, sys, time
media, pairs = sys.argv[2:4]
if sys.argv[1] == 'pandas':
    import pandas
    print(pandas.__version__, file=sys.stderr)
    read_media = lambda: pandas.read_csv(media, sep=' ', header=None)
    read_pairs = lambda: pandas.read_csv(pairs, sep=' ', header=None).values
else:
    import numpy
    print(numpy.__version__, file=sys.stderr)
    read_media = lambda: numpy.loadtxt(media, dtype='U12,u4,u4')
    read_pairs = lambda: numpy.loadtxt(pairs, dtype=numpy.uint32)
began, cpu_began = time.perf_counter(), time.process_time()
first = read_media()
between, cpu_between = time.perf_counter(), time.process_time()
second = read_pairs()
end, cpu_end = time.perf_counter(), time.process_time()
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({'mediaSeconds': between - began, 'pairSeconds': end - between,
                  'mediaCpu': cpu_between - cpu_began, 'pairCpu': cpu_end - cpu_between, 'rss': used.ru_maxrss * 1024,
                  'lines': [len(first), len(second)], 'genuine': int(second[:, 2].sum())}))
`;

const READERS = [
  { name: 'magface', command: [process.execPath, HERE, 'read'] },
  ...['pandas', 'numpy'].map((name) => ({
    name,
    command: [process.env.PYTHON ?? 'python3', '-c', PYTHON, name],
  })),
];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function printMedians(found) {
  const own = found.get('magface');
  for (const [name, { version, runs }] of found) {
    const of = (key) => median(runs.map((run) => run[key]));
    const times = (key) => (of(key) / median(own.runs.map((run) => run[key]))).toFixed(2);
    const part = (key) =>
      `${of(`${key}Seconds`).toFixed(2)} s, of processor ${of(`${key}Cpu`).toFixed(2)} s (${times(`${key}Cpu`)})`;
    console.log(`${name} ${version}`.trim());
    console.log(`  media        ${part('media')}`);
    console.log(`  comparisons  ${part('pair')}, peak ${(of('rss') / 1e6).toFixed(0)} MB`);
  }
}

if (process.argv[2] === 'read') {
  await read(dirname(process.argv[3]));
} else {
  const comparisons = Number(process.argv[2] ?? 15_658_489);
  const count = Number(process.argv[3] ?? 3);
  const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
  try {
    const meta = join(folder, 'meta');
    writePack(meta, comparisons);
    const [media, list] = ['face_tid_mid', 'template_pair_label'].map((name) =>
      join(meta, `ijbc_${name}.txt`),
    );
    console.log(
      `${PICTURES} lines of media, ${comparisons} comparisons (${(statSync(list).size / 1e6).toFixed(0)} MB), medians of ${count} runs in turn; in brackets the time of processor over magface's`,
    );
    const found = new Map();
    for (let run = 0; run < count; run++) {
      for (const { name, command } of READERS) {
        const [program, ...args] = command;
        const { stdout, stderr, status } = spawnSync(program, [...args, media, list]);
        if (status !== 0) {
          if (name === 'magface') throw new Error(String(stderr));
          continue;
        }
        const read = JSON.parse(String(stdout));
        const known = found.get(name) ?? { version: String(stderr).trim(), runs: [] };
        known.runs.push(read);
        found.set(name, known);
        const [first] = found.get('magface').runs;
        if (`${read.lines} ${read.genuine}` !== `${first.lines} ${first.genuine}`) {
          throw new Error(`${name} finds ${read.lines} lines, ${read.genuine} genuine`);
        }
      }
    }
    printMedians(found);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
