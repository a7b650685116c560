import { relative, resolve, sep } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { EXIT, UserError } from '../errors.js';
import { catalogueOf, type Catalogue } from '../protocols/index.js';
import { picturesOf } from './picture-source.js';

/** What every kind of protocol is made of, and where. */
export interface MakeRequest {
  /** A folder of one folder a person, or a CSV of pictures. */
  readonly source: string;
  /** Folder that the paths of a CSV are seen from; the CSV's own by default. */
  readonly images?: string | undefined;
  readonly out: string;
  readonly name?: string | undefined;
  readonly seed: number;
}

/** What a protocol is drawn from. */
export interface Drawable {
  readonly catalogue: Catalogue;
  readonly random: RandomGenerator;
  /** What reports call the protocol. */
  readonly name: string;
  /** The folder of the pictures, seen from the protocol. */
  readonly images: string;
}

/**
 * The pictures of the source in columns, with the chance that the seed decides.
 *
 * @param needed columns that the source must tell of
 * @throws UserError E_PROTOCOL_OPTIONS (usage) where it does not; and those of `picturesOf`
 */
export async function drawableFrom(
  request: MakeRequest,
  needed: readonly ('group' | 'quality')[] = [],
): Promise<Drawable> {
  const { source, out } = request;
  const { pictures, root, isTable } = await picturesOf(source, request.images);
  const catalogue = catalogueOf(pictures);
  const lacking = needed.find((name) => catalogue[name] === undefined);
  if (lacking !== undefined) {
    throw misfit(
      `${source} tells of no ${lacking}`,
      isTable
        ? `add a column ${lacking}`
        : `name a CSV with the columns path, identity, ${lacking}`,
    );
  }
  // Seeds in a row would else begin alike.
  const seeds = xoroshiro128plus(request.seed);
  return {
    catalogue,
    random: xoroshiro128plus(uniformInt(seeds, 0, 0x7fffffff)),
    name: request.name ?? nameFrom(out),
    images: imagesFrom(out, root),
  };
}

/** The error for flags that do not go together. */
export function misfit(what: string, remedy: string): UserError {
  return new UserError('E_PROTOCOL_OPTIONS', what, remedy, EXIT.usage);
}

/** Where the pictures are, seen from the protocol. */
function imagesFrom(out: string, root: string): string {
  const path = relative(resolve(out), resolve(root)).split(sep).join('/');
  return path === '' ? '.' : path;
}

/** What reports call a protocol in the folder `out`: its name, in the letters that a name may have. */
function nameFrom(out: string): string {
  const last = resolve(out).split(sep).at(-1) ?? '';
  const name = last
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return name === '' ? 'own' : name;
}
