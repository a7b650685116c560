import { z } from 'zod';
import { checkedYaml } from '../checked-yaml.js';
import { COUNT } from '../subject-schema.js';

const FORMAT = 'magface-quality-calibration/1';

const CALIBRATION = z.strictObject({
  format: z.literal(FORMAT, { error: `expected ${FORMAT}` }),
  /** What the sigmoid holds for. */
  model: z.string(),
  modelDigest: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
  preprocess: z.string(),
  x0: z.number(),
  w: z.number().positive('expected a number above 0'),
  /** What it was made on. */
  dataset: z.string(),
  images: z.string(),
  pictures: COUNT,
  /** Magnitudes at the shares 0.05, 0.5 and 0.95. */
  low: z.number(),
  middle: z.number(),
  high: z.number(),
});

/** A sigmoid that was calibrated on some pictures, for the model that embedded them. */
export type QualityCalibration = Omit<z.infer<typeof CALIBRATION>, 'format'>;

/** The text of quality_calibration.json, exact. */
export function calibrationJson(calibration: QualityCalibration): string {
  return `${JSON.stringify({ format: FORMAT, ...calibration }, null, 2)}\n`;
}

/**
 * What `text`, a quality_calibration.json, says.
 * @param file its name, for messages
 * @throws FormatError E_YAML, E_QUALITY_CALIBRATION with line and column
 */
export function readCalibration(text: string, file: string): QualityCalibration {
  return checkedYaml(text, file, CALIBRATION, {
    code: 'E_QUALITY_CALIBRATION',
    remedy: 'write it anew with magface quality --calibrate',
  });
}
