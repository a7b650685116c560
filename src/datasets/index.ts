import { dirname, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { findRecord } from '../nearest.js';
import { agedb30 } from './agedb-30.js';
import { blufr } from './blufr.js';
import { calfw } from './calfw.js';
import { cfpFf } from './cfp-ff.js';
import { cfpFp } from './cfp-fp.js';
import { cplfw } from './cplfw.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { describedDataset } from './described.js';
import { galleries } from './galleries.js';
import { ijbb } from './ijbb.js';
import { ijbbCovariates } from './ijbb-covariates.js';
import { ijbc } from './ijbc.js';
import { ijbcCovariates } from './ijbc-covariates.js';
import { insightfaceBin } from './insightface-bin.js';
import { lfw } from './lfw.js';
import { lfwView1 } from './lfw-view1.js';
import { magfaceList } from './magface-list.js';
import { megaface } from './megaface.js';
import { pairs } from './pairs.js';
import { heldAgainstPublished } from './published.js';
import { rfw, rfwAfrican, rfwAsian, rfwCaucasian, rfwIndian } from './rfw.js';
import { sllfw } from './sllfw.js';
import { talfw } from './talfw.js';
import { tinyface } from './tinyface.js';
import { xqlfw } from './xqlfw.js';

/** Every registered benchmark, in the order of `magface list datasets`. */
export const DATASETS: readonly Dataset[] = [
  agedb30,
  blufr,
  calfw,
  cfpFf,
  cfpFp,
  cplfw,
  galleries,
  ijbb,
  ijbbCovariates,
  ijbc,
  ijbcCovariates,
  insightfaceBin,
  lfw,
  lfwView1,
  magfaceList,
  megaface,
  pairs,
  rfw,
  rfwAfrican,
  rfwAsian,
  rfwCaucasian,
  rfwIndian,
  sllfw,
  talfw,
  tinyface,
  xqlfw,
];

/**
 * The registered dataset called `name`.
 * @throws UserError E_DATASET (usage) that names every dataset or, when one is spelled nearly so, that one
 */
export function findDataset(name: string): Dataset {
  return findRecord(DATASETS, name, 'dataset', 'E_DATASET');
}

/**
 * The dataset a user means by `name`, and where it lies: a registered one in `root` (or `$MAGFACE_DATA/NAME`, or the folder of
 * the protocol file), or the one that a YAML or JSON file describes. What the user says of its place goes before what the
 * description says. A registered one is held against the published counts.
 *
 * @throws UserError E_DATASET, E_ROOT (usage), and those of the description
 */
// eslint-disable-next-line @typescript-eslint/require-await -- a caller should see every error as a rejection
export async function resolveDataset(
  name: string,
  place: { readonly [Key in keyof DatasetSource]?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly dataset: Dataset; readonly source: DatasetSource }> {
  if (/\.(ya?ml|json)$/i.test(name)) {
    const { dataset, source } = describedDataset(name);
    return {
      dataset,
      source: {
        root: place.root ?? source.root,
        images: place.images ?? source.images,
        pairs: place.pairs ?? source.pairs,
        format: place.format,
      },
    };
  }
  const dataset = heldAgainstPublished(findDataset(name));
  const data = env['MAGFACE_DATA'];
  // A protocol file that is named without a folder has its pictures beside it.
  const beside = place.pairs === undefined ? undefined : dirname(place.pairs);
  const root = place.root ?? (data === undefined || data === '' ? beside : join(data, name));
  if (root === undefined) {
    throw new UserError(
      'E_ROOT',
      `nothing says where ${name} lies`,
      'add --root DIR, or set MAGFACE_DATA to the folder that holds it',
      EXIT.usage,
    );
  }
  return {
    dataset,
    source: { root, images: place.images, pairs: place.pairs, format: place.format },
  };
}
