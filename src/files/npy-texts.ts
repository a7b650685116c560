import type { ByteSource } from './byte-source.js';
import { failing, npyHeader, readNpyHeader, requireSize } from './npy-header.js';

/**
 * The texts of a one-dimensional NumPy array of dtype `<U` (UTF-32) or `|S` (bytes, taken as UTF-8).
 *
 * Trailing NULs are NumPy's padding and are dropped.
 * @throws FormatError E_NPY_DTYPE, E_NPY_SHAPE, E_NPY_SIZE, and E_NPY_TEXT with the byte offset of text that is none
 */
export async function readNpyTexts(source: ByteSource): Promise<string[]> {
  const header = await readNpyHeader(source);
  const fail = failing(source.file);
  const match = /^(?:(<)U|\|S)([1-9]\d{0,5})$/.exec(header.dtype);
  if (match === null) {
    throw fail(
      'E_NPY_DTYPE',
      10,
      `dtype ${header.dtype} is not text`,
      'save numpy.array(ids) of str',
    );
  }
  if (header.shape.length !== 1) throw fail('E_NPY_SHAPE', 10, 'ids are not one-dimensional');
  const wide = match[1] !== undefined;
  const itemSize = Number(match[2]) * (wide ? 4 : 1);
  const count = requireSize(source, header, itemSize);
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const item = new Uint8Array(itemSize);
  const texts: string[] = [];
  for (let i = 0; i < count; i++) {
    await source.fill(item);
    try {
      texts.push(wide ? decodeUtf32(item) : utf8.decode(item).replace(/\0+$/, ''));
    } catch {
      throw fail(
        'E_NPY_TEXT',
        header.dataOffset + i * itemSize,
        `id ${i} (from 0) is not Unicode text`,
      );
    }
  }
  return texts;
}

function decodeUtf32(item: Uint8Array): string {
  const view = new DataView(item.buffer);
  let end = item.length;
  while (end > 0 && view.getUint32(end - 4, true) === 0) end -= 4;
  let text = '';
  for (let at = 0; at < end; at += 4) {
    const point = view.getUint32(at, true);
    if (point >= 0xd800 && point <= 0xdfff) throw new RangeError('half a surrogate pair');
    text += String.fromCodePoint(point);
  }
  return text;
}

/** The bytes of a one-dimensional .npy array of `texts`, dtype `<U` of the longest. */
export function npyTexts(texts: readonly string[]): Uint8Array {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const width = points.reduce((longest, { length }) => Math.max(longest, length), 1);
  const header = npyHeader(`<U${width}`, [texts.length]);
  const bytes = new Uint8Array(header.length + texts.length * width * 4);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (const [i, text] of points.entries()) {
    for (const [j, point] of text.entries()) view.setUint32((i * width + j) * 4, point, true);
  }
  return bytes;
}
