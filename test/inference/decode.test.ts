import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { decodePicture } from '../../src/inference/decode.js';
import { pattern, png } from '../support/faces.js';

const raw = { width: 112, height: 112, channels: 3 } as const;
const face = () => sharp(pattern(1), { raw });
const decode = (bytes: Uint8Array) => decodePicture(bytes, 'a.jpg');

describe('a picture', () => {
  test('comes out of a lossless file as it went in', async () => {
    const { data, width, height } = await decode(await png(pattern(1)));
    expect([width, height]).toEqual([112, 112]);
    expect(Buffer.from(data).equals(pattern(1))).toBe(true);
  });

  test('in grey has three equal channels', async () => {
    const bytes = await face().greyscale().toColourspace('b-w').png().toBuffer();
    const { data } = await decode(bytes);
    expect(data.length).toBe(112 * 112 * 3);
    for (let i = 0; i < data.length; i += 3) {
      expect([data[i + 1], data[i + 2]]).toEqual([data[i], data[i]]);
    }
  });

  test('with alpha loses it and keeps its colours', async () => {
    const { data } = await decode(await face().ensureAlpha(0.5).png().toBuffer());
    expect(Buffer.from(data).equals(pattern(1))).toBe(true);
  });

  test('of 16 bits is cut to 8', async () => {
    const sixteen = await sharp(pattern(1), { raw }).toColourspace('rgb16').png().toBuffer();
    const { data } = await decode(sixteen);
    expect(Buffer.from(data).equals(pattern(1))).toBe(true);
  });

  test('is not turned by its EXIF orientation', async () => {
    const turned = await face().withMetadata({ orientation: 6 }).png().toBuffer();
    const { data } = await decode(turned);
    expect(Buffer.from(data).equals(pattern(1))).toBe(true);
  });

  test('keeps its numbers whatever colour profile is embedded', async () => {
    const profiled = await face().withIccProfile('p3').png().toBuffer();
    const plain = await sharp(profiled, { ignoreIcc: true }).removeAlpha().raw().toBuffer();
    const { data } = await decode(profiled);
    expect(Buffer.from(data).equals(plain)).toBe(true);
  });
});

describe('what is no usable picture', () => {
  const jpeg = () => face().jpeg({ quality: 92 }).toBuffer();
  test.each<{ what: string; code: string; make: () => Promise<Buffer> | Buffer }>([
    { what: 'nothing', code: 'E_IMAGE_EMPTY', make: () => Buffer.alloc(0) },
    {
      what: 'half a JPEG',
      code: 'E_IMAGE_TRUNCATED',
      make: async () => {
        const whole = await jpeg();
        return whole.subarray(0, whole.length / 2);
      },
    },
    {
      what: 'a JPEG without its last two bytes',
      code: 'E_IMAGE_TRUNCATED',
      make: async () => (await jpeg()).subarray(0, -2),
    },
    {
      what: 'half a PNG',
      code: 'E_IMAGE_TRUNCATED',
      make: async () => {
        const whole = await png(pattern(2));
        return whole.subarray(0, whole.length / 2);
      },
    },
    {
      what: 'an SVG, whatever its name',
      code: 'E_IMAGE_FORMAT',
      make: () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    },
    {
      what: 'an HTML page',
      code: 'E_IMAGE_FORMAT',
      make: () => Buffer.from('<!DOCTYPE html><html></html>'),
    },
    {
      what: 'a Git LFS pointer',
      code: 'E_IMAGE_FORMAT',
      make: () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\n'),
    },
    { what: 'a PDF', code: 'E_IMAGE_FORMAT', make: () => Buffer.from('%PDF-1.4\n') },
    { what: 'noise', code: 'E_IMAGE_FORMAT', make: () => pattern(3) },
    {
      what: 'a GIF',
      code: 'E_IMAGE_FORMAT',
      make: () => face().gif().toBuffer(),
    },
    {
      what: 'a TIFF',
      code: 'E_IMAGE_FORMAT',
      make: () => face().tiff().toBuffer(),
    },
    {
      what: 'an animated WebP',
      code: 'E_IMAGE_ANIMATED',
      make: () =>
        sharp(Buffer.concat([pattern(1), pattern(2)]), {
          raw: { width: 112, height: 224, channels: 3, pageHeight: 112 },
        })
          .webp({ lossless: true })
          .toBuffer(),
    },
    {
      what: 'a JPEG in CMYK',
      code: 'E_IMAGE_CMYK',
      make: () => face().toColourspace('cmyk').jpeg().toBuffer(),
    },
    {
      what: 'a bomb of 5000x5000 pixels',
      code: 'E_IMAGE_LARGE',
      make: () =>
        sharp({ create: { width: 5000, height: 5000, channels: 3, background: 'black' } })
          .png()
          .toBuffer(),
    },
  ])('$what is $code, by name, with exit code 65', async ({ code, make }) => {
    const bytes = await make();
    await expect(decode(bytes)).rejects.toMatchObject({ code, exit: 65 });
    await expect(decode(bytes)).rejects.toThrow(`${code} a.jpg `);
  });
});
