/** Writes InsightFace's packs as Python's pickle would, for tests and for comparing packs with the folders they come from. */

const chunk = (...parts) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))),
  );

const uint32 = (number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
};

/** How each protocol writes bytes: 2 as Python 2 does, 4 as Python 3 does. */
const BYTES = {
  2: (bytes) =>
    bytes.length < 256 ? chunk('U', bytes.length, bytes) : chunk('T', uint32(bytes.length), bytes),
  4: (bytes) =>
    bytes.length < 256 ? chunk('C', bytes.length, bytes) : chunk('B', uint32(bytes.length), bytes),
};

/**
 * The pack of `pictures` (encoded bytes, 2k and 2k+1 of comparison k) and `labels` (true where genuine), as pickle protocol 2
 * of Python 2 or 4 of Python 3.
 */
export function pickledPack(pictures, labels, protocol = 2) {
  const list = (items) => chunk(']', '(', ...items, 'e');
  return chunk(
    ...[0x80, protocol],
    list(pictures.map(BYTES[protocol])),
    list(labels.map((label) => Buffer.of(label ? 0x88 : 0x89))),
    ...[0x86, '.'],
  );
}
