import { luminanceOf } from './luminance.js';
import type { PictureQuality } from './picture-quality.js';

/** The standard deviation (over n) of the luminance in parts of white: 0 for one grey, at most 0.5. */
export const contrast: PictureQuality = {
  name: 'contrast',
  summary: 'RMS contrast: standard deviation of the luminance, as a share of white',
  reference: 'Peli 1990',
  measure: (picture) => Math.sqrt(luminanceOf(picture).variance) / 255,
};
