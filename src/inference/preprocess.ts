import { findRecord } from '../nearest.js';

/** How a model wants its pixels: the order of the colours, and (x - mean) / std for each, x in 0..255. */
export interface Preprocess {
  readonly name: string;
  readonly summary: string;
  /** Where it is written so. */
  readonly reference?: string;
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
    reference:
      'https://github.com/deepinsight/insightface (python-package/insightface/model_zoo/arcface_onnx.py)',
    channels: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
  },
  {
    name: 'insightface128',
    summary: 'RGB, (x - 127.5) / 128: models from Keras and TensorFlow ports of InsightFace',
    reference: 'https://github.com/sirius-ai/MobileFaceNet_TF (utils/data_process.py)',
    channels: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [128, 128, 128],
  },
  {
    name: 'magface',
    summary: 'BGR, x / 255: the released MagFace models',
    reference: 'https://github.com/IrvingMeng/MagFace (inference/gen_feat.py)',
    channels: 'bgr',
    mean: [0, 0, 0],
    std: [255, 255, 255],
  },
  {
    name: 'adaface',
    summary: 'BGR, (x - 127.5) / 127.5: the released AdaFace models',
    reference: 'https://github.com/mk-minchul/AdaFace (inference.py)',
    channels: 'bgr',
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
  },
  {
    name: 'imagenet',
    summary: 'RGB, (x / 255 - mean) / std of ImageNet: torchvision habits',
    reference: 'https://pytorch.org/vision/stable/models.html',
    channels: 'rgb',
    mean: [123.675, 116.28, 103.53],
    std: [58.395, 57.12, 57.375],
  },
];

/**
 * The preset called `name`.
 * @throws UserError E_PREPROCESS (usage) that lists them all
 */
export function findPreprocess(name: string): Preprocess {
  return findRecord(PRESETS, name, 'preset of preprocessing', 'E_PREPROCESS');
}

/**
 * One line that decides every number fed to the model, such as `bgr mean 0 0 0 std 255 255 255`; part of what a stored
 * vector is found by, so two presets with equal numbers share it.
 */
export function describePreprocess({ channels, mean, std }: Preprocess): string {
  return `${channels} mean ${mean.join(' ')} std ${std.join(' ')}`;
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
