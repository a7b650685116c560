/**
 * Hands every reader of files valid ones with faults in them:
 *
 *     node scripts/fuzz-readers.js [--inputs 100000] [--seed 1] [READER ...]
 *
 * An input may be read or be refused with an `E_` code and a place. Anything else, and an input that takes more than a second,
 * is a mistake of ours: it is kept as a file, and the exit code is 1. Prints the counts and the slowest input of each reader.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { FormatError } from '../dist/errors.js';
import { mutated } from './fuzz/mutate.js';
import { READERS } from './fuzz/readers.js';

const LONGEST_MS = 1000;

const { values, positionals } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});

/** What is wrong with how an input was refused; undefined where nothing is. */
function faultOf(error) {
  if (!(error instanceof FormatError)) return `no refusal but ${error?.stack ?? error}`;
  if (!/^E_[A-Z0-9_]+ /.test(error.message)) return `no code: ${error.message}`;
  if (/\p{Cc}/u.test(error.message))
    return `a control character in ${JSON.stringify(error.message)}`;
  return undefined;
}

async function fuzz({ name, valid, read, mend = (bytes) => bytes }) {
  const random = xoroshiro128plus(Number(values.seed));
  const counts = { read: 0, refused: 0, faults: 0 };
  const codes = new Map();
  let slowest = { ms: 0, bytes: 0 };
  for (const bytes of valid) await read(bytes);
  for (let input = 0; input < Number(values.inputs); input++) {
    const faulty = mutated(valid, random);
    const bytes = input % 2 === 0 ? faulty : mend(faulty);
    const began = performance.now();
    const error = await read(bytes).then(
      () => undefined,
      (reason) => reason,
    );
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { ms, bytes: bytes.length };
    if (error === undefined) counts.read++;
    else counts.refused++;
    if (error instanceof FormatError) codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    const fault =
      ms > LONGEST_MS ? `${Math.round(ms)} ms` : error === undefined ? undefined : faultOf(error);
    if (fault === undefined) continue;
    counts.faults++;
    const kept = join(tmpdir(), `fuzz-${name}-${input}`);
    writeFileSync(kept, bytes);
    console.error(`${name} input ${input}, kept as ${kept}: ${fault}`);
    if (counts.faults >= 5) break;
  }
  const listed = [...codes]
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${code} ${count}`);
  console.log(
    `${name}: ${counts.read} read, ${counts.refused} refused, ${counts.faults} faults;`,
    `slowest ${slowest.ms.toFixed(1)} ms for ${slowest.bytes} bytes`,
  );
  console.log(`  ${listed.join(', ')}`);
  return counts.faults;
}

const chosen = READERS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.length === 0) throw new Error(`readers: ${READERS.map(({ name }) => name).join(', ')}`);
let faults = 0;
for (const reader of chosen) faults += await fuzz(reader);
process.exitCode = faults === 0 ? 0 : 1;
