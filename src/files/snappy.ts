/**
 * The `size` bytes that a raw Snappy block holds (format_description.txt of google/snappy).
 *
 * Read by a decoder of our own, which goes forward with every element, whatever a damaged block says.
 * @throws RangeError for a block that is damaged or holds another number of bytes
 */
export function snappyBytes(block: Uint8Array, size: number): Uint8Array {
  const reader = { block, at: 0 };
  const stated = varint(reader);
  if (stated !== size)
    throw new RangeError(`a Snappy block of ${stated} bytes, ${size} are stated`);
  // Three bytes stand for at most 64, so that a few bytes cannot ask for much memory.
  if (size > block.length * 22 + 64) throw new RangeError('a Snappy block is too short');
  const bytes = new Uint8Array(size);
  let to = 0;
  while (reader.at < block.length) {
    const tag = take(reader, 1);
    const kind = tag & 3;
    let length = (tag >>> 2) + 1;
    if (kind === 0) {
      if (length > 60) length = take(reader, length - 60) + 1;
      if (reader.at + length > block.length || to + length > size) throw damaged();
      bytes.set(block.subarray(reader.at, reader.at + length), to);
      reader.at += length;
    } else {
      let back: number;
      if (kind === 1) {
        length = ((tag >>> 2) & 7) + 4;
        back = (tag >>> 5) * 256 + take(reader, 1);
      } else {
        back = take(reader, kind === 2 ? 2 : 4);
      }
      if (back === 0 || back > to || to + length > size) throw damaged();
      // One by one: what is copied may begin in what was just written.
      for (let i = 0; i < length; i++) bytes[to + i] = bytes[to + i - back]!;
    }
    to += length;
  }
  if (to !== size) throw damaged();
  return bytes;
}

interface Reader {
  readonly block: Uint8Array;
  at: number;
}

function take(reader: Reader, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) {
    if (reader.at >= reader.block.length) throw damaged();
    value += reader.block[reader.at++]! * 256 ** i;
  }
  return value;
}

function varint(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = take(reader, 1);
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
  throw damaged();
}

function damaged(): RangeError {
  return new RangeError('a Snappy block is damaged');
}
