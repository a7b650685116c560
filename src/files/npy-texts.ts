import type { ByteSource } from './byte-source.js';
import { failing, npyHeader, readNpyHeader, requireSize, type NpyHeader } from './npy-header.js';

/** How the texts of a dtype lie in a file: each in as many bytes, NULs behind it. */
export interface TextType {
  readonly itemSize: number;
  /** UTF-32, else UTF-8. */
  readonly wide: boolean;
}

/** The type of texts of dtype `<U` (UTF-32) or `|S` (bytes, taken as UTF-8); undefined where `dtype` is no text. */
export function textType(dtype: string): TextType | undefined {
  const match = /^(?:(<)U|\|S)([1-9]\d{0,5})$/.exec(dtype);
  if (match === null) return undefined;
  const wide = match[1] !== undefined;
  return { itemSize: Number(match[2]) * (wide ? 4 : 1), wide };
}

/**
 * The texts of a one-dimensional NumPy array of dtype `<U` or `|S`.
 *
 * Trailing NULs are NumPy's padding and are dropped.
 * @throws FormatError E_NPY_DTYPE, E_NPY_SHAPE, E_NPY_SIZE, and E_NPY_TEXT with the byte offset of text that is none
 */
export async function readNpyTexts(source: ByteSource): Promise<string[]> {
  const header = await readNpyHeader(source);
  const fail = failing(source.file);
  const type = textType(header.dtype);
  if (type === undefined) {
    throw fail(
      'E_NPY_DTYPE',
      10,
      `dtype ${header.dtype} is not text`,
      'save numpy.array(ids) of str',
    );
  }
  if (header.shape.length !== 1) throw fail('E_NPY_SHAPE', 10, 'ids are not one-dimensional');
  const texts: string[] = [];
  await eachText(source, header, type, 'id', (_, decode) => texts.push(decode()));
  return texts;
}

/** Bytes read at a time, about. */
const CHUNK = 1 << 20;

/**
 * Resolves when `take` was given the bytes of each text in turn, without the padding, and what decodes them; the bytes change
 * afterwards.
 * @param what one of them is, for messages
 * @throws FormatError E_NPY_SIZE; `decode` throws E_NPY_TEXT with the byte offset of text that is none
 */
export async function eachText(
  source: ByteSource,
  header: NpyHeader,
  { itemSize, wide }: TextType,
  what: string,
  take: (item: Uint8Array, decode: () => string) => void,
): Promise<void> {
  const count = requireSize(source, header, itemSize);
  const step = Math.max(1, Math.floor(CHUNK / itemSize));
  const buffer = new Uint8Array(Math.min(step, count) * itemSize);
  const unit = wide ? 4 : 1;
  for (let done = 0; done < count; done += step) {
    const items = Math.min(step, count - done);
    await source.fill(buffer.subarray(0, items * itemSize));
    for (let i = 0; i < items; i++) {
      const start = i * itemSize;
      let end = start + itemSize;
      while (end > start && buffer[end - 1] === 0) end--;
      const item = buffer.subarray(start, start + Math.ceil((end - start) / unit) * unit);
      take(item, () => {
        try {
          return wide ? decodeUtf32(item) : UTF8.decode(item);
        } catch {
          throw failing(source.file)(
            'E_NPY_TEXT',
            header.dataOffset + (done + i) * itemSize,
            `${what} ${done + i} (from 0) is not Unicode text`,
            'save an array of str',
          );
        }
      });
    }
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf32(item: Uint8Array): string {
  const view = new DataView(item.buffer, item.byteOffset, item.length);
  let text = '';
  for (let at = 0; at < item.length; at += 4) {
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
