/**
 * Writes files of the shape and size of IJB-C, whose own need a licence: the pack's `meta/`, 1:1 and 1:N, and the vectors of all
 * pictures in `embeddings.npy` (961 MB). Persons, magnitudes and comparisons are made up from a seed: times are those of the real
 * files, rates mean nothing.
 *
 * The real file of comparisons is taken to list those of one gallery's template together; `--shuffled` has them in any order.
 * `--share S` makes S times as many persons, probes and pictures and S squared as many comparisons; each can be given for itself.
 *
 * Usage: npm run build && node bench/ijbc-files.js DIR [--share 1] [--seed 1] [--shuffled]
 *   [--persons N] [--probes N] [--pictures N] [--comparisons N] [--genuine N] [--dim 512]
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawComparisons, shuffle } from './ijbc/comparisons.js';
import { draws } from './ijbc/draws.js';
import { drawTemplates } from './ijbc/templates.js';
import { drawVectors } from './ijbc/vectors.js';
import { PREFIX, writeComparisons, writeMatrix, writeTables } from './ijbc/write-files.js';

/** What IJB-C has. */
export const IJBC = {
  persons: 3531,
  probes: 19_593,
  pictures: 469_375,
  comparisons: 15_658_489,
  genuine: 19_557,
};

/** As IJB-C, `share` times as large in persons, probes and pictures. */
export function sized(share) {
  const { persons, probes, pictures, comparisons, genuine } = IJBC;
  const part = (count, of) => Math.max(1, Math.round(count * of));
  return {
    persons: part(persons, share),
    probes: part(probes, share),
    pictures: part(pictures, share),
    comparisons: part(comparisons, share * share),
    genuine: part(genuine, share),
  };
}

/** Writes the files into the folder `root`, which is made. The same sizes and seed give the same bytes. */
export function writeIjbc(root, { seed = 1, dim = 512, shuffled = false, ...sizes }) {
  const templates = drawTemplates(sizes, draws(seed));
  // Each kind of file has random numbers of its own: the size of one changes nothing in another.
  const comparisons = drawComparisons(templates, sizes, draws(seed + 1));
  if (shuffled) shuffle(comparisons, draws(seed + 2));
  let magnitudes;
  mkdirSync(root, { recursive: true });
  writeMatrix(root, sizes.pictures, dim, (write) => {
    magnitudes = drawVectors(templates, dim, draws(seed + 3), write);
  });
  writeTables(root, templates, magnitudes, draws(seed + 4));
  writeComparisons(root, comparisons);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const number = { type: 'string' };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      share: { ...number, default: '1' },
      seed: { ...number, default: '1' },
      dim: { ...number, default: '512' },
      shuffled: { type: 'boolean', default: false },
      ...Object.fromEntries(Object.keys(IJBC).map((name) => [name, number])),
    },
  });
  const [root] = positionals;
  if (root === undefined) throw new Error('name the folder to write to');
  const { share, seed, dim, shuffled, ...given } = values;
  const numbers = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, +text]));
  const began = performance.now();
  writeIjbc(root, { ...sized(+share), ...numbers, seed: +seed, dim: +dim, shuffled });
  const files = ['embeddings.npy', `meta/${PREFIX}_template_pair_label.txt`];
  for (const name of files) {
    const { size } = statSync(join(root, name));
    console.log(`${join(root, name)}  ${(size / 1e6).toFixed(1)} MB`);
  }
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
}
