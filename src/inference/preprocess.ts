import { findRecord } from '../nearest.js';

/** How a model wants its pixels: the order of the colours, and (x - mean) / std for each, x in 0..255. */
export interface Preprocess {
  readonly name: string;
  readonly summary: string;
  readonly channels: 'rgb' | 'bgr';
  /** In the order of `channels`. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Every preset, by the family of models it belongs to. */
export const PRESETS: readonly Preprocess[] = [
  {
    name: 'insightface',
    summary: 'RGB, (x - 127.5) / 127.5: InsightFace, CVLface and most ArcFace models in ONNX',
    channels: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
  },
  {
    name: 'insightface128',
    summary: 'RGB, (x - 127.5) / 128: older InsightFace and MobileFaceNet models',
    channels: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [128, 128, 128],
  },
  {
    name: 'magface',
    summary: 'BGR, x / 255: the released MagFace models',
    channels: 'bgr',
    mean: [0, 0, 0],
    std: [255, 255, 255],
  },
  {
    name: 'adaface',
    summary: 'BGR, (x - 127.5) / 127.5: the released AdaFace models',
    channels: 'bgr',
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
  },
  {
    name: 'imagenet',
    summary: 'RGB, (x / 255 - mean) / std of ImageNet: torchvision habits',
    channels: 'rgb',
    mean: [0.485 * 255, 0.456 * 255, 0.406 * 255],
    std: [0.229 * 255, 0.224 * 255, 0.225 * 255],
  },
];

/**
 * The preset called `name`.
 * @throws UserError E_PREPROCESS (usage) that lists them all
 */
export function findPreprocess(name: string): Preprocess {
  return findRecord(PRESETS, name, 'preset of preprocessing', 'E_PREPROCESS');
}

/** One line that decides every number fed to the model; part of what a stored vector is found by. */
export function describePreprocess({ channels, mean, std }: Preprocess): string {
  const list = (values: readonly number[]) => values.map((v) => Number(v.toPrecision(9))).join(' ');
  return `${channels} mean ${list(mean)} std ${list(std)}`;
}

/** Three tables of 256: what each byte becomes in each of the model's channels, float32. */
export type PixelTables = readonly Float32Array[];

/** The tables of `preprocess`: exact, since a byte has only 256 values. */
export function pixelTables({ mean, std }: Preprocess): PixelTables {
  return mean.map((m, c) => Float32Array.from({ length: 256 }, (_, byte) => (byte - m) / std[c]!));
}

/**
 * Fills `target` from `offset` with the picture as the model wants it: planes (CHW) of what `tables` hold.
 *
 * @param pixels rows of RGB bytes (HWC), `3 * area`
 * @param mirrored whether the picture is taken as in a mirror, left for right
 */
export function writePlanes(
  pixels: Uint8Array,
  width: number,
  { channels }: Preprocess,
  tables: PixelTables,
  target: Record<number, number>,
  offset: number,
  mirrored: boolean,
): void {
  const area = pixels.length / 3;
  for (let plane = 0; plane < 3; plane++) {
    const channel = channels === 'rgb' ? plane : 2 - plane;
    const table = tables[plane]!;
    const start = offset + plane * area;
    if (!mirrored) {
      for (let i = 0, p = channel; i < area; i++, p += 3) target[start + i] = table[pixels[p]!]!;
      continue;
    }
    for (let row = 0; row < area; row += width) {
      for (let x = 0; x < width; x++) {
        target[start + row + x] = table[pixels[(row + width - 1 - x) * 3 + channel]!]!;
      }
    }
  }
}
