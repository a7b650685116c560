import { planOf, transform, type Plan } from './fourier.js';
import type { Luminance } from './luminance.js';

/** How strong a picture is at each frequency, whatever the direction. */
export interface RadialSpectrum {
  /** Mean power of each ring, in squared grey levels: of ring `r` around `r / (2 (length - 1))` cycles a pixel, so that the last is at 1/2. */
  readonly power: Float64Array;
  /** Points of the transform in each ring. */
  readonly points: Float64Array;
  /** Mean power of the corners beyond the rings, which only diagonals reach. */
  readonly beyond: number;
}

/** Where the corners begin, in cycles a pixel: apart from the last ring. */
const CORNERS = 0.55;

/**
 * The power of `plane` by frequency, in `rings + 1` rings of equal width from 0 to half a cycle a pixel.
 *
 * The mean is taken off and a Hann window laid over, so that the borders, where the picture does not fit to itself, add no step;
 * then it is filled up with zeros to powers of two. Power is scaled so that noise without a pattern has its variance everywhere.
 */
export function radialSpectrum(plane: Luminance, rings: number): RadialSpectrum {
  const [across, down] = [powerOfTwoFrom(plane.width), powerOfTwoFrom(plane.height)];
  const half = across / 2 + 1;
  const { real, imaginary } = transformedRows(plane, planOf(across), half);
  const power = new Float64Array(rings + 1);
  const points = new Float64Array(rings + 1);
  let [beyond, corners] = [0, 0];
  const plan = planOf(down);
  const re = new Float64Array(down);
  const im = new Float64Array(down);
  for (let x = 0; x < half; x++) {
    re.fill(0);
    im.fill(0);
    for (let y = 0; y < plane.height; y++) {
      re[y] = real[y * half + x]!;
      im[y] = imaginary[y * half + x]!;
    }
    transform(re, im, plan);
    // Of real numbers the other half is the same, mirrored.
    const times = x === 0 || x === half - 1 ? 1 : 2;
    for (let y = 0; y < down; y++) {
      const frequency = Math.sqrt((x / across) ** 2 + (Math.min(y, down - y) / down) ** 2);
      const strength = times * (re[y]! ** 2 + im[y]! ** 2);
      if (frequency > CORNERS) {
        beyond += strength;
        corners += times;
      } else if (frequency <= 0.5) {
        const ring = Math.round(2 * frequency * rings);
        power[ring]! += strength;
        points[ring]! += times;
      }
    }
  }
  const weight = sumOfSquares(hann(plane.width)) * sumOfSquares(hann(plane.height));
  for (let ring = 0; ring <= rings; ring++) {
    if (points[ring]! > 0) power[ring]! /= points[ring]! * weight;
  }
  return { power, points, beyond: beyond / (corners * weight) };
}

/** The first `half` points of the transform of every row, two rows at a time: one as real, one as imaginary part. */
function transformedRows(plane: Luminance, plan: Plan, half: number) {
  const { width, height, values, mean } = plane;
  const { length } = plan;
  const [windowAcross, windowDown] = [hann(width), hann(height)];
  const real = new Float64Array(height * half);
  const imaginary = new Float64Array(height * half);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  for (let y = 0; y < height; y += 2) {
    const paired = y + 1 < height;
    re.fill(0);
    im.fill(0);
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      re[x] = (values[at]! - mean) * windowAcross[x]! * windowDown[y]!;
      if (paired) im[x] = (values[at + width]! - mean) * windowAcross[x]! * windowDown[y + 1]!;
    }
    transform(re, im, plan);
    for (let k = 0; k < half; k++) {
      const mirror = k === 0 ? 0 : length - k;
      const at = y * half + k;
      real[at] = (re[k]! + re[mirror]!) / 2;
      imaginary[at] = (im[k]! - im[mirror]!) / 2;
      if (!paired) continue;
      real[at + half] = (im[k]! + im[mirror]!) / 2;
      imaginary[at + half] = (re[mirror]! - re[k]!) / 2;
    }
  }
  return { real, imaginary };
}

/** Weights that rise from the borders to the middle as a cosine does (after von Hann; Harris 1978). */
function hann(length: number): Float64Array {
  const weights = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    weights[i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length);
  }
  return weights;
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function powerOfTwoFrom(least: number): number {
  let power = 2;
  while (power < least) power *= 2;
  return power;
}
