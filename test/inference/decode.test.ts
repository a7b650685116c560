import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
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

  test.each([1, 2, 3, 6, 8])(
    'is not turned by EXIF orientation %i, and says so',
    async (orientation) => {
      const { data, turned } = await decode(
        await face().withMetadata({ orientation }).png().toBuffer(),
      );
      expect(Buffer.from(data).equals(pattern(1))).toBe(true);
      expect(turned).toBe(orientation !== 1);
    },
  );

  test.each(['png', 'webp'] as const)(
    'of few colours, as %s, comes out in all three',
    async (format) => {
      const grey = Buffer.from(pattern(1).map((byte) => byte & 0xc0));
      const image = sharp(grey, { raw });
      const bytes = await (
        format === 'png' ? image.png({ palette: true }) : image.webp({ lossless: true })
      ).toBuffer();
      const { data } = await decode(bytes);
      expect(Buffer.from(data).equals(grey)).toBe(true);
    },
  );

  test('of a progressive JPEG is that of a plain one', async () => {
    const [plain, progressive] = await Promise.all(
      [false, true].map((how) =>
        face().jpeg({ progressive: how, optimiseCoding: false }).toBuffer(),
      ),
    );
    expect(progressive!.equals(plain!)).toBe(false);
    expect((await decode(progressive!)).data).toEqual((await decode(plain!)).data);
  });

  test('changes with its bytes: nothing is remembered by name', async () => {
    const [one, other] = [await png(pattern(1)), await png(pattern(2))];
    expect(Buffer.from((await decode(one)).data).equals(pattern(1))).toBe(true);
    expect(Buffer.from((await decode(other)).data).equals(pattern(2))).toBe(true);
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
      what: 'a PNG with a byte changed',
      code: 'E_IMAGE_BROKEN',
      make: async () => {
        const bytes = await png(pattern(2));
        bytes[bytes.length >> 1]! ^= 0xff;
        return bytes;
      },
    },
    {
      what: 'a PNG that claims 2147483647 columns',
      code: 'E_IMAGE_BROKEN',
      make: async () => {
        const bytes = await png(pattern(2));
        bytes.writeUInt32BE(0x7fffffff, 16);
        return bytes;
      },
    },
    {
      what: 'nine tenths of a WebP',
      code: 'E_IMAGE_TRUNCATED',
      make: async () => {
        const whole = await face().webp().toBuffer();
        return whole.subarray(0, whole.length * 0.9);
      },
    },
    {
      what: 'a JPEG whose file ends in its header',
      code: 'E_IMAGE_TRUNCATED',
      make: async () => (await jpeg()).subarray(0, 30),
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

describe('the decoder', () => {
  test.each([
    { what: 'JPEG', mark: '\xff\xd8\xff\xe0' },
    { what: 'PNG', mark: '\x89PNG\r\n\x1a\n' },
    { what: 'WebP', mark: 'RIFF\x40\x00\x00\x00WEBPVP8 ' },
  ])('takes what begins as a $what for nothing else, whatever follows', async ({ mark }) => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="112" height="112"/>';
    const gif = (await face().gif().toBuffer()).toString('latin1');
    for (const rest of [svg, `\n${svg}`, `<?xml version="1.0"?>${svg}`, gif, '%PDF-1.4']) {
      await expect(decode(Buffer.from(mark + rest, 'latin1'))).rejects.toMatchObject({ exit: 65 });
    }
  });

  test('decodes a damaged picture or refuses it by name, and never fails in another way', async () => {
    const whole = await Promise.all([
      face().jpeg().toBuffer(),
      face().jpeg({ progressive: true }).toBuffer(),
      png(pattern(1)),
      face().webp().toBuffer(),
      face().webp({ lossless: true }).toBuffer(),
    ]);
    const change = fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }) });
    const damage = fc.record({
      which: fc.nat({ max: whole.length - 1 }),
      changes: fc.array(change, { maxLength: 4 }),
      keep: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ which, changes, keep }) => {
        const bytes = Buffer.from(whole[which]!);
        for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
        const outcome = await decode(bytes.subarray(0, Math.floor(bytes.length * keep))).then(
          ({ data, width, height }) => (data.length === width * height * 3 ? 'decoded' : 'wrong'),
          (error: unknown) => error,
        );
        if (outcome === 'decoded') return;
        expect(outcome).toMatchObject({ exit: 65 });
        expect((outcome as Error).message).toMatch(/^E_IMAGE_[A-Z]+ a\.jpg /);
      }),
      { numRuns: 300 },
    );
  });
});
