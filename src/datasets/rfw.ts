import { createHash, type Hash } from 'node:crypto';
import { posix } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { type LfwPair, lfwStem, parseWithoutHeader } from './formats/lfw-pairs.js';
import { absentImages } from './image-folder.js';
import { findPictures, lfwDataset } from './lfw-pictures.js';
import { pairBuilder } from './pair-builder.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';
import { tenFolds } from './ten-folds.js';
import { publishedTenFolds } from './published.js';

/** Folders of RFW's archive that a user may point at, and those that hold its data and txts. */
const ABOVE = ['', 'test/', 'images/test/', '../'] as const;

const GROUPS = ['African', 'Asian', 'Caucasian', 'Indian'] as const;
type Group = (typeof GROUPS)[number];

const REFERENCE =
  'Wang, Deng, Hu, Tao, Huang: Racial faces in the wild: reducing racial bias by information maximization adaptation network. ICCV 2019';
const OBTAIN = 'http://whdeng.cn/RFW/testing.html (test.zip, on request), aligned to 112x112';

export const rfwAfrican = rfwGroup('African');
export const rfwAsian = rfwGroup('Asian');
export const rfwCaucasian = rfwGroup('Caucasian');
export const rfwIndian = rfwGroup('Indian');

/**
 * The four groups of Racial Faces in-the-Wild together, at one threshold: what a model does to each of them when nobody asks who
 * stands before the camera. Its pictures bear the attribute `race`; fold k is made of the four folds k.
 */
export const rfw: Dataset = {
  name: 'rfw',
  title: 'RFW',
  summary:
    'Racial Faces in-the-Wild, its four groups at one threshold: 24,000 comparisons in 10 folds, errors by race',
  reference: REFERENCE,
  obtain: OBTAIN,
  files: `${GROUPS.map((group) => `txts/${group}/${listOf(group)}`).join(', ')}, and data/African/NAME/NAME_0001.jpg, ...`,
  published: publishedTenFolds(1200),
  load: async (source) => {
    if (source.pairs !== undefined) {
      throw new UserError(
        'E_RFW_PAIRS',
        '--pairs with rfw, whose comparisons are in four lists',
        'name the group, such as rfw-african, or leave it out',
        EXIT.usage,
      );
    }
    const hash = createHash('sha256');
    const listed: { readonly group: Group; readonly pairs: readonly LfwPair[] }[] = [];
    for (const group of GROUPS)
      listed.push({ group, pairs: await comparisonsOf(group, source, hash) });
    const stemOf = (group: Group, picture: LfwPair['left']) => posix.join(group, lfwStem(picture));
    const stems = listed.flatMap(({ group, pairs }) =>
      pairs.slice(0, 1).map(({ left }) => stemOf(group, left)),
    );
    const folders = [...ABOVE.map((above) => `${above}data`), '.'];
    const found = await findPictures(source, stems, folders);
    const extension = found instanceof UserError ? '.jpg' : found.extension;
    const builder = pairBuilder();
    for (const { group, pairs } of listed) {
      const imageOf = (picture: LfwPair['left']) =>
        builder.image(stemOf(group, picture) + extension, picture.person);
      for (const pair of pairs) {
        builder.add({ ...pair, left: imageOf(pair.left), right: imageOf(pair.right) });
      }
    }
    const built = builder.build({ name: 'rfw', digest: hash.digest('hex'), testFolds: foldsFrom });
    const { images } = built.protocol;
    const attributes = [
      {
        attribute: 'race',
        groups: GROUPS,
        of: Int16Array.from(images, (id) =>
          GROUPS.findIndex((group) => id.startsWith(`${group}/`)),
        ),
      },
    ];
    if (found instanceof UserError) {
      return { ...built, attributes, images: absentImages(images, found) };
    }
    const { place, below } = found;
    const paths = images.map((id) => posix.join(below, id));
    return {
      ...built,
      attributes,
      images: place.pictures(images, paths),
      warnings: [...place.remarks, ...built.warnings],
    };
  },
};

function listOf(group: Group): string {
  return `${group}_pairs.txt`;
}

/** The comparisons of a group in their folds. */
async function comparisonsOf(
  group: Group,
  source: DatasetSource,
  hash: Hash,
): Promise<readonly LfwPair[]> {
  const places = [...ABOVE.map((above) => `${above}txts/${group}`), '.'];
  const path = await findProtocolFile(source, [listOf(group)], places);
  const listed = [...parseWithoutHeader(protocolLines(path, hash), path)];
  const folds = tenFolds(listed.map(({ genuine }) => genuine));
  return listed.map((pair, k) => ({ ...pair, fold: folds[k]! }));
}

/** Every fold is tested, where there are several. */
function foldsFrom(count: number): readonly number[] {
  return count > 1 ? [...Array(count).keys()] : [];
}

/**
 * One of the four groups, which are four benchmarks of equal size as well: each has its own comparisons, folds and thresholds, and
 * what they tell is how far their numbers lie apart.
 */
function rfwGroup(group: Group): Dataset {
  const name = `rfw-${group.toLowerCase()}`;
  return {
    name,
    title: `RFW ${group}`,
    summary: `Racial Faces in-the-Wild, group ${group}: 6,000 comparisons in 10 folds`,
    reference: REFERENCE,
    obtain: OBTAIN,
    files: `txts/${group}/${listOf(group)}, and data/${group}/NAME/NAME_0001.jpg`,
    published: publishedTenFolds(300),
    load: async (source) => {
      const hash = createHash('sha256');
      const pairs = await comparisonsOf(group, source, hash);
      const testFolds = foldsFrom(new Set(pairs.map(({ fold }) => fold)).size);
      const about = { name, testFolds, digest: hash.digest('hex') };
      const folders = [...ABOVE.map((above) => `${above}data/${group}`), group, '.'];
      return lfwDataset(pairs, about, source, folders);
    },
  };
}
