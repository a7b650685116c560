import { brightness } from './brightness.js';
import { contrast } from './contrast.js';
import { jpeg } from './jpeg.js';
import type { PictureQuality } from './picture-quality.js';
import { resolution } from './resolution.js';
import { sharpness } from './sharpness.js';

export type { PictureQuality } from './picture-quality.js';

/** Every quality that is computed from pixels, in the order of reports. */
export const PICTURE_QUALITIES: readonly PictureQuality[] = [
  sharpness,
  contrast,
  brightness,
  resolution,
  jpeg,
];
