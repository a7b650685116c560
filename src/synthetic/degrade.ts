import sharp, { type Sharp } from 'sharp';
import { chance } from './random.js';
import type { Pixels } from './raster.js';

/** One way a picture gets worse, in five known degrees: level 0 leaves it alone, level 4 is the worst. */
export interface Degradation {
  readonly name: string;
  readonly summary: string;
  /** What the numbers in `strengths` measure. */
  readonly unit: string;
  /** The strength of levels 0 to 4; the first one changes nothing. */
  readonly strengths: readonly [number, number, number, number, number];
  /** The picture at this strength, of the same size; `seed` decides whatever is left to chance. */
  readonly apply: (pixels: Pixels, strength: number, seed: number) => Promise<Pixels> | Pixels;
}

/** The highest level of every degradation. */
export const WORST_LEVEL = 4;

/** Lengths are stated for a picture this wide and scale with the width of the picture. */
const NOMINAL_WIDTH = 112;

/** Every degradation, in the order in which reports list them. */
export const DEGRADATIONS: readonly Degradation[] = [
  {
    name: 'blur',
    summary: 'Gaussian blur, as of a picture out of focus',
    unit: 'standard deviation in pixels of a picture 112 wide',
    strengths: [0, 0.9, 1.7, 2.7, 4],
    apply: (pixels, deviation) =>
      through(pixels, (image) => image.blur((deviation * pixels.width) / NOMINAL_WIDTH)),
  },
  {
    name: 'downsampling',
    summary: 'Fewer pixels, enlarged again: a face far from the camera',
    unit: 'width in pixels before it is enlarged again to 112',
    strengths: [112, 44, 28, 19, 13],
    apply: async (pixels, width) => {
      const { width: w, height: h } = pixels;
      const share = width / NOMINAL_WIDTH;
      const small = await through(pixels, (image) =>
        image.resize(Math.max(1, Math.round(w * share)), Math.max(1, Math.round(h * share)), {
          fit: 'fill',
          kernel: 'lanczos3',
        }),
      );
      return through(small, (image) => image.resize(w, h, { fit: 'fill', kernel: 'cubic' }));
    },
  },
  {
    name: 'noise',
    summary: 'Normal noise on every pixel and channel',
    unit: 'standard deviation in steps of 0..255',
    strengths: [0, 12, 25, 42, 65],
    apply: (pixels, deviation, seed) =>
      remake(pixels, seed, (value, normal) => value + deviation * normal),
  },
  {
    name: 'jpeg',
    summary: 'JPEG compression with halved colour resolution',
    unit: 'quality of libjpeg; 100 at level 0, which is not compressed at all',
    strengths: [100, 24, 12, 7, 3],
    apply: async (pixels, quality) => {
      const file = await open(pixels).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
      return decode(file);
    },
  },
  {
    name: 'occlusion',
    summary: 'A plain block before the face',
    unit: 'share of the picture that is covered',
    strengths: [0, 0.05, 0.12, 0.22, 0.36],
    apply: occlude,
  },
  {
    name: 'darkness',
    summary: 'Too little light: darker, and with the noise of the sensor',
    unit: 'share of the light that is left',
    strengths: [1, 0.4, 0.22, 0.12, 0.06],
    // Photon noise grows with the root of the light; the read-out adds a constant part.
    apply: (pixels, share, seed) =>
      remake(pixels, seed, (value, normal) => {
        const light = value * share;
        return light + Math.sqrt(4 + 0.2 * light) * normal;
      }),
  },
];

/**
 * The picture degraded by the named kind at `level` 0..4; level 0 returns the picture itself.
 *
 * The same picture, kind, level and seed give the same bytes. With the same seed, a block covers at each level all that it covered at
 * the level before, and noise is the same noise made stronger. Throws RangeError for an unknown kind or level.
 */
export async function degrade(
  pixels: Pixels,
  kind: string,
  level: number,
  seed: number,
): Promise<Pixels> {
  const degradation = DEGRADATIONS.find((entry) => entry.name === kind);
  if (degradation === undefined) {
    const known = DEGRADATIONS.map((entry) => entry.name).join(', ');
    throw new RangeError(`unknown degradation "${kind}"; known: ${known}`);
  }
  const strength = degradation.strengths[level];
  if (strength === undefined)
    throw new RangeError(
      `degradation level ${level}; it must be a whole number from 0 to ${WORST_LEVEL}`,
    );
  return level === 0 ? pixels : degradation.apply(pixels, strength, seed);
}

function open({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The pixels of an encoded picture as three bytes each, red, green, blue. */
export async function decode(file: Uint8Array): Promise<Pixels> {
  return raw(sharp(file).removeAlpha().toColourspace('srgb'));
}

function through(pixels: Pixels, change: (image: Sharp) => Sharp): Promise<Pixels> {
  return raw(change(open(pixels)));
}

async function raw(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
  };
}

/** The picture with each byte made anew from its value and a standard normal number, rounded and held in 0..255. */
function remake(
  pixels: Pixels,
  seed: number,
  change: (value: number, normal: number) => number,
): Pixels {
  const { uniform } = chance(9, seed);
  const data = new Uint8ClampedArray(pixels.data.length);
  for (let i = 0; i < data.length; i += 2) {
    // Box and Muller (1958) give two numbers at a time.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    data[i] = change(pixels.data[i]!, radius * Math.cos(angle));
    if (i + 1 < data.length) data[i + 1] = change(pixels.data[i + 1]!, radius * Math.sin(angle));
  }
  return { ...pixels, data: new Uint8Array(data.buffer) };
}

function occlude(pixels: Pixels, share: number, seed: number): Pixels {
  const { width, height } = pixels;
  const { between } = chance(10, seed);
  const [x, y] = [between(0.28, 0.72) * width, between(0.38, 0.82) * height];
  const aspect = between(0.7, 1.5);
  const colour = [between(0, 255), between(0, 255), between(0, 255)];
  const wide = Math.min(width, Math.sqrt(share * width * height * aspect));
  const high = Math.min(height, (share * width * height) / wide);
  // Kept whole inside the picture, so that the share holds.
  const place = (middle: number, length: number, limit: number): number =>
    Math.round(Math.min(limit - length, Math.max(0, middle - length / 2)));
  const [left, top] = [place(x, wide, width), place(y, high, height)];
  const data = new Uint8ClampedArray(pixels.data);
  for (let row = top; row < top + Math.round(high); row++)
    for (let column = left; column < left + Math.round(wide); column++)
      for (let channel = 0; channel < 3; channel++)
        data[(row * width + column) * 3 + channel] = colour[channel]!;
  return { ...pixels, data: new Uint8Array(data.buffer) };
}
