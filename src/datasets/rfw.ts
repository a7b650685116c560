import { createHash } from 'node:crypto';
import type { Dataset } from './dataset.js';
import { parseWithoutHeader } from './formats/lfw-pairs.js';
import { lfwDataset } from './lfw-pictures.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';
import { tenFolds } from './ten-folds.js';
import { publishedTenFolds } from './published.js';

/** Folders of RFW's archive that a user may point at, and those that hold its data and txts. */
const ABOVE = ['', 'test/', 'images/test/', '../'] as const;

export const rfwAfrican = rfw('African');
export const rfwAsian = rfw('Asian');
export const rfwCaucasian = rfw('Caucasian');
export const rfwIndian = rfw('Indian');

/**
 * One of the four groups of Racial Faces in-the-Wild, which are four benchmarks of equal size: each has its own comparisons, folds
 * and thresholds, and what they tell is how far their numbers lie apart.
 */
function rfw(group: string): Dataset {
  const name = `rfw-${group.toLowerCase()}`;
  const list = `${group}_pairs.txt`;
  return {
    name,
    title: `RFW ${group}`,
    summary: `Racial Faces in-the-Wild, group ${group}: 6,000 comparisons in 10 folds`,
    reference:
      'Wang, Deng, Hu, Tao, Huang: Racial faces in the wild: reducing racial bias by information maximization adaptation network. ICCV 2019',
    obtain: 'http://whdeng.cn/RFW/testing.html (test.zip, on request), aligned to 112x112',
    files: `txts/${group}/${list}, and data/${group}/NAME/NAME_0001.jpg`,
    published: publishedTenFolds(300),
    load: async (source) => {
      const places = [...ABOVE.map((above) => `${above}txts/${group}`), '.'];
      const path = await findProtocolFile(source, [list], places);
      const hash = createHash('sha256');
      const listed = [...parseWithoutHeader(protocolLines(path, hash), path)];
      const folds = tenFolds(listed.map(({ genuine }) => genuine));
      const pairs = listed.map((pair, k) => ({ ...pair, fold: folds[k]! }));
      const count = new Set(folds).size;
      const testFolds = count > 1 ? [...Array(count).keys()] : [];
      const about = { name, testFolds, digest: hash.digest('hex') };
      const folders = [...ABOVE.map((above) => `${above}data/${group}`), group, '.'];
      return lfwDataset(pairs, about, source, folders);
    },
  };
}
