import { EXIT, FormatError, UserError } from '../errors.js';
import { entriesOf } from '../files/picture-names.js';
import { quote } from '../files/quote.js';
import type { ALIGNMENTS } from '../inference/alignments.js';
import { boxSquares } from '../inference/box-squares.js';
import { LFW_CROP } from '../inference/lfw-crop.js';
import {
  ARCFACE_TEMPLATE,
  fitsMirrored,
  inverseOf,
  similarityTransform,
} from '../inference/similarity-transform.js';
import {
  pointsOf,
  readLandmarksFile,
  samePoints,
  type LandmarksTable,
} from '../landmarks/index.js';
import type { Talk } from '../talk.js';
import type { Alignment, ImageCollection, Similarity } from '../types.js';

export interface AlignRequest {
  /** Without a wish: by landmarks where they are given, by boxes where the dataset states them, else not at all. */
  readonly align?: (typeof ALIGNMENTS)[number] | undefined;
  /** A file of landmarks. */
  readonly landmarks?: string | undefined;
}

/** Pictures named in a message. */
const NAMED = 3;

/**
 * `images` with the alignment that `request` wishes for; without one, by the boxes that the dataset states, or else as they are. Every picture must have landmarks where these
 * decide.
 *
 * @throws UserError E_ALIGN (usage) where the two flags do not go together; E_LANDMARKS_MISSING (65) with the count of pictures
 *   that the file does not name and the first few; FormatError E_LANDMARKS_DEGENERATE (65) with the line of points that fit no
 *   face, E_LANDMARKS_AMBIGUOUS, and those of reading the file
 */
export function alignPictures(
  images: ImageCollection,
  request: AlignRequest,
  talk: Talk,
): ImageCollection {
  const { landmarks } = request;
  const align =
    request.align ?? (landmarks !== undefined ? 'landmarks' : images.boxes ? 'box' : 'none');
  if (align !== 'landmarks' && landmarks !== undefined) {
    throw misfit(`--align ${align} with --landmarks`, 'leave one of them out');
  }
  if (align === 'none') return images;
  if (align === 'box') return { ...passedOn(images), alignment: byBoxes(images, talk) };
  if (align === 'lfw-crop') {
    talk.remark(
      'pictures are cut by one square for all (lfw-crop), which only approximates alignment',
    );
    return { ...passedOn(images), alignment: LFW_CROP };
  }
  if (landmarks === undefined) {
    throw misfit('--align landmarks without a file of them', 'add --landmarks FILE');
  }
  const table = readLandmarksFile(landmarks);
  for (const warning of table.warnings) talk.remark(warning);
  return { ...passedOn(images), alignment: byLandmarks(images.ids, table, talk) };
}

/** The collection as a record that can be added to, whatever it was made as. */
function passedOn(images: ImageCollection): ImageCollection {
  return {
    ids: images.ids,
    describe: (index) => images.describe(index),
    read: (index) => images.read(index),
    missing: () => images.missing(),
  };
}

function misfit(what: string, remedy: string): UserError {
  return new UserError('E_ALIGN', what, remedy, EXIT.usage);
}

/** The alignment of pictures by the boxes that the dataset states. */
function byBoxes({ ids, boxes }: ImageCollection, talk: Talk): Alignment {
  if (boxes === undefined) {
    throw misfit('--align box with pictures of which no box is stated', 'give landmarks');
  }
  const missing = ids.filter((_, index) => Number.isNaN(boxes[4 * index]));
  if (missing.length > 0) {
    throw new UserError(
      'E_LANDMARKS_MISSING',
      `no box is stated of ${missing.length} of ${ids.length} pictures: ${named(missing)}`,
      'give landmarks of all pictures',
      EXIT.badData,
    );
  }
  const squares = boxSquares(boxes);
  let said = false;
  return {
    ...squares,
    // Vectors that are read from a file were never cut.
    placeOf: (index) => {
      if (!said) {
        talk.remark('faces are cut by their boxes (box), which only approximates alignment');
      }
      said = true;
      return squares.placeOf(index);
    },
  };
}

/** The alignment of pictures by the landmarks that `table` states of them. */
function byLandmarks(ids: readonly string[], table: LandmarksTable, talk: Talk): Alignment {
  const entries = entriesOf(
    ids,
    {
      ...table,
      alike: (entry, other) => samePoints(table, entry, other),
      ambiguous: 'E_LANDMARKS_AMBIGUOUS',
    },
    () => true,
  );
  requireEvery(ids, entries, table);
  const places: Similarity[] = [];
  let mirrored = 0;
  for (const entry of entries) {
    const points = pointsOf(table, entry);
    const toFace = similarityTransform(points, ARCFACE_TEMPLATE);
    if (toFace === undefined) throw degenerate(table, entry);
    places.push(inverseOf(toFace));
    if (fitsMirrored(points, ARCFACE_TEMPLATE)) mirrored++;
  }
  if (mirrored > 0) {
    talk.remark(
      `landmarks of ${mirrored} of ${ids.length} pictures would fit better in a mirror: ` +
        'left is meant as seen in the picture',
    );
  }
  return {
    text: 'align=landmarks',
    keyOf: (index) => pointsOf(table, entries[index]!).join(' '),
    placeOf: (index) => places[index]!,
  };
}

function requireEvery(
  ids: readonly string[],
  entries: Int32Array,
  { file, pictures }: LandmarksTable,
): void {
  const missing = ids.filter((_, index) => entries[index]! < 0);
  if (missing.length === 0) return;
  throw new UserError(
    'E_LANDMARKS_MISSING',
    `${file} has no landmarks of ${missing.length} of ${ids.length} pictures: ${named(missing)}; ` +
      `it names ${named(pictures)}`,
    'name pictures as the dataset does; folders in front and extensions may differ',
    EXIT.badData,
  );
}

/** The first few of `names`. */
function named(names: readonly string[]): string {
  return `${names.slice(0, NAMED).map(quote).join(', ')}${names.length > NAMED ? ', ...' : ''}`;
}

function degenerate({ file, pictures, lines }: LandmarksTable, entry: number): FormatError {
  return new FormatError(
    'E_LANDMARKS_DEGENERATE',
    { file, line: lines[entry]!, column: 1 },
    `the five points of ${quote(pictures[entry]!)} lie in one place, or fit no face however turned`,
    'give pixels, not shares of the picture; leave out pictures without a face',
  );
}
