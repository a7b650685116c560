/**
 * How fast faces are made of pictures by their landmarks, one after the other on one core, beside OpenCV where python3 has it:
 * the warp alone, and with reading and decoding.
 *
 * Usage: npm run build && node bench/align.js FOLDER LANDMARKS [RUNS]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePicture } from '../dist/inference/decode.js';
import { readLandmarksFile, pointsOf } from '../dist/landmarks/index.js';
import {
  ARCFACE_TEMPLATE,
  inverseOf,
  similarityTransform,
} from '../dist/inference/similarity-transform.js';
import { warp } from '../dist/inference/warp.js';

const [folder, landmarks, given = '5'] = process.argv.slice(2);
const runs = Number(given);
const REPEATED = 20;

const PEER = `
import sys, time, json, cv2, numpy as np
cv2.setNumThreads(1)
jobs = json.load(sys.stdin)
matrices = [np.array(job['matrix']).reshape(2, 3) for job in jobs]
began = time.perf_counter()
pictures = [cv2.imread(job['path']) for job in jobs]
for picture, matrix in zip(pictures, matrices): cv2.warpAffine(picture, matrix, (112, 112), borderValue=0.0)
whole = time.perf_counter() - began
began = time.perf_counter()
for _ in range(${REPEATED}):
    for picture, matrix in zip(pictures, matrices): cv2.warpAffine(picture, matrix, (112, 112), borderValue=0.0)
print(json.dumps({'whole': len(jobs) / whole, 'warp': ${REPEATED} * len(jobs) / (time.perf_counter() - began)}))
`;

const table = readLandmarksFile(landmarks);
const jobs = table.pictures.map((name, entry) => {
  const toFace = similarityTransform(pointsOf(table, entry), ARCFACE_TEMPLATE);
  const { a, b, x, y } = toFace;
  return { path: join(folder, name), place: inverseOf(toFace), matrix: [a, -b, x, b, a, y] };
});

async function ours() {
  const began = performance.now();
  const pictures = [];
  for (const { path, place } of jobs) {
    const picture = await decodePicture(readFileSync(path), path);
    warp(picture, place, 112);
    pictures.push(picture);
  }
  const whole = jobs.length / ((performance.now() - began) / 1000);
  const since = performance.now();
  for (let i = 0; i < REPEATED; i++) jobs.forEach(({ place }, k) => warp(pictures[k], place, 112));
  return { whole, warp: (REPEATED * jobs.length) / ((performance.now() - since) / 1000) };
}

function peer() {
  const { status, stdout } = spawnSync('python3', ['-c', PEER], { input: JSON.stringify(jobs) });
  return status === 0 ? JSON.parse(String(stdout)) : undefined;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const [own, others] = [[], []];
for (let run = 0; run < runs; run++) {
  own.push(await ours());
  const theirs = peer();
  if (theirs !== undefined) others.push(theirs);
}
console.log(`${jobs.length} pictures, medians of ${runs} runs in turn, pictures a second`);
for (const [what, key] of [
  ['warp alone', 'warp'],
  ['read, decode and warp', 'whole'],
]) {
  const mine = median(own.map((each) => each[key]));
  const beside = median(others.map((each) => each[key]));
  const text =
    others.length === 0
      ? 'no OpenCV here'
      : `OpenCV ${beside.toFixed(0)}, ratio ${(mine / beside).toFixed(2)}`;
  console.log(`${what.padEnd(22)} magface ${mine.toFixed(0)}, ${text}`);
}
