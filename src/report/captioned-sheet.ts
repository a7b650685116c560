import {
  canvas,
  type Colour,
  jpegOf,
  type Raster,
  TEXT_HEIGHT,
  textWidth,
  tile,
} from './canvas.js';

/** Pictures side by side that belong together, with what is written under them. */
export interface Captioned {
  readonly pictures: readonly Raster[];
  /** Under each picture, at its left; as many as there are pictures. */
  readonly captions: readonly string[];
  /** Under all of them: at the right end of the line of captions, or on the line below where they are several. */
  readonly remark?: string | undefined;
}

/** Rows of pictures below a heading. */
export interface Section {
  readonly heading: string;
  readonly items: readonly Captioned[];
}

const SIDE = 112;
const GAP = 10;
/** Between a picture and its caption. */
const NEAR = 5;
const MARGIN = 12;

const INK: Colour = [34, 34, 34];
const QUIET: Colour = [0, 90, 150];

/**
 * A JPEG of the sections below one another, `columns` items in a row, each picture on 112x112 pixels with its caption under it.
 *
 * Letters are drawn by the sheet itself, so that equal pictures give equal bytes wherever they are drawn.
 * @param sections at least one, with at least one item; all items of as many pictures
 */
export async function captionedSheet(
  sections: readonly Section[],
  columns: number,
): Promise<Uint8Array> {
  const each = sections.flatMap(({ items }) => items)[0]?.pictures.length ?? 1;
  const lines = each > 1 ? 2 : 1;
  const item = {
    width: each * SIDE + (each - 1) * 2,
    height: SIDE + lines * (NEAR + TEXT_HEIGHT),
  };
  // Pairs stand further apart than the two pictures of one.
  const gap = each > 1 ? 2 * GAP : GAP;
  const most = Math.min(columns, Math.max(...sections.map(({ items }) => items.length)));
  const heightOf = ({ items }: Section) =>
    TEXT_HEIGHT + NEAR + Math.ceil(items.length / columns) * (item.height + GAP);
  const widest = Math.max(
    most * item.width + (most - 1) * gap,
    ...sections.map(({ heading }) => textWidth(heading)),
  );
  const sheet = canvas(
    2 * MARGIN + widest,
    2 * MARGIN + sections.reduce((sum, section) => sum + heightOf(section) + GAP, -2 * GAP),
  );
  let top = MARGIN;
  for (const section of sections) {
    sheet.write(section.heading, MARGIN, top, INK);
    for (const [i, { pictures, captions, remark }] of section.items.entries()) {
      const left = MARGIN + (i % columns) * (item.width + gap);
      const upper = top + TEXT_HEIGHT + NEAR + Math.floor(i / columns) * (item.height + GAP);
      for (const [k, picture] of pictures.entries()) {
        const x = left + k * (SIDE + 2);
        sheet.place(await tile(picture, SIDE), x, upper);
        sheet.write(captions[k] ?? '', x, upper + SIDE + NEAR, INK);
      }
      if (remark === undefined) continue;
      const below = upper + SIDE + NEAR + (lines - 1) * (NEAR + TEXT_HEIGHT);
      const at = each > 1 ? left : left + item.width - textWidth(remark);
      sheet.write(remark, at, below, QUIET);
    }
    top += heightOf(section) + GAP;
  }
  return jpegOf(sheet);
}
