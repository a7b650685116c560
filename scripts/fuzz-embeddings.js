/**
 * Damages valid files of vectors again and again and reads them: every outcome is vectors or an error that is shown to users
 * (an E_ code and the file), within two seconds. Prints a line for each reader and ends with 1 where one broke that.
 *
 *   npm run build && node scripts/fuzz-embeddings.js [RUNS] [SEED] [READER ...]
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readEmbeddings } from '../dist/embeddings/formats.js';
import { UserError } from '../dist/errors.js';

const SLOWEST = 2000;
const FIXTURES = new URL('../fixtures/embeddings/', import.meta.url).pathname;

const seeds = (folder, extension) =>
  readdirSync(join(FIXTURES, folder))
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(join(FIXTURES, folder, name)));

const vector = Buffer.concat([
  Buffer.from(Int32Array.of(3, 1, 4, 5).buffer),
  Buffer.from(Float32Array.of(1, -2, 3).buffer),
]);

/** What is read: the name of the file that is damaged, where to read from, and the bytes to begin with. */
export const READERS = [
  { name: 'npy', file: 'x.npy', seeds: seeds('', '.npy') },
  { name: 'npz', file: 'x.npz', seeds: seeds('', '.npz') },
  {
    name: 'list',
    file: 'x.list',
    seeds: [Buffer.from('a/1.jpg 3 -4 1e-3\nb.png 0.5 +2.5 7\r\n\u00fc 1 2 3')],
  },
  { name: 'safetensors', file: 'x.safetensors', seeds: seeds('peers', '.safetensors') },
  { name: 'parquet', file: 'x.parquet', seeds: seeds('peers', '.parquet') },
  { name: 'megaface', file: 'vectors/a.jpg_r.bin', from: 'vectors', seeds: [vector] },
  {
    name: 'megaface-list',
    file: 'vectors/x.txt',
    seeds: [Buffer.from('a.jpg_r.bin\nb.jpg_r.bin\n')],
    beside: { 'vectors/a.jpg_r.bin': vector, 'vectors/b.jpg_r.bin': vector },
  },
  {
    name: 'raw',
    file: 'x.bin',
    seeds: seeds('peers', 'raw.bin'),
    beside: { 'x.meta': Buffer.from('0\n0\n1\n') },
  },
  {
    name: 'raw-labels',
    file: 'x.meta',
    from: 'x.bin',
    seeds: [Buffer.from('0\n0\n1\n')],
    beside: { 'x.bin': seeds('peers', 'raw.bin')[0] },
  },
  {
    name: 'ids',
    file: 'x.ids.txt',
    from: 'x.npy',
    seeds: [Buffer.from('a\nb\r\n')],
    beside: { 'x.npy': seeds('', 'float32-v1.npy')[0] },
  },
];

/** Some changes to bytes: another value, a piece left out, twice or moved, an end cut off, many numbers at their limits. */
const CHANGES = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'set', 'set', 'word', 'cut', 'drop', 'twice', 'insert'),
    // Without its liking for small numbers, which would damage the first bytes only.
    at: fc.noBias(fc.nat({ max: 999_999 })),
    length: fc.integer({ min: 1, max: 16 }),
    value: fc.oneof(
      fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff, 0x0a, 0x20),
      fc.nat({ max: 255 }),
    ),
    word: fc.constantFrom(0, 1, -1, 0x7fffffff, -0x80000000, 0x10000, 0x40000000),
  }),
  { minLength: 1, maxLength: 4 },
);

function changed(seed, changes) {
  let bytes = Buffer.from(seed);
  for (const { kind, at, length, value, word } of changes) {
    const from = Math.floor((at / 1e6) * bytes.length);
    const piece = bytes.subarray(from, from + length);
    const [before, after] = [bytes.subarray(0, from), bytes.subarray(from + length)];
    if (kind === 'set' && from < bytes.length) bytes[from] = value;
    else if (kind === 'word' && from + 4 <= bytes.length) bytes.writeInt32LE(word, from);
    else if (kind === 'cut') bytes = Buffer.from(before);
    else if (kind === 'drop') bytes = Buffer.concat([before, after]);
    else if (kind === 'twice') bytes = Buffer.concat([before, piece, piece, after]);
    else if (kind === 'insert') {
      bytes = Buffer.concat([before, Buffer.alloc(length, value), bytes.subarray(from)]);
    }
  }
  return bytes;
}

async function fuzz({ name, file, from = file, seeds: valid, beside = {} }, runs, seed) {
  const folder = mkdtempSync(join(tmpdir(), 'magface-fuzz-'));
  mkdirSync(join(folder, 'vectors'));
  for (const [other, bytes] of Object.entries(beside)) writeFileSync(join(folder, other), bytes);
  const codes = new Map();
  let slowest = 0;
  const property = fc.asyncProperty(fc.noBias(fc.nat()), CHANGES, async (pick, changes) => {
    writeFileSync(join(folder, file), changed(valid[pick % valid.length], changes));
    const start = performance.now();
    let code = 'read';
    try {
      await readEmbeddings(join(folder, from));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (!error.message.includes(folder))
        throw new Error(`no place: ${error.message}`, { cause: error });
      code = error.code;
    }
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    if (took > SLOWEST) throw new Error(`took ${took} ms`);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  });
  try {
    await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
    const sorted = [...codes].sort(([, a], [, b]) => b - a);
    const told = sorted.map(([code, count]) => `${code} ${count}`).join(', ');
    rmSync(folder, { recursive: true, force: true });
    console.log(`${name}: ${runs} inputs, slowest ${slowest.toFixed(0)} ms: ${told}`);
    return true;
  } catch (error) {
    console.log(`${name}: ${error.message}\n${error.cause?.stack ?? ''}`);
    console.log(`kept in ${folder}`);
    return false;
  }
}

const [runs = '100000', seed = '1', ...names] = process.argv.slice(2);
for (const reader of READERS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  if (!(await fuzz(reader, Number(runs), Number(seed)))) process.exitCode = 1;
}
