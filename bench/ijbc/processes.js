import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Stages from the files to TAR@FAR. */
const VERIFICATION = ['parse', 'pool', 'score', 'tar'];

/** The peers' scripts; `nearest` where the TAR is that at the point of the thinned ROC nearest to the FAR. */
export const PEERS = {
  insightface: { script: path('../peers/insightface_ijb.py'), nearest: true },
  magface: { script: path('../peers/magface_ijb.py'), once: true, nearest: true },
  numpy: { script: path('../peers/numpy_ijb.py') },
};

/** Commands of our own on the files in `root`. */
const OWN = (root, out) => {
  const vectors = ['--root', root, '--embeddings', join(root, 'embeddings.npy')];
  const bin = path('../../bin/magface.js');
  const quietly = ['--quiet', '--json', '--out', out];
  return {
    stages: [path('own.js'), root],
    together: [path('own.js'), root, 'together'],
    eval: [bin, 'eval', 'ijbc', ...vectors, ...quietly],
    erc: [bin, 'erc', 'ijbc', ...vectors, ...quietly],
    bands: [bin, 'bands', 'ijbc', ...vectors, ...quietly],
    identify: [bin, 'identify', 'ijbc', ...vectors, ...quietly],
  };
};

/**
 * What every program took: of our own and of each of the peers that are named, the medians over the runs, a whole process as
 * `wall`, `cpu` (seconds) and `peak` (bytes), its stages likewise, and what it found.
 */
export function timedInTurn({ root, out, runs, python, peers }) {
  // What is read first would else wait for the disk.
  for (const name of ['', 'meta']) {
    for (const file of readdirSync(join(root, name), { withFileTypes: true })) {
      if (file.isFile()) spawnSync('cat', [join(root, name, file.name)], { stdio: 'ignore' });
    }
  }
  const programs = [
    ...Object.entries(OWN(root, out)).map(([name, argv]) => ({
      name,
      own: true,
      command: [process.execPath, ...argv],
    })),
    ...peers.map((name) => {
      if (!(name in PEERS)) throw new Error(`no peer ${name}: ${Object.keys(PEERS).join(', ')}`);
      return { name, ...PEERS[name], command: [python, '-B', PEERS[name].script, root] };
    }),
  ].map((program) => ({ ...program, times: [] }));
  for (let run = 0; run < runs; run++) {
    for (const { name, command, once, times } of programs) {
      if (once && run > 0) continue;
      console.error(`run ${run + 1} of ${runs}: ${name}`);
      times.push(timed(command));
    }
  }
  const summed = (kind) =>
    Object.fromEntries(
      programs
        .filter(({ own = false }) => own === kind)
        .map(({ name, times }) => [name, middle(times)]),
    );
  return { own: summed(true), peers: summed(false) };
}

function timed(command) {
  const argv = ['-f', '%e %U %S %M', ...command];
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', argv, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
  const [wall, user, system, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  const whole = { wall, cpu: user + system, peak: 1024 * kilobytes };
  const lines = stdout.split('\n').filter((line) => /^{"(stage|found)"/.test(line));
  const told = lines.map((line) => JSON.parse(line));
  const stages = told.filter(({ stage }) => stage !== undefined);
  const isOne = stages.some(({ stage }) => stage === 'verification');
  if (stages.length > 0 && !isOne) stages.push(joined(stages));
  return {
    ...whole,
    // Where the peak was counted anew for each stage, the last of them is no peak of the process.
    peak: Math.max(whole.peak, ...stages.map(({ peak }) => peak)),
    stages: Object.fromEntries(stages.map(({ stage, ...cost }) => [stage, cost])),
    found: told.find(({ found }) => found !== undefined)?.found,
  };
}

/** What the stages of 1:1 cost together. */
function joined(stages) {
  const some = stages.filter(({ stage }) => VERIFICATION.includes(stage));
  const sum = (name) => some.reduce((total, cost) => total + cost[name], 0);
  const peak = Math.max(...some.map((cost) => cost.peak));
  return { stage: 'verification', wall: sum('wall'), cpu: sum('cpu'), peak };
}

/** Medians of every figure over several runs; what was found must be the same in all of them. */
function middle(times) {
  const cost = (some) => ({
    wall: median(some.map(({ wall }) => wall)),
    cpu: median(some.map(({ cpu }) => cpu)),
    peak: median(some.map(({ peak }) => peak)),
  });
  const [{ stages, found }] = times;
  for (const other of times) {
    if (JSON.stringify(other.found) !== JSON.stringify(found)) throw new Error('two runs differ');
  }
  return {
    ...cost(times),
    runs: times.length,
    stages: Object.fromEntries(
      Object.keys(stages).map((name) => [name, cost(times.map((time) => time.stages[name]))]),
    ),
    found,
  };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** What peers compute in other floats may put a few comparisons on the other side of a threshold. */
const OTHER_FLOATS = 3;

/**
 * Returns where every peer finds the rates that we find by its rule.
 *
 * @throws Error where one does not: then something else was measured
 */
export function requireAgreement(root, peers) {
  const { found } = timed([process.execPath, path('own.js'), root, 'nearest']);
  for (const [peer, theirs] of Object.entries(peers)) {
    const tar = PEERS[peer].nearest ? found.nearest : found.tar;
    for (const [name, ours] of Object.entries({ tar, tpir: found.tpir })) {
      const rates = theirs.found[name] ?? ours;
      const apart = Math.max(...rates.map((rate, i) => Math.abs(rate - ours[i])));
      if (!(apart * found.counts.genuine <= OTHER_FLOATS)) {
        throw new Error(`${peer} finds ${name} ${rates.join(' ')}, we ${ours.join(' ')}`);
      }
    }
  }
}
