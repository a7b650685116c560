import { luminanceOf } from './luminance.js';
import type { PictureQuality } from './picture-quality.js';
import { radialSpectrum } from './spectrum.js';

const RINGS = 64;
/** The share of all detail that the resolution must hold: what is above is told worse from noise. */
const HELD = 0.9;
/**
 * The variance that rounding to whole numbers adds. It is taken off as well: of a smooth surface rounding makes steps, which have
 * less power in the corners than elsewhere.
 */
const ROUNDING = 1 / 12;
/** Smaller pictures have too few frequencies to be told apart. */
const SMALLEST = 16;

/**
 * How many pixels across a picture would need to hold 90 % of the detail that this one has: about 20 for a face that was 20
 * pixels wide before it was enlarged, whatever the size of its file; at most that size (the root of width times height).
 *
 * Detail is the power of the luminance's gradient, which natural pictures have about equally much of at all frequencies (Field
 * 1987), so that where it ends the picture was cut off. It is summed from low frequencies to high; noise, which has equal power
 * everywhere, is taken off as strong as the corners of the spectrum show it, where pictures have next to nothing.
 *
 * Steps that are no detail of the face count as such: strong noise, the blocks of JPEG, hard edges of a patch. NaN below 16x16
 * pixels, and where nothing is left above the noise.
 */
export const resolution: PictureQuality = {
  name: 'resolution',
  summary: 'effective resolution: pixels across that would hold 90 % of the detail there is',
  reference: 'spectral roll-off of the gradient; after Field 1987',
  measure: (picture) => {
    const { width, height } = picture;
    if (width < SMALLEST || height < SMALLEST) return NaN;
    const { power, points, beyond } = radialSpectrum(luminanceOf(picture), RINGS);
    const detail = power.map(
      (mean, ring) => Math.max(0, mean - beyond - ROUNDING) * points[ring]! * ring ** 2,
    );
    const total = detail.reduce((sum, part) => sum + part, 0);
    if (!(total > 0)) return NaN;
    const share = rollOff(detail, HELD * total) / RINGS;
    return Math.min(1, share) * Math.sqrt(width * height);
  },
};

/** Where, counted in rings, the sum of `parts` reaches `wanted`; the part of ring `r` lies from r - 1/2 to r + 1/2. */
function rollOff(parts: Float64Array, wanted: number): number {
  let sum = 0;
  for (let ring = 0; ring < parts.length; ring++) {
    const part = parts[ring]!;
    if (part > 0 && sum + part >= wanted) return ring - 0.5 + (wanted - sum) / part;
    sum += part;
  }
  return parts.length;
}
