/**
 * IJB-C as magface evaluates it, stage after stage in one process, by the functions that `magface eval ijbc` and
 * `magface identify ijbc` call.
 *
 * Usage: node bench/ijbc/own.js ROOT [nearest | together] (with ROOT/meta and ROOT/embeddings.npy)
 *
 * The digest of the vectors is a stage of its own, since no peer takes one; the commands take it beside all others.
 *
 * With `together` it is 1:1 alone as one stage, in which threads read the comparisons and take the digest while vectors are pooled, as
 * the commands do it. With `nearest` it finds the TAR by the rule of the peers as well, which take the point of the ROC that is nearest to the FAR.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseIjbMedia } from '../../dist/datasets/formats/ijb-media.js';
import { parseIjbPairs } from '../../dist/datasets/formats/ijb-pairs.js';
import { ijbTemplates, readIjbTables } from '../../dist/datasets/ijb-repack.js';
import { openEmbeddings } from '../../dist/embeddings/formats.js';
import { POOLING_RULES } from '../../dist/embeddings/pooling.js';
import { poolVectors } from '../../dist/embeddings/template-pooler.js';
import { passingChunks } from '../../dist/files/chunks.js';
import { scoredByThreads } from '../../dist/kernels/comparison-scores.js';
import { widePairs } from '../../dist/kernels/template-pairs.js';
import { wideSums } from '../../dist/kernels/vector-sums.js';
import { findIdentificationConventions } from '../../dist/metrics/identification/index.js';
import { nearestOnThinnedRoc } from '../../dist/metrics/nearest-fmr.js';
import { operatingPoints } from '../../dist/metrics/operating-points.js';
import { sweep } from '../../dist/metrics/sweep.js';
import { readByThread } from '../../dist/pipeline/comparisons-thread.js';
import { pooledVectors } from '../../dist/pipeline/pooled.js';
import { searchExactly } from '../../dist/pipeline/search.js';
import { withSearchThreads } from '../../dist/pipeline/search-threads.js';
import { searchedRows } from '../../dist/pipeline/searched-rows.js';
import { vectorsDigest } from '../../dist/pipeline/vectors-digest.js';
import { SILENT } from '../../dist/talk.js';
import { usableThreads } from '../../dist/threads.js';
import { stage } from './stages.js';

const FARS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];
const FPIRS = [0.01, 0.1];
const TOP = 20;

const root = process.argv[2];
const meta = join(root, 'meta');
const { signal } = new globalThis.AbortController();

const compared = join(meta, 'ijbc_template_pair_label.txt');
const vectors = join(root, 'embeddings.npy');

if (process.argv[3] === 'together') {
  const points = await stage('verification', async () => {
    const media = readMedia();
    const wish = { file: compared, before: [], templates: media.templates };
    const [pairs, { embeddings, subject }] = await Promise.all([
      readByThread({ ...wish, title: 'IJB-C', published: {} }),
      poolTemplates(media),
    ]);
    const { directions, dim } = embeddings;
    const scores = await scoredByThreads({ directions, dim, ...pairs }, usableThreads());
    const points = operatingPoints(scores, pairs.genuine, FARS);
    await subject;
    return points;
  });
  console.log(JSON.stringify({ found: { tar: points.map((point) => point.tar) } }));
  process.exit();
}

const { media, pairs } = await stage('parse', () => {
  const media = readMedia();
  return {
    media,
    pairs: parseIjbPairs(passingChunks(compared), compared, media.templates, {
      size: statSync(compared).size,
      usual: widePairs,
    }),
  };
});

const templates = ijbTemplates(media);
const { directions, dim } = await stage('pool', async () => {
  const file = await openEmbeddings(vectors);
  const pictures = { ...file, nameOf: (row) => media.pictures.name(row) };
  const [pooled] = await poolVectors(pictures, {
    templates,
    rules: POOLING_RULES.slice(0, 1),
    sums: wideSums,
  });
  return pooled;
});

await stage('digest', async () => {
  const file = await openEmbeddings(vectors);
  return (await vectorsDigest(file, signal)).hex();
});

const scores = await stage('score', () =>
  scoredByThreads({ directions, dim, ...pairs }, usableThreads()),
);

const points = await stage('tar', () => operatingPoints(scores, pairs.genuine, FARS));

const tables = await readIjbTables(meta, 'ijbc');
const { identity } = ijbTemplates(media, tables);
const [convention] = findIdentificationConventions(['ijb_evals']);

const tpir = await stage('search', async () => {
  const templates = { directions, identity, dim };
  const probes = searchedRows(templates, rowsOf(tables.probes));
  return withSearchThreads(undefined, async (threads) => {
    const rates = [];
    for (const { rows } of tables.galleries) {
      const gallery = { ...templates, rows: rowsOf(rows) };
      const wishes = { top: TOP, threads };
      const set = await searchExactly(gallery, probes, dim, wishes, SILENT, signal);
      rates.push(...FPIRS.map((fpir) => convention.tpirAtFpir(set, fpir, 1).tpir));
    }
    return rates;
  });
});
const found = {
  tar: points.map((point) => point.tar),
  tpir,
  counts: {
    pictures: media.pictures.size,
    templates: media.templates.size,
    dim,
    comparisons: scores.length,
    genuine: pairs.genuine.reduce((sum, one) => sum + one, 0),
    probes: tables.probes.length,
    entries: tables.galleries.reduce((sum, { rows }) => sum + rows.length, 0),
  },
};
if (process.argv[3] === 'nearest') {
  const counts = sweep(scores, pairs.genuine);
  found.nearest = FARS.map((far) => nearestOnThinnedRoc(counts, far).tar);
}
console.log(JSON.stringify({ found }));

function readMedia() {
  const members = join(meta, 'ijbc_face_tid_mid.txt');
  return parseIjbMedia(passingChunks(members), members, statSync(members).size);
}

function poolTemplates(media) {
  const images = { ids: media.pictures.names() };
  const dataset = { protocol: { name: 'ijbc', templates: ijbTemplates(media) }, images };
  return pooledVectors(dataset, { embeddings: vectors }, {}, SILENT, signal);
}

function rowsOf(subjects) {
  return Uint32Array.from(subjects, ({ template }) => media.templates.get(template));
}
