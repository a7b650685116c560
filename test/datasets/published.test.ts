import { describe, expect, test } from '@jest/globals';
import type { Dataset } from '../../src/datasets/dataset.js';
import { heldAgainstPublished, publishedTenFolds } from '../../src/datasets/published.js';
import { pairBuilder } from '../../src/datasets/pair-builder.js';

/** A dataset of `folds` folds with `genuine` and `impostor` comparisons in each. */
function dataset(name: string, folds: number, genuine: number, impostor: number): Dataset {
  const text = { title: name.toUpperCase(), summary: '', reference: '', obtain: '', files: '' };
  return {
    ...text,
    name,
    published: publishedTenFolds(2),
    load: () => {
      const builder = pairBuilder();
      for (let fold = 0; fold < folds; fold++) {
        for (let k = 0; k < genuine + impostor; k++) {
          const [left, right] = [builder.image(`${fold} ${k}`), builder.image(`${fold} ${k} too`)];
          builder.add({ left, right, genuine: k < genuine, fold, file: 'f', line: 1 });
        }
      }
      const built = builder.build({ name, digest: '', testFolds: () => [] });
      const images = {
        ids: built.protocol.images,
        describe: String,
        missing: () => Promise.resolve([]),
        read: () => Promise.reject(new Error('not asked for')),
      };
      return Promise.resolve({ ...built, images });
    },
  };
}

const warnings = async (...of: Parameters<typeof dataset>) =>
  (await heldAgainstPublished(dataset(...of)).load!({ root: '.' })).warnings;

describe('what was published of a benchmark', () => {
  const published =
    'BFW as published has 20 genuine and 20 impostor comparisons in 10 folds; these files have';

  test.each([
    ['all there', 10, 2, 2, []],
    [
      'impostors missing',
      10,
      2,
      1,
      [`${published} 20 genuine and 10 impostor comparisons in 10 folds`],
    ],
    ['other folds', 5, 4, 4, [`${published} 20 genuine and 20 impostor comparisons in 5 folds`]],
    ['one fold', 1, 20, 20, [`${published} 20 genuine and 20 impostor comparisons in 1 fold`]],
  ])(
    'is remarked on where the files hold other counts: %s',
    async (_, folds, genuine, impostor, expected) => {
      expect(await warnings('bfw', folds, genuine, impostor)).toEqual(expected);
    },
  );

  test('of LFW is not asked of those who only borrow its grammar', async () => {
    expect(await warnings('lfw', 1, 3, 3)).toEqual([]);
  });
});
