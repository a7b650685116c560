import { resolveDataset } from '../datasets/index.js';
import { EXIT, UserError } from '../errors.js';
import type { Talk } from '../talk.js';
import type { ImageCollection, LoadedDataset } from '../types.js';
import { limitDataset } from './limit.js';

/** What names a dataset on the command line. */
export interface DatasetRequest {
  /** Registered name, or path of a YAML file that describes one. */
  readonly dataset: string;
  readonly root?: string | undefined;
  readonly images?: string | undefined;
  readonly pairs?: string | undefined;
  /** Form of the dataset's files, by name. */
  readonly format?: string | undefined;
  readonly limit?: number | undefined;
}

const NAMED = 5;

/** The dataset as it lies on disk, its files parsed and its remarks said; cut to `limit` comparisons when asked. */
export async function load(
  request: DatasetRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
): Promise<LoadedDataset> {
  const { dataset, source } = await resolveDataset(request.dataset, request, env);
  const loaded = await dataset.load(source);
  for (const warning of loaded.warnings) talk.remark(warning);
  return request.limit === undefined ? loaded : limitDataset(loaded, request.limit);
}

/**
 * Resolves when every picture is there.
 * @throws UserError E_IMAGE_MISSING (exit 66) with the count and the first few by name
 */
export async function requireImages(images: ImageCollection): Promise<void> {
  const missing = await images.missing();
  if (missing.length === 0) return;
  const named = missing.slice(0, NAMED).map((index) => `\n  ${images.describe(index)}`);
  const more = missing.length > NAMED ? `\n  and ${missing.length - NAMED} more` : '';
  throw new UserError(
    'E_IMAGE_MISSING',
    `${missing.length} of ${images.ids.length} pictures are not there:${named.join('')}${more}`,
    'point --images at the folder that holds them',
    EXIT.missingInput,
  );
}
