/**
 * Prints the largest difference between the embeddings of onnxruntime-node and those that train.py kept.
 * Usage: node scripts/demo/compare.js FOLDER fixtures/demo/model.onnx
 *
 * Exits 1 where any component differs by 1e-4 or more. FOLDER is the one train.py worked in.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

process.env.ORT_DISABLE_TELEMETRY = '1';
const { default: ort } = await import('onnxruntime-node');

const PICTURES = 8;
const PLANE = 112 * 112;
const [folder, model] = process.argv.slice(2);

const bytes = new Uint8Array(PICTURES * PLANE * 3);
const file = await open(join(folder, 'validation.u8'));
await file.read(bytes, 0, bytes.length, 0);
await file.close();
const input = new Float32Array(bytes.length);
for (let p = 0; p < PICTURES; p++)
  for (let i = 0; i < PLANE; i++)
    for (let c = 0; c < 3; c++)
      input[(p * 3 + c) * PLANE + i] = (bytes[(p * PLANE + i) * 3 + c] - 127.5) / 127.5;

const session = await ort.InferenceSession.create(model);
const { embedding } = await session.run({
  input: new ort.Tensor('float32', input, [PICTURES, 3, 112, 112]),
});
const npy = await readFile(join(folder, 'probe.npy'));
const start = 10 + npy.readUInt16LE(8);
let largest = 0;
for (const [i, v] of embedding.data.entries())
  largest = Math.max(largest, Math.abs(v - npy.readFloatLE(start + 4 * i)));
console.log(
  `${embedding.dims.join(' x ')} components, largest difference ${largest.toExponential(2)}`,
);
process.exitCode = largest < 1e-4 ? 0 : 1;
