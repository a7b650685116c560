/**
 * What IJB-C costs, from files to TAR@FAR and to the 1:N search, beside the scripts that people use, on the same files in one run:
 * wall time and processor time of every stage, peak memory of every process, and what share of this machine is used.
 *
 * Files come from bench/ijbc-files.js unless --root names some that it wrote. Programs run in turn, RUNS times each (MagFace's script
 * once, since it takes minutes); medians are told. Every peer must find the TAR and the TPIR that we find by its rule, or the bench
 * stops. What the peers took can be kept in a file (--keep-peers) and taken from it in a later run on the same machine (--peers-from).
 * --write puts the tables into docs/performance.md. Needs /usr/bin/time, and for the peers python3 with numpy, scipy, pandas,
 * scikit-learn, torch and, for its exact search, faiss.
 *
 * Usage: npm run build && node bench/ijbc.js [--share 1] [--root DIR] [--shuffled] [--runs 3] [--peers insightface,magface,numpy]
 *   [--python python3] [--keep-peers FILE] [--peers-from FILE] [--write]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { filled } from '../scripts/marked-blocks.js';
import { sized, writeIjbc } from './ijbc-files.js';
import { limits } from './ijbc/limits.js';
import { requireAgreement, timedInTurn } from './ijbc/processes.js';
import { tables } from './ijbc/tables.js';

const PAGE = new URL('../docs/performance.md', import.meta.url);
const MARK = 'bench:ijbc';

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    root: { type: 'string' },
    shuffled: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    peers: { type: 'string', default: 'insightface,magface,numpy' },
    python: { type: 'string', default: 'python3' },
    'keep-peers': { type: 'string' },
    'peers-from': { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'magface-bench-'));
try {
  const sizes = sized(Number(values.share));
  const root = values.root ?? join(folder, 'ijbc');
  if (values.root === undefined) writeIjbc(root, { ...sizes, shuffled: values.shuffled });
  const runs = Number(values.runs);
  const wanted = values['peers-from'] === undefined ? values.peers.split(',').filter(Boolean) : [];
  const out = join(folder, 'out');
  const { own, peers } = timedInTurn({ root, out, runs, python: values.python, peers: wanted });
  if (values['peers-from'] !== undefined) {
    Object.assign(peers, JSON.parse(readFileSync(values['peers-from'], 'utf8')));
  }
  requireAgreement(root, peers);
  if (values['keep-peers'] !== undefined) {
    writeFileSync(values['keep-peers'], JSON.stringify(peers, null, 1));
  }
  const machine = { ...(await limits()), processor: cpus()[0].model, node: process.version };
  const text = tables({ root, runs, own, peers, machine });
  console.log(text);
  if (values.write) {
    const page = filled(readFileSync(PAGE, 'utf8'), { [MARK]: text });
    const style = await resolveConfig(PAGE);
    writeFileSync(PAGE, await format(page, { ...style, parser: 'markdown' }));
  }
} finally {
  rmSync(folder, { recursive: true });
}
