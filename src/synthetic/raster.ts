import sharp from 'sharp';
import type { Pixels } from '../types.js';
import { SIZE } from './head.js';

export type { Pixels };

/** The SVG document drawn on 112x112 pixels of three bytes, red, green, blue, row by row. */
export async function rasterise(svg: string): Promise<Pixels> {
  const data = await sharp(Buffer.from(svg)).removeAlpha().toColourspace('srgb').raw().toBuffer();
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    width: SIZE,
    height: SIZE,
  };
}
