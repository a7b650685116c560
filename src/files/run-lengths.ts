/**
 * The `count` whole numbers of `width` bits that Parquet keeps in `bytes` as runs: of one number repeated, or of numbers side by
 * side in groups of eight.
 *
 * No run is believed beyond `count`, so that a few damaged bytes cannot fill the memory.
 * @param width 0 to 32
 * @throws RangeError where the bytes end before the last number
 */
export function readRuns(bytes: Uint8Array, width: number, count: number): Uint32Array {
  const values = new Uint32Array(count);
  if (width === 0) return values;
  if (width > 32) throw new RangeError(`numbers of ${width} bits`);
  let at = 0;
  for (let done = 0; done < count;) {
    let head = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length || shift > 28) throw new RangeError('the runs end too early');
      const byte = bytes[at++]!;
      head += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const packed = head % 2 === 1;
    const size = Math.floor(head / 2) * (packed ? 8 : 1);
    // Nothing would be read, and nothing would end it.
    if (size === 0) throw new RangeError('a run of no numbers');
    const take = Math.min(size, count - done);
    if (packed) {
      at = unpack(bytes, at, width, values, done, take, size);
    } else {
      const wide = Math.ceil(width / 8);
      if (at + wide > bytes.length) throw new RangeError('the runs end too early');
      let value = 0;
      for (let i = 0; i < wide; i++) value += bytes[at + i]! * 2 ** (8 * i);
      values.fill(value, done, done + take);
      at += wide;
    }
    done += take;
  }
  return values;
}

/** Offset behind a run of `size` numbers side by side, of which the first `take` are put into `values`. */
function unpack(
  bytes: Uint8Array,
  at: number,
  width: number,
  values: Uint32Array,
  to: number,
  take: number,
  size: number,
): number {
  if (at + Math.ceil((take * width) / 8) > bytes.length) {
    throw new RangeError('the runs end too early');
  }
  for (let i = 0, bit = 0; i < take; i++, bit += width) {
    let value = 0;
    for (let got = 0; got < width;) {
      const [index, offset] = [at + ((bit + got) >>> 3), (bit + got) & 7];
      const some = Math.min(8 - offset, width - got);
      value += ((bytes[index]! >>> offset) & ((1 << some) - 1)) * 2 ** got;
      got += some;
    }
    values[to + i] = value;
  }
  return at + (size * width) / 8;
}
