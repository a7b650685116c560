import type { Alignment } from '../types.js';
import { SIDE } from './model-shape.js';

/** Numbers of a box: left and upper edge, width and height. */
const NUMBERS = 4;

/**
 * The smallest square around each box, with its centre, made 112x112: an approximation for faces without landmarks.
 *
 * @param boxes left and upper edge, width and height of each picture in pixels; edges of pixels, so that the first pixel reaches
 *   from 0 to 1
 */
export function boxSquares(boxes: Float64Array): Alignment {
  const boxOf = (index: number) => boxes.subarray(index * NUMBERS, (index + 1) * NUMBERS);
  return {
    text: 'align=box (approximate)',
    keyOf: (index) => boxOf(index).join(' '),
    placeOf: (index) => {
      const [left, top, width, height] = boxOf(index) as unknown as [
        number,
        number,
        number,
        number,
      ];
      const side = Math.max(width, height);
      const step = side / SIDE;
      // Corners of the square go to corners of the face, so that centres of pixels lie half a step inside.
      const inside = step / 2 - 0.5;
      return {
        a: step,
        b: 0,
        x: left + (width - side) / 2 + inside,
        y: top + (height - side) / 2 + inside,
      };
    },
  };
}
