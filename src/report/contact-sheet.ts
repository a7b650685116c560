import sharp from 'sharp';

const TILE = 112;
const GAP = 4;

/**
 * A JPEG of the pictures side by side, `columns` in a row, in their order, each on 112x112 pixels.
 * @param pictures encoded as JPEG, PNG or WebP; at least one
 */
export async function contactSheet(
  pictures: readonly Uint8Array[],
  columns: number,
): Promise<Uint8Array> {
  const place = (i: number) => GAP + i * (TILE + GAP);
  const rows = Math.ceil(pictures.length / columns);
  const tiles = await Promise.all(
    pictures.map(async (picture, i) => ({
      input: await sharp(picture).removeAlpha().resize(TILE, TILE, { fit: 'fill' }).toBuffer(),
      left: place(i % columns),
      top: place(Math.floor(i / columns)),
    })),
  );
  return sharp({
    create: {
      width: place(Math.min(columns, pictures.length)),
      height: place(rows),
      channels: 3,
      background: 'white',
    },
  })
    .composite(tiles)
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
