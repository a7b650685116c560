import { luminanceOf } from './luminance.js';
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
    // Its mean is next to 0, so that the shorter formula of the variance loses nothing.
    let [sum, squares] = [0, 0];
    for (let y = 1; y < height - 1; y++) {
      for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
        const around = values[i - width]! + values[i - 1]! + values[i + 1]! + values[i + width]!;
        const laplacian = around - 4 * values[i]!;
        sum += laplacian;
        squares += laplacian * laplacian;
      }
    }
    const count = (width - 2) * (height - 2);
    return Math.max(0, (squares - (sum * sum) / count) / count);
  },
};
