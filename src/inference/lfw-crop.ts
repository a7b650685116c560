import type { Alignment } from '../types.js';
import { SIDE } from './model-shape.js';

/** Width and height of the pictures of LFW, funneled or not. */
const LFW_SIDE = 250;

/** The square that is cut out: its first column and row, and its width. */
const [LEFT, TOP, WIDTH] = [61, 52, 129];

/**
 * One square of 129x129 of every picture of LFW, columns 61 to 189 and rows 52 to 180, made 112x112: an approximation for
 * pictures without landmarks.
 *
 * Where faces lie in LFW is known within a few pixels, since a detector framed them: eyes near (104, 113) and (146, 113),
 * as OpenVINO's configuration for `lfw-deepfunneled` has them too. The square is the least-squares fit, without a turn, of the
 * mean landmarks of 120 deep-funneled pictures to ArcFace's template, in whole pixels. LFWcrop (Sanderson & Lovell 2009)
 * cuts the narrower (83, 92) to (166, 175), which leaves out what ArcFace's template shows.
 */
export const LFW_CROP: Alignment = {
  text: 'align=lfw-crop (approximate)',
  side: LFW_SIDE,
  keyOf: () => '',
  // Corners of the square go to corners of the face, so that centres of pixels lie half a step inside.
  placeOf: () => {
    const step = WIDTH / SIDE;
    const inside = step / 2 - 0.5;
    return { a: step, b: 0, x: LEFT + inside, y: TOP + inside };
  },
};
