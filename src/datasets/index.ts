import { dirname, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { findRecord } from '../nearest.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { describedDataset } from './described.js';
import { lfw } from './lfw.js';
import { lfwView1 } from './lfw-view1.js';
import { magfaceList } from './magface-list.js';
import { pairs } from './pairs.js';

/** Every registered benchmark, in the order of `magface list datasets`. */
export const DATASETS: readonly Dataset[] = [lfw, lfwView1, magfaceList, pairs];

/**
 * The dataset a user means by `name`, and where it lies: a registered one below `root` (or `$MAGFACE_DATA/NAME`), or the
 * one that a YAML or JSON file describes.
 *
 * @throws UserError E_DATASET, E_ROOT (usage), and those of the description
 */
export async function resolveDataset(
  name: string,
  place: { readonly [Key in keyof DatasetSource]?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly dataset: Dataset; readonly source: DatasetSource }> {
  const { root, images, pairs: pairsFile } = place;
  if (/\.(ya?ml|json)$/i.test(name)) {
    const dataset = await describedDataset(name);
    return { dataset, source: { root: root ?? dirname(name), images, pairs: pairsFile } };
  }
  const dataset = findRecord(DATASETS, name, 'dataset', 'E_DATASET');
  const data = env['MAGFACE_DATA'];
  const folder = root ?? (data === undefined || data === '' ? undefined : join(data, name));
  if (folder === undefined) {
    throw new UserError(
      'E_ROOT',
      `nothing says where ${name} lies`,
      'add --root DIR, or set MAGFACE_DATA to the folder that holds it',
      EXIT.usage,
    );
  }
  return { dataset, source: { root: folder, images, pairs: pairsFile } };
}
