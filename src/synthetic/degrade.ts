import sharp, { type Sharp } from 'sharp';
import { chance } from './random.js';
import type { Pixels } from './raster.js';

/** One way a picture of a face goes bad, at strengths that are known: level 0 leaves it alone, each further level is worse. */
export interface Degradation {
  readonly name: string;
  readonly summary: string;
  /** What the strengths of `levels` are. */
  readonly unit: string;
  /** Strength at level 1, 2, ... */
  readonly levels: readonly number[];
  /** The picture at one strength; `seed` decides whatever is random in it. */
  readonly apply: (picture: Pixels, strength: number, seed: number) => Promise<Pixels>;
}

const blur: Degradation = {
  name: 'blur',
  summary: 'Gaussian blur, as of a lens out of focus',
  unit: 'sigma in pixels',
  levels: [1.2, 2.4, 3.8, 5.5],
  apply: (picture, sigma) => viaSharp(picture, (image) => image.blur(sigma)),
};

const downsampling: Degradation = {
  name: 'downsampling',
  summary: 'scaled down and up again, as of a face far away',
  unit: 'pixels across',
  levels: [32, 20, 13, 9],
  apply: async (picture, across) => {
    const small = await viaSharp(picture, (image) => image.resize(across, across, RESAMPLING));
    return viaSharp(small, (image) => image.resize(picture.width, picture.height, RESAMPLING));
  },
};

const noise: Degradation = {
  name: 'noise',
  summary: 'independent Gaussian noise on every channel',
  unit: 'standard deviation in grey levels',
  levels: [16, 34, 56, 85],
  apply: (picture, deviation, seed) =>
    Promise.resolve(withNoise(picture, 31, seed, (value, normal) => value + deviation * normal)),
};

const jpeg: Degradation = {
  name: 'jpeg',
  summary: 'JPEG compression with chroma at half resolution',
  unit: 'quality',
  levels: [20, 10, 5, 1],
  apply: async (picture, quality) => {
    const encoded = await toSharp(picture).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
    return fromSharp(sharp(encoded), picture);
  },
};

const occlusion: Degradation = {
  name: 'occlusion',
  summary: 'an opaque patch over the inner face',
  unit: 'side in pixels of a 112-pixel picture',
  levels: [22, 34, 46, 60],
  apply: (picture, side, seed) => {
    const { between } = chance(32, seed);
    // The place is drawn first, so that one seed keeps covering the same part of the face while the patch grows.
    const [cx, cy] = [between(0.33, 0.67) * picture.width, between(0.42, 0.8) * picture.height];
    const colour = [between(0, 256), between(0, 256), between(0, 256)];
    const half = (side / 112) * (picture.width / 2);
    const data = Uint8Array.from(picture.data);
    for (let y = Math.max(0, Math.round(cy - half)); y < Math.min(picture.height, cy + half); y++) {
      for (
        let x = Math.max(0, Math.round(cx - half));
        x < Math.min(picture.width, cx + half);
        x++
      ) {
        data.set(colour, (y * picture.width + x) * 3);
      }
    }
    return Promise.resolve({ ...picture, data });
  },
};

/** Every kind of degradation, in the order of reports. */
export const DEGRADATIONS: readonly Degradation[] = [blur, downsampling, noise, jpeg, occlusion];

/**
 * Too little light. It is not one of `DEGRADATIONS`: the demonstration's model learnt from dark pictures too, yet its magnitude does
 * not fall at every level, so the kind would not show what the others show.
 */
export const DARKNESS: Degradation = {
  name: 'darkness',
  summary: 'too little light, with the noise a sensor then shows',
  unit: 'share of the light that is left',
  levels: [0.3, 0.15, 0.08, 0.04],
  // The photons' noise grows with the root of the light; reading them out adds a part that is always there.
  apply: (picture, share, seed) =>
    Promise.resolve(
      withNoise(picture, 33, seed, (value, normal) => {
        const light = value * share;
        return light + Math.sqrt(4 + 0.2 * light) * normal;
      }),
    ),
};

/** How many levels every kind has above 0, the picture as it is. */
export const WORST_LEVEL = 4;

/**
 * The picture, any size of three-channel pixels, at a level of 0 (itself) to 4 (the worst).
 * @throws RangeError for a level that the kind does not have
 */
export async function degrade(
  kind: Degradation,
  picture: Pixels,
  level: number,
  seed: number,
): Promise<Pixels> {
  if (level === 0) return picture;
  const strength = kind.levels[level - 1];
  if (strength === undefined) throw new RangeError(`${kind.name} has no level ${level}`);
  return kind.apply(picture, strength, seed);
}

/** The picture with every byte made anew from itself and a standard normal number, rounded and held to 0..255. */
function withNoise(
  picture: Pixels,
  stream: number,
  seed: number,
  change: (value: number, normal: number) => number,
): Pixels {
  const { uniform } = chance(stream, seed);
  const data = new Uint8ClampedArray(picture.data);
  for (let i = 0; i < data.length; i += 2) {
    // Box and Muller (1958) give two numbers at a time.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    data[i] = change(data[i]!, radius * Math.cos(angle));
    if (i + 1 < data.length) data[i + 1] = change(data[i + 1]!, radius * Math.sin(angle));
  }
  return { ...picture, data: new Uint8Array(data.buffer) };
}

const RESAMPLING = { kernel: 'cubic', fit: 'fill', fastShrinkOnLoad: false } as const;

function toSharp({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function fromSharp(image: Sharp, fallback: Pixels): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new RangeError(`expected 3 channels, found ${info.channels}`);
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { ...fallback, data: pixels, width: info.width, height: info.height };
}

function viaSharp(picture: Pixels, change: (image: Sharp) => Sharp): Promise<Pixels> {
  return fromSharp(change(toSharp(picture)), picture);
}
