/**
 * Writes the InsightFace pack of a dataset that lies in a folder:
 *
 *     node scripts/write-pack.js lfw DATA/lfw OUT/lfw.bin [PROTOCOL]
 *
 * PROTOCOL is 2, as Python 2 wrote the packs that are handed on, or 4. Pictures are put in as they are.
 */
import { writeFileSync } from 'node:fs';
import { resolveDataset } from '../dist/datasets/index.js';
import { pickledPack } from './pickled-pack.js';

const [name, root, out, protocol = '2'] = process.argv.slice(2);
const { dataset, source } = await resolveDataset(name, { root }, {});
const { protocol: pairs, images } = await dataset.load(source);
const pictures = [];
for (const [k, left] of pairs.left.entries()) {
  pictures.push(await images.read(left), await images.read(pairs.right[k]));
}
const labels = Array.from(pairs.genuine, (one) => one === 1);
writeFileSync(out, pickledPack(pictures, labels, Number(protocol)));
console.log(`${out}: ${labels.length} comparisons, ${pictures.length} pictures`);
