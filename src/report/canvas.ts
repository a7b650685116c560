import sharp from 'sharp';
import { GLYPHS, LETTER } from './pixel-font.js';

/** A picture as rows of pixels of three bytes, red, green, blue. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** Pixels of a letter for one of its own. */
const SCALE = 2;

/** How wide `text` is drawn, in pixels. */
export function textWidth(text: string): number {
  return text.length === 0 ? 0 : (text.length * LETTER.advance - 1) * SCALE;
}

/** How high a line of text is drawn, in pixels. */
export const TEXT_HEIGHT = LETTER.height * SCALE;

/** Something to draw on: white, of so many pixels. What would lie outside is cut off. */
export interface Canvas extends Raster {
  readonly place: (picture: Raster, left: number, top: number) => void;
  readonly fill: (left: number, top: number, width: number, height: number, colour: Colour) => void;
  /** Text from its upper left corner; a letter that there is none of is drawn as a question mark. */
  readonly write: (text: string, left: number, top: number, colour: Colour) => void;
}

export function canvas(width: number, height: number): Canvas {
  const data = new Uint8Array(3 * width * height).fill(255);
  const fill: Canvas['fill'] = (left, top, across, down, colour) => {
    for (let y = Math.max(0, top); y < Math.min(height, top + down); y++) {
      for (let x = Math.max(0, left); x < Math.min(width, left + across); x++) {
        data.set(colour, 3 * (y * width + x));
      }
    }
  };
  return {
    width,
    height,
    data,
    fill,
    place: (picture, left, top) => {
      const across = Math.min(picture.width, width - left);
      for (let y = 0; y < Math.min(picture.height, height - top); y++) {
        const from = 3 * y * picture.width;
        data.set(picture.data.subarray(from, from + 3 * across), 3 * ((top + y) * width + left));
      }
    },
    write: (text, left, top, colour) => {
      Array.from(text).forEach((letter, i) => {
        const rows = (GLYPHS[letter] ?? GLYPHS['?']!).split(' ');
        rows.forEach((row, y) => {
          Array.from(row).forEach((pixel, x) => {
            if (pixel !== '1') return;
            fill(left + (i * LETTER.advance + x) * SCALE, top + y * SCALE, SCALE, SCALE, colour);
          });
        });
      });
    },
  };
}

/** The picture on `side` by `side` pixels, whole and undistorted, on grey where it is no square. */
export async function tile({ data, width, height }: Raster, side: number): Promise<Raster> {
  if (width === side && height === side) return { data, width, height };
  const scaled = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'contain', background: '#d0d0d0' })
    .removeAlpha()
    .raw()
    .toBuffer();
  return { width: side, height: side, data: new Uint8Array(scaled) };
}

/** The picture as a JPEG without loss of colour at edges, so that letters stay clear. */
export async function jpegOf({ data, width, height }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
