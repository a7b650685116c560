/**
 * How fast the files of IJB-C are read, and in how much memory: templates and media, and comparisons of templates, as many lines as
 * IJB-C has, made from a seed. Time and peak memory are those of a process that reads both and does nothing else. With NumPy at
 * hand, `numpy.loadtxt` reads the same comparisons in turn with it, without looking up templates; both must find as many genuine.
 *
 * Usage: npm run build && node bench/protocol-files.js [COMPARISONS] [RUNS]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const { chunksOf } = await import('../dist/files/chunks.js');
  const { linesOf } = await import('../dist/files/text-lines.js');
  const { parseIjbMedia } = await import('../dist/datasets/formats/ijb-media.js');
  const { parseIjbPairs } = await import('../dist/datasets/formats/ijb-pairs.js');
  const began = performance.now();
  const media = join(meta, 'ijbc_face_tid_mid.txt');
  const { templates, members } = parseIjbMedia(linesOf(chunksOf(media), media), media);
  const between = performance.now();
  const pairs = join(meta, 'ijbc_template_pair_label.txt');
  const { left, genuine } = parseIjbPairs(chunksOf(pairs), pairs, templates);
  const seconds = (performance.now() - between) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.log(
    JSON.stringify({
      mediaSeconds: (between - began) / 1000,
      seconds,
      cpu: (userCPUTime + systemCPUTime) / 1e6,
      rss: maxRSS * 1024,
      members: members.length,
      rows: left.length,
      genuine: genuine.reduce((sum, one) => sum + one, 0),
    }),
  );
}

const NUMPY = `
import json, resource, sys, time, numpy
began = time.perf_counter()
table = numpy.loadtxt(sys.argv[1], dtype=numpy.uint32)
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({'rows': len(table), 'genuine': int(table[:, 2].sum()), 'seconds': seconds,
                  'cpu': used.ru_utime + used.ru_stime, 'rss': used.ru_maxrss * 1024}))
`;

const figures = ({ rows, seconds, cpu, rss }) =>
  `${rows} comparisons in ${seconds.toFixed(2)} s, CPU of the process ${cpu.toFixed(2)} s, peak ${(rss / 1e6).toFixed(0)} MB`;

if (process.argv[2] === 'read') {
  await read(process.argv[3]);
} else {
  const comparisons = Number(process.argv[2] ?? 15_658_489);
  const runs = Number(process.argv[3] ?? 3);
  const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
  try {
    const meta = join(folder, 'meta');
    writePack(meta, comparisons);
    const list = join(meta, 'ijbc_template_pair_label.txt');
    console.log(`${comparisons} comparisons, ${(statSync(list).size / 1e6).toFixed(0)} MB`);
    for (let run = 0; run < runs; run++) {
      const { stdout, stderr, status } = spawnSync(process.execPath, [HERE, 'read', meta]);
      if (status !== 0) throw new Error(String(stderr));
      const own = JSON.parse(String(stdout));
      console.log(`${own.members} members in ${own.mediaSeconds.toFixed(2)} s, ${figures(own)}`);
      const numpy = spawnSync('python3', ['-c', NUMPY, list]);
      if (numpy.status !== 0) continue;
      const theirs = JSON.parse(String(numpy.stdout));
      if (theirs.rows !== own.rows || theirs.genuine !== own.genuine) {
        throw new Error(
          `numpy.loadtxt finds ${theirs.rows} comparisons, ${theirs.genuine} genuine`,
        );
      }
      console.log(`  numpy.loadtxt: ${figures(theirs)}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
