import type { DatasetSource } from './dataset.js';
import { isFileIn } from './protocol-file.js';

/**
 * Whether a benchmark is there as its authors hand it on: one of `names` lies in the folders `places` of the root, or the user named
 * a protocol file that is no `.bin`, which is how packs of pictures end.
 */
export async function isOwnForm(
  { root, pairs }: DatasetSource,
  names: readonly string[],
  places: readonly string[],
): Promise<boolean> {
  return pairs === undefined ? isFileIn(root, names, places) : !/\.bin$/i.test(pairs);
}
