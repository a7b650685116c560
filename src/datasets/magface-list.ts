import { join } from 'node:path';
import { FormatError } from '../errors.js';
import { quote } from '../files/quote.js';
import type { PairDataset } from './dataset.js';
import { MAGFACE_LIST } from './formats/pair-list.js';
import { listedPairs, pathBelow } from './listed-pairs.js';
import { findProtocolFile, isFile, protocolLines } from './protocol-file.js';

/** The lists that MagFace's own evaluation reads. */
export const magfaceList: PairDataset = {
  name: 'magface-list',
  title: 'MagFace lists',
  summary: "MagFace's own pair.list (PATH PATH 1|0), held against its img.list where there is one",
  reference:
    'Meng, Zhao, Huang, Zhou: MagFace. CVPR 2021; IrvingMeng/MagFace, eval/eval_recognition',
  obtain: 'https://github.com/IrvingMeng/MagFace (README, evaluation)',
  files: 'pair.list, perhaps img.list, and the pictures below the root',
  load: async (source) => {
    const path = await findProtocolFile(source, ['pair.list']);
    const imageList = join(source.root, 'img.list');
    const listed = (await isFile(imageList)) ? namesIn(imageList) : undefined;
    return listedPairs('magface-list', path, MAGFACE_LIST, source, (picture) => {
      if (listed?.has(picture.text) === false) {
        throw new FormatError(
          'E_PAIR_LIST',
          picture,
          `${quote(picture.text)} is not in ${imageList}`,
          'add it there, or remove that file',
        );
      }
      return pathBelow(picture, source);
    });
  },
};

function namesIn(path: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { text } of protocolLines(path)) names.add(text);
  return names;
}
