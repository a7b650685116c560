import { luminanceOf, momentsOf } from './luminance.js';
import type { PictureQuality } from './picture-quality.js';

/**
 * The variance of the Laplacian of the luminance (0..255), over all pixels that have four neighbours: blur takes away the
 * steps that the Laplacian answers to.
 *
 * Noise adds to it, and a picture twice as large of the same face has less of it.
 */
export const sharpness: PictureQuality = {
  name: 'sharpness',
  summary: 'variance of the Laplacian of the luminance: low where the picture is blurred',
  reference: 'Pech-Pacheco et al. 2000',
  measure: (picture) => {
    const { width, height, values } = luminanceOf(picture);
    if (width < 3 || height < 3) return NaN;
    const laplacian = new Float64Array((width - 2) * (height - 2));
    let k = 0;
    for (let y = 1; y < height - 1; y++) {
      for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
        laplacian[k++] =
          values[i - width]! +
          values[i - 1]! -
          4 * values[i]! +
          values[i + 1]! +
          values[i + width]!;
      }
    }
    return momentsOf(laplacian).variance;
  },
};
