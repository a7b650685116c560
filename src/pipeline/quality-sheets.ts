import pMap from 'p-map';
import { UserError } from '../errors.js';
import { readPicture } from '../inference/read-picture.js';
import type { Raster } from '../report/canvas.js';
import { captionedSheet, type Section } from '../report/captioned-sheet.js';
import type { Talk } from '../talk.js';
import type { ImageCollection, QualityFindings, WrongComparison } from '../types.js';

/** Faces in a row of the sheet of faces, and pairs in a row of the sheet of errors. */
const FACES = 12;
const PAIRS = 5;

/** Rows of faces that are spread over the whole order. */
const SPREAD_ROWS = 4;

/** Rows of pairs of each kind. */
const PAIR_ROWS = 3;

/** Pictures decoded at once. */
const READERS = 8;

/**
 * A JPEG of faces from the worst magnitude to the best: the worst, some evenly spread over the order, and the best; all of them
 * where that is no more. Each with its magnitude and, at the right, its quality from 0 to 100. Undefined, with a remark, where
 * a picture cannot be had.
 */
export async function facesByQuality(
  images: ImageCollection,
  magnitudes: Float32Array,
  quality: Float64Array,
  talk: Talk,
): Promise<Uint8Array | undefined> {
  const order = [...magnitudes.keys()].sort((a, b) => magnitudes[a]! - magnitudes[b]! || a - b);
  const spread = FACES * SPREAD_ROWS;
  const key = quality.some((value) => !Number.isNaN(value)) ? 'magnitude, quality' : 'magnitude';
  const sections =
    order.length <= FACES + spread + FACES
      ? [{ heading: `all, from the worst to the best (${key})`, chosen: order }]
      : [
          { heading: `the worst (${key})`, chosen: order.slice(0, FACES) },
          {
            heading: `evenly spread over all ${order.length}`,
            chosen: Array.from(
              { length: spread },
              (_, i) => order[Math.round((i * (order.length - 1)) / (spread - 1))]!,
            ),
          },
          { heading: 'the best', chosen: order.slice(-FACES) },
        ];
  return drawn('faces_by_quality.jpg', talk, async () => {
    const face = reader(images);
    const told: Section[] = [];
    for (const { heading, chosen } of sections) {
      const pictures = await pMap(chosen, face, { concurrency: READERS });
      const items = chosen.map((index, i) => ({
        pictures: [pictures[i]!],
        captions: [magnitudeText(magnitudes[index]!)],
        ...(Number.isNaN(quality[index]!) ? {} : { remark: String(quality[index]!) }),
      }));
      told.push({ heading, items });
    }
    return captionedSheet(told, FACES);
  });
}

/**
 * A JPEG of the pairs behind the worst errors, side by side with their magnitudes and their score: false non-matches from the
 * lowest score, false matches from the highest. Undefined, with a remark, where nothing goes wrong or a picture cannot be had.
 */
export async function worstPairs(
  images: ImageCollection,
  errors: NonNullable<QualityFindings['errors']>,
  talk: Talk,
): Promise<Uint8Array | undefined> {
  const place = new Map(images.ids.map((id, index) => [id, index]));
  const kinds = [
    ['false non-matches, lowest score first', errors.falseNonMatches],
    ['false matches, highest score first', errors.falseMatches],
  ] as const;
  const at = `(threshold ${errors.threshold.toFixed(3)})`;
  const shown = kinds.filter(([, list]) => list.length > 0);
  if (shown.length === 0) {
    talk.remark('worst_errors.jpg is left out: no comparison goes wrong');
    return undefined;
  }
  return drawn('worst_errors.jpg', talk, async () => {
    const face = reader(images);
    const item = async ({
      left,
      right,
      score,
      leftMagnitude,
      rightMagnitude,
    }: WrongComparison) => ({
      pictures: [await face(place.get(left)!), await face(place.get(right)!)],
      captions: [magnitudeText(leftMagnitude), magnitudeText(rightMagnitude)],
      remark: `score ${score.toFixed(3)}`,
    });
    const told: Section[] = [];
    for (const [heading, list] of shown) {
      const worst = list.slice(0, PAIRS * PAIR_ROWS);
      const items = await pMap(worst, item, { concurrency: READERS });
      told.push({ heading: `${heading} ${at}`, items });
    }
    return captionedSheet(told, PAIRS);
  });
}

/** Three digits and more, so that neighbours in the order are told apart. */
function magnitudeText(magnitude: number): string {
  return magnitude >= 0.01 && magnitude < 1e5
    ? magnitude.toFixed(magnitude < 1 ? 4 : magnitude < 1000 ? 2 : 0)
    : magnitude.toExponential(1);
}

function reader(images: ImageCollection): (index: number) => Promise<Raster> {
  return (index) => readPicture(images, index);
}

/** The sheet, or nothing and a remark where its pictures are not at hand. */
async function drawn(
  name: string,
  talk: Talk,
  draw: () => Promise<Uint8Array>,
): Promise<Uint8Array | undefined> {
  try {
    return await draw();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    talk.remark(`${name} is left out: ${error.what}`);
    return undefined;
  }
}
