import { EXIT, UserError } from '../errors.js';
import type { ImageCollection } from '../types.js';
import { decodePicture, type Pixels } from './decode.js';
import { SIDE } from './model-shape.js';
import { warp } from './warp.js';

/**
 * Picture `index` decoded, and aligned where the collection says how: what a model is fed, and what pixels are measured on.
 *
 * @throws UserError (exit 65) those of `decodePicture`; E_ALIGN_SIZE where the alignment is for pictures of another size
 */
export async function readPicture(images: ImageCollection, index: number): Promise<Pixels> {
  const name = images.describe(index);
  const picture = await decodePicture(await images.read(index), name);
  const { alignment } = images;
  if (alignment === undefined) return picture;
  const { text, side } = alignment;
  if (side !== undefined && (picture.width !== side || picture.height !== side)) {
    throw new UserError(
      'E_ALIGN_SIZE',
      `${name} is ${picture.width}x${picture.height}, ${text} is for pictures of ${side}x${side}`,
      'give --landmarks, or pictures as they were distributed',
      EXIT.badData,
    );
  }
  return { ...picture, ...warp(picture, alignment.placeOf(index), SIDE) };
}
