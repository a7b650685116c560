import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { canvas, textWidth, tile } from '../../src/report/canvas.js';
import { captionedSheet } from '../../src/report/captioned-sheet.js';
import { GLYPHS, LETTER } from '../../src/report/pixel-font.js';

function plain(red: number, green: number, blue: number, width = 112, height = 112) {
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < data.length; i += 3) data.set([red, green, blue], i);
  return { width, height, data };
}

/** What is dark of a canvas, a line of text a row of pixels. */
function drawing({ width, height, data }: { width: number; height: number; data: Uint8Array }) {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (data[3 * (y * width + x)]! < 128 ? '#' : '.')).join(
      '',
    ),
  );
}

describe('letters', () => {
  test('are rows of five pixels, seven or, below the line, nine', () => {
    for (const [letter, glyph] of Object.entries(GLYPHS)) {
      const rows = glyph.split(' ');
      expect([7, LETTER.height]).toContain(rows.length);
      for (const row of rows)
        expect({ letter, row }).toEqual({ letter, row: expect.stringMatching(/^[01]{5}$/) });
    }
  });

  test('are no two alike', () => {
    const drawn = Object.values(GLYPHS);
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  test('are there for every digit and every small letter', () => {
    for (const letter of '0123456789abcdefghijklmnopqrstuvwxyz.,-()% ') {
      expect(GLYPHS).toHaveProperty([letter]);
    }
  });
});

describe('a canvas', () => {
  test('shows a letter pixel for pixel, two by two', () => {
    const sheet = canvas(textWidth('1'), 14);
    sheet.write('1', 0, 0, [0, 0, 0]);
    expect(drawing(sheet)).toEqual([
      '....##....',
      '....##....',
      '..####....',
      '..####....',
      '....##....',
      '....##....',
      '....##....',
      '....##....',
      '....##....',
      '....##....',
      '....##....',
      '....##....',
      '..######..',
      '..######..',
    ]);
  });

  test('cuts off what lies outside, and draws a question mark for a letter it lacks', () => {
    const [known, unknown] = [canvas(20, 10), canvas(20, 10)];
    known.write('?', 12, 4, [0, 0, 0]);
    unknown.write('é', 12, 4, [0, 0, 0]);
    expect(drawing(unknown)).toEqual(drawing(known));
    known.place(plain(0, 0, 0, 30, 30), 15, 5);
    expect(drawing(known)[9]!.slice(15)).toBe('#####');
  });

  test('shows a picture of any size whole', async () => {
    const { width, height, data } = await tile(plain(0, 0, 0, 50, 100), 100);
    expect([width, height, data.length]).toEqual([100, 100, 30000]);
    const row = drawing({ width, height, data })[50]!;
    expect(row).toBe(`${'.'.repeat(25)}${'#'.repeat(50)}${'.'.repeat(25)}`);
  });
});

describe('a sheet', () => {
  const items = Array.from({ length: 5 }, (_, i) => ({
    pictures: [plain(40 * i, 0, 255 - 40 * i)],
    captions: [`${i}.5`],
    remark: String(i),
  }));

  test('is the same bytes every time', async () => {
    const sections = [{ heading: 'the worst', items }];
    const [once, again] = [await captionedSheet(sections, 3), await captionedSheet(sections, 3)];
    expect(Buffer.compare(once, again)).toBe(0);
  });

  test('has the pictures in their order, row by row', async () => {
    const sheet = await captionedSheet([{ heading: 'the worst', items }], 3);
    const { data, info } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true });
    // A picture is recognised by its red and blue, wherever it is placed.
    const met: number[] = [];
    for (let y = 0; y < info.height; y++) {
      for (let x = 0; x < info.width; x++) {
        const [red, green, blue] = data.subarray(3 * (y * info.width + x));
        const which = items.findIndex(
          (_, i) =>
            Math.abs(red! - 40 * i) < 6 && green! < 10 && Math.abs(blue! - 255 + 40 * i) < 6,
        );
        if (which >= 0 && !met.includes(which)) met.push(which);
      }
    }
    expect(met).toEqual([0, 1, 2, 3, 4]);
  });

  test('puts the two pictures of a pair side by side', async () => {
    const pair = {
      pictures: [plain(255, 0, 0), plain(0, 0, 255)],
      captions: ['1.00', '2.00'],
      remark: 'score 0.5',
    };
    const single = await sharp(
      await captionedSheet([{ heading: '', items: [pair] }], 4),
    ).metadata();
    expect(single.width).toBe(2 * 112 + 2 + 2 * 12);
  });
});
