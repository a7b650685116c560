/**
 * Measures what fixtures/demo claims, in plain code that shares nothing with the toolkit's own metrics.
 * Usage: npm run build && node scripts/demo/measure.js [FOLDER] [MODEL]
 *
 * FOLDER (fixtures/demo) holds images/, images.csv and pairs.txt; MODEL is FOLDER/model.onnx.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { degrade, DEGRADATIONS } from '../../dist/synthetic/degrade.js';
import { chance } from '../../dist/synthetic/random.js';

process.env.ORT_DISABLE_TELEMETRY = '1';
const { default: ort } = await import('onnxruntime-node');

const REJECTED = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
const FMR = 1e-2;
const SHUFFLES = 200;

const folder = process.argv[2] ?? 'fixtures/demo';
const file = process.argv[3] ?? join(folder, 'model.onnx');
const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 1 });

const rows = (await readFile(join(folder, 'images.csv'), 'utf8')).trim().split('\n').slice(1);
const pictures = await Promise.all(
  rows.map(async (row) => {
    const [path, , kind, level] = row.split(',');
    const image = sharp(join(folder, 'images', path))
      .removeAlpha()
      .raw();
    const data = new Uint8Array(await image.toBuffer());
    return { path, kind, level: Number(level), pixels: { data, width: 112, height: 112 } };
  }),
);
console.log(`model ${(await stat(file)).size} bytes, ${pictures.length} pictures`);

const embeddings = await embed(pictures.map(({ pixels }) => pixels));
const places = new Map(pictures.map(({ path }, place) => [path, place]));
const pairs = readPairs(await readFile(join(folder, 'pairs.txt'), 'utf8'));
verify();
reject();
await ladder();

/** Embeddings of pictures: unit direction and magnitude. */
async function embed(list) {
  const found = [];
  for (let first = 0; first < list.length; first += 64) {
    const batch = list.slice(first, first + 64);
    const input = new Float32Array(batch.length * 3 * 112 * 112);
    batch.forEach(({ data }, b) => {
      for (let i = 0; i < 112 * 112; i++)
        for (let c = 0; c < 3; c++)
          input[(b * 3 + c) * 112 * 112 + i] = (data[i * 3 + c] - 127.5) / 127.5;
    });
    const tensor = new ort.Tensor('float32', input, [batch.length, 3, 112, 112]);
    const { embedding } = await session.run({ input: tensor });
    const dim = embedding.dims[1];
    for (let b = 0; b < batch.length; b++) {
      const vector = Array.from(embedding.data.subarray(b * dim, (b + 1) * dim));
      const magnitude = Math.hypot(...vector);
      found.push({ magnitude, direction: vector.map((v) => v / magnitude) });
    }
  }
  return found;
}

function readPairs(text) {
  const [header, ...lines] = text.trim().split('\n');
  const [folds, each] = header.split('\t').map(Number);
  if (lines.length !== folds * each * 2) throw new Error('pairs.txt is not as long as it says');
  const place = (name, number) => places.get(`${name}/${name}_${number.padStart(4, '0')}.jpg`);
  return lines.map((line, i) => {
    const f = line.split('\t');
    const [a, b] =
      f.length === 3
        ? [place(f[0], f[1]), place(f[0], f[2])]
        : [place(f[0], f[1]), place(f[2], f[3])];
    const [x, y] = [embeddings[a], embeddings[b]];
    return {
      genuine: f.length === 3,
      fold: Math.floor(i / (2 * each)),
      clean: pictures[a].level === 0 && pictures[b].level === 0,
      score: x.direction.reduce((sum, v, k) => sum + v * y.direction[k], 0),
      magnitude: Math.min(x.magnitude, y.magnitude),
    };
  });
}

/** The lowest score that at most the share FMR of these impostors reach. */
function thresholdOf(impostors) {
  const scores = impostors.map(({ score }) => score).sort((a, b) => b - a);
  const allowed = Math.floor(FMR * scores.length);
  return Math.min(...pairs.map(({ score }) => score).filter((score) => score > scores[allowed]));
}

function accuracy(list) {
  const folds = [...new Set(list.map(({ fold }) => fold))];
  const right = (part, t) => part.filter(({ genuine, score }) => genuine === score >= t).length;
  const shares = folds.map((fold) => {
    const rest = list.filter((pair) => pair.fold !== fold);
    const part = list.filter((pair) => pair.fold === fold);
    let best = [-1, 0];
    for (let t = -1; t <= 1; t += 0.005) {
      const hits = right(rest, t);
      if (hits > best[0]) best = [hits, t];
    }
    return right(part, best[1]) / part.length;
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const spread = Math.sqrt(
    shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length,
  );
  return `${percent(mean)} +- ${percent(spread)}`;
}

function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}

function verify() {
  for (const [name, list] of [
    ['all', pairs],
    ['clean', pairs.filter(({ clean }) => clean)],
  ]) {
    const genuine = list.filter((pair) => pair.genuine);
    const impostors = list.filter((pair) => !pair.genuine);
    const t = thresholdOf(impostors);
    console.log(
      `${name}: ${genuine.length} genuine, ${impostors.length} impostor; accuracy ${accuracy(list)}; FNMR at FMR ${FMR} ` +
        percent(genuine.filter(({ score }) => score < t).length / genuine.length),
    );
  }
}

/** FNMR of the genuine pairs that are left, at the threshold of all pairs. */
function reject() {
  const t = thresholdOf(pairs.filter(({ genuine }) => !genuine));
  const genuine = pairs.filter((pair) => pair.genuine);
  const wrong = (list) => list.filter(({ score }) => score < t).length / list.length;
  const ordered = [...genuine].sort((a, b) => a.magnitude - b.magnitude);
  console.log('rejected | by magnitude | at random (mean of', SHUFFLES, 'shuffles)');
  for (const share of REJECTED) {
    const gone = Math.floor(share * genuine.length);
    let random = 0;
    for (let s = 0; s < SHUFFLES; s++) {
      const { uniform } = chance(44, s);
      const keyed = genuine.map((pair) => [uniform(), pair]).sort((a, b) => a[0] - b[0]);
      random += wrong(keyed.slice(gone).map(([, pair]) => pair)) / SHUFFLES;
    }
    console.log(`${percent(share)} | ${percent(wrong(ordered.slice(gone)))} | ${percent(random)}`);
  }
}

/** Ranks from 1, ties sharing their mean. */
function ranks(values) {
  return values.map(
    (v) => values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2,
  );
}

function spearman(x, y) {
  const [a, b] = [ranks(x), ranks(y)];
  const mean = (x.length + 1) / 2;
  const cross = (p, q) => p.reduce((sum, v, i) => sum + (v - mean) * (q[i] - mean), 0);
  return cross(a, b) / Math.sqrt(cross(a, a) * cross(b, b));
}

/** Mean magnitude at every level of every kind, over all pictures of the set that are not degraded. */
async function ladder() {
  const clean = pictures.flatMap((picture, place) =>
    picture.level === 0 ? [{ ...picture, place }] : [],
  );
  console.log(
    `kind | mean magnitude at level 0..4 (${clean.length} pictures) | Spearman of level and magnitude within a picture`,
  );
  const all = [];
  for (const kind of DEGRADATIONS) {
    const byLevel = [clean.map(({ place }) => embeddings[place].magnitude)];
    for (let level = 1; level <= 4; level++) {
      const worse = await Promise.all(
        clean.map(({ pixels, place }) => degrade(kind, pixels, level, place)),
      );
      byLevel.push((await embed(worse)).map(({ magnitude }) => magnitude));
    }
    const means = byLevel.map((list) => list.reduce((sum, v) => sum + v, 0) / list.length);
    const within = clean.map((_, i) =>
      spearman(
        [0, 1, 2, 3, 4],
        byLevel.map((list) => list[i]),
      ),
    );
    const rho = within.reduce((sum, v) => sum + v, 0) / within.length;
    all.push(rho);
    console.log(`${kind.name} | ${means.map((v) => v.toFixed(2)).join(' ')} | ${rho.toFixed(3)}`);
  }
  console.log(
    `mean over the kinds | | ${(all.reduce((sum, v) => sum + v, 0) / all.length).toFixed(3)}`,
  );
}
