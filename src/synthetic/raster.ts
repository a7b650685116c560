import sharp from 'sharp';
import { SIZE } from './head.js';

/** A picture as rows of pixels of three bytes, red, green, blue. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The SVG document drawn on 112x112 pixels of three bytes, red, green, blue, row by row. */
export async function rasterise(svg: string): Promise<Pixels> {
  const data = await sharp(Buffer.from(svg)).removeAlpha().toColourspace('srgb').raw().toBuffer();
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    width: SIZE,
    height: SIZE,
  };
}
