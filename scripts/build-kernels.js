/**
 * Compiles every kernel of src/kernels/assembly to WebAssembly in dist/kernels, as part of the build; what lies in its folder parts/
 * is part of them.
 *
 * Usage: node scripts/build-kernels.js
 */
import { mkdirSync, readdirSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const FROM = 'src/kernels/assembly';
const TO = 'dist/kernels';

/** Memory comes from outside, and no kernel asks for any. */
const FLAGS = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--enable',
  'simd',
];
/** Kernels whose memory several threads share; the most it can be has to be said. */
const SHARED = [
  '--enable',
  'threads',
  '--sharedMemory',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '65536',
];
const THREADED = new Set(['cosines', 'vector-sums']);

mkdirSync(TO, { recursive: true });
for (const file of readdirSync(FROM)) {
  if (!file.endsWith('.ts')) continue;
  const name = file.slice(0, -3);
  const { error, stderr } = await asc.main([
    `${FROM}/${file}`,
    '--outFile',
    `${TO}/${name}.wasm`,
    ...FLAGS,
    ...(THREADED.has(name) ? SHARED : []),
  ]);
  if (error !== null) {
    process.stderr.write(`${stderr.toString()}\n`);
    process.exitCode = 1;
  }
}
