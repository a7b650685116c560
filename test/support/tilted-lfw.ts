import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ARCFACE_TEMPLATE } from '../../src/inference/similarity-transform.js';
import { warp } from '../../src/inference/warp.js';
import type { Similarity } from '../../src/types.js';

const SIDE = 200;

/** The similarity of a face that is turned, `size` times as large as the template's and has its middle near the picture's. */
export function tilt(degrees: number, size: number): Similarity {
  const angle = (degrees * Math.PI) / 180;
  const [a, b] = [size * Math.cos(angle), size * Math.sin(angle)];
  const middle = SIDE / 2 - 0.5;
  return { a, b, x: middle - 55.5 * (a - b), y: middle - 55.5 * (a + b) };
}

/** Where the five points of the template lie after `similarity`. */
export function pointsAfter({ a, b, x, y }: Similarity): number[] {
  const out: number[] = [];
  for (let i = 0; i < 10; i += 2) {
    const [u, v] = [ARCFACE_TEMPLATE[i]!, ARCFACE_TEMPLATE[i + 1]!];
    out.push(a * u - b * v + x, b * u + a * v + y);
  }
  return out;
}

/** The picture of 200x200 in which `face`, 112x112, is where `similarity` puts it, black around. */
export function placed(face: Uint8Array, { a, b, x, y }: Similarity): Promise<Buffer> {
  const square = a * a + b * b;
  const [back, turned] = [a / square, -b / square];
  const place = { a: back, b: turned, x: turned * y - back * x, y: -turned * x - back * y };
  const { data } = warp({ width: 112, height: 112, data: face }, place, SIDE);
  return sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer();
}

/**
 * Writes the pictures of the folder `aligned`, laid out as LFW, into `folder` as they might have been before they were aligned:
 * each turned and of a size of its own. Gives the lines of a list of landmarks.
 */
export async function writeTilted(aligned: string, folder: string): Promise<string[]> {
  const names = readdirSync(aligned, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(png|jpg)$/.test(name))
    .sort();
  const lines: string[] = [];
  for (const [i, name] of names.entries()) {
    const face = await sharp(readFileSync(join(aligned, name)))
      .removeAlpha()
      .raw()
      .toBuffer();
    const at = tilt(((i * 37) % 90) - 45, 0.9 + (i % 4) / 10);
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), await placed(face, at));
    lines.push(
      [name.replaceAll('\\', '/'), ...pointsAfter(at).map((v) => v.toFixed(4)), 0.99].join(' '),
    );
  }
  return lines;
}
