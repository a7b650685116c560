import { luminanceOf } from './luminance.js';
import type { PictureQuality } from './picture-quality.js';

/** The grey half way between black and white. */
const MID_GREY = 255 / 2;

/**
 * How near the mean luminance is to mid grey: 1 there, 0 for a black or a white picture.
 *
 * ISO/IEC 29794-5 has the mean of the luminance among its components; both too dark and too bright are bad. A straight line to
 * either side orders all pictures and has no parameter.
 */
export const brightness: PictureQuality = {
  name: 'brightness',
  summary: 'nearness of the mean luminance to mid grey: 1 there, 0 for black and for white',
  reference: 'after ISO/IEC 29794-5, luminance mean',
  measure: (picture) => {
    const { mean } = luminanceOf(picture);
    return 1 - Math.abs(mean - MID_GREY) / MID_GREY;
  },
};
