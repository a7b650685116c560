import { EXIT, UserError } from '../errors.js';
import { quote } from '../files/quote.js';
import { findRecords } from '../nearest.js';
import { PICTURE_QUALITIES, type PictureQuality } from './picture-quality-list.js';

/** What one text of `--quality` asks for. */
export type QualityWish =
  | { readonly kind: 'magnitude' | 'random' | 'oracle'; readonly name: string }
  | { readonly kind: 'pixels'; readonly name: string; readonly quality: PictureQuality }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly path: string;
      /** Which column of the file; absent where it is left to the file. */
      readonly column?: string;
    };

interface Named {
  readonly name: string;
  readonly summary: string;
  readonly reference?: string;
}

const BESIDE_PIXELS = {
  magnitude: {
    name: 'magnitude',
    summary: 'length of the embedding; of a file of scores, its column quality',
    reference: 'Meng et al. 2021 (MagFace)',
  },
  random: {
    name: 'random',
    summary: 'rejection at random, the mean of many draws: what a quality must beat',
    reference: 'by definition',
  },
  oracle: {
    name: 'oracle',
    summary: 'rejection of the errors first: what no quality can beat',
    reference: 'Schlett et al. 2023',
  },
} as const;

/** Everything that `--quality` takes, in the order in which a user should read it. */
export const QUALITIES: readonly Named[] = [
  BESIDE_PIXELS.magnitude,
  ...PICTURE_QUALITIES,
  BESIDE_PIXELS.random,
  BESIDE_PIXELS.oracle,
  {
    name: 'NAME=FILE',
    summary: 'qualities of pictures in a file, called NAME; NAME=FILE:COLUMN where it has several',
    reference: 'docs/qualities.md',
  },
];

const NAME = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** Names that reports give to qualities which are not from a file; `quality` is what a file of scores calls its own. */
const TAKEN = [...QUALITIES.map(({ name }) => name), 'quality'];

/**
 * What each text asks for, in their order.
 *
 * `NAME=FILE` and `NAME=FILE:COLUMN` name a file; what stands behind the last colon is a column unless it holds a slash, and a
 * colon at the very end belongs to neither.
 * @throws UserError E_QUALITY_UNKNOWN (usage) naming together all texts that ask for nothing, with what is spelled nearly so;
 *   E_QUALITY_NAME (usage) for names of files that cannot be names, and for names given twice
 */
export function parseQualities(texts: readonly string[]): readonly QualityWish[] {
  const plain = texts.filter((text) => !text.includes('='));
  findRecords(QUALITIES, plain, 'quality', 'E_QUALITY_UNKNOWN');
  const wishes = texts.map((text) => (text.includes('=') ? fromFile(text) : builtIn(text)));
  const faults = wishes.flatMap((wish) => (wish.kind === 'file' ? faultsOf(wish) : []));
  const names = wishes.map(({ name }) => name.toLowerCase());
  const twice = new Set(names.filter((name, i) => names.indexOf(name) < i));
  faults.push(...Array.from(twice, (name) => `${quote(name)} is asked for twice`));
  if (faults.length === 0) return wishes;
  throw new UserError(
    'E_QUALITY_NAME',
    faults.join('; '),
    'write NAME=FILE, with a name of its own that begins with a letter',
    EXIT.usage,
  );
}

function builtIn(name: string): QualityWish {
  if (name === 'magnitude' || name === 'random' || name === 'oracle') return { kind: name, name };
  const quality = PICTURE_QUALITIES.find((one) => one.name === name)!;
  return { kind: 'pixels', name, quality };
}

function fromFile(text: string): QualityWish & { readonly kind: 'file' } {
  const equals = text.indexOf('=');
  const [name, rest] = [text.slice(0, equals), text.slice(equals + 1)];
  const colon = rest.lastIndexOf(':');
  const column = rest.slice(colon + 1);
  if (colon < 0 || /[\\/]/.test(column)) return { kind: 'file', name, path: rest };
  const path = rest.slice(0, colon);
  return { kind: 'file', name, path, ...(column === '' ? {} : { column }) };
}

function faultsOf({ name, path }: QualityWish & { readonly kind: 'file' }): string[] {
  const faults: string[] = [];
  if (!NAME.test(name)) faults.push(`${quote(name)} is no name for a quality`);
  const taken = TAKEN.find((other) => other.toLowerCase() === name.toLowerCase());
  if (taken !== undefined) faults.push(`the name ${quote(taken)} is taken`);
  if (path === '') faults.push(`${quote(`${name}=`)} names no file`);
  return faults;
}
