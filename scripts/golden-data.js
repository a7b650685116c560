/** The comparisons and the answers that goldens are made of, as the metrics read them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verificationInput } from '../dist/metrics/index.js';

/** The value of a JSON file in which Python may have written NaN. */
export function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), 'utf8').replaceAll(/\bNaN\b/g, 'null'));
}

export function readLines(...path) {
  return readFileSync(join(...path), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** The score set of genuine and impostor scores, without folds. */
export function scoreSet(genuine, impostor) {
  return {
    scores: Float64Array.from([...genuine, ...impostor]),
    genuine: Uint8Array.from([...genuine.map(() => 1), ...impostor.map(() => 0)]),
    fold: new Uint16Array(genuine.length + impostor.length),
    testFolds: [],
  };
}

/** What metrics read of genuine and impostor scores without folds. */
export function inputOf(genuine, impostor) {
  return verificationInput(scoreSet(genuine, impostor));
}

/** The worked example of peer_runs: its scores, and the answers of every program on them. */
export function worked(folder) {
  const answers = readJson(folder, 'worked_example.json');
  return { answers, input: inputOf(answers.genuine, answers.impostor) };
}

/** Case B of the worked example, on which thinning the ROC changes what is picked. */
export function caseB(folder) {
  const { case_B: answers } = worked(folder).answers;
  return { answers, input: inputOf(answers.genuine, answers.impostor) };
}

/** F1 of peer_runs: float64 cosines of comparisons without folds, the lower magnitude as quality, and the vectors. */
export function f1(folder) {
  const faces = readLines(folder, 'f1_feat.list').map((line) => line.split(' '));
  const ids = faces.map(([id]) => id);
  const vectors = faces.map(([, ...components]) => components.map(Number));
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  const row = new Map(ids.map((id, i) => [id, i]));
  const pairs = readLines(folder, 'f1_pair.list').map((line) => line.split(' '));
  const left = Uint32Array.from(pairs, ([a]) => row.get(a));
  const right = Uint32Array.from(pairs, ([, b]) => row.get(b));
  const cosine = (a, b) =>
    vectors[a].reduce((sum, x, i) => sum + x * vectors[b][i], 0) / (lengths[a] * lengths[b]);
  return {
    scores: {
      scores: Float64Array.from(left, (a, k) => cosine(a, right[k])),
      genuine: Uint8Array.from(pairs, ([, , label]) => Number(label)),
      quality: Float64Array.from(left, (a, k) => Math.min(lengths[a], lengths[right[k]])),
      fold: new Uint16Array(pairs.length),
      testFolds: [],
    },
    compared: {
      embeddings: {
        ids,
        dim: vectors[0].length,
        directions: Float32Array.from(vectors.flatMap((v, i) => v.map((x) => x / lengths[i]))),
        magnitudes: Float32Array.from(lengths),
      },
      left,
      right,
    },
  };
}

/** F2 of peer_runs: ten folds of 300 genuine and 300 impostor scores, ties among them. */
export function f2(folder) {
  const rows = readLines(folder, 'f2_scores.csv')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    scores: Float64Array.from(rows, ([, , score]) => score),
    genuine: Uint8Array.from(rows, ([, label]) => label),
    fold: Uint16Array.from(rows, ([fold]) => fold),
    testFolds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  };
}
