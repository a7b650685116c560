/** Writes MXNet's RecordIO, for tests. Source of the format: see src/files/recordio.ts. */

const MAGIC = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);

/** The `.rec` and the `.idx` of records of a key, one label or several, and the bytes of a picture. */
export function recordFile(records) {
  const parts = [];
  let [index, offset] = ['', 0];
  for (const { key, labels, data } of records) {
    index += `${key}\t${offset}\n`;
    for (const part of recordParts(imageBytes(key, labels, data))) {
      parts.push(part);
      offset += part.length;
    }
  }
  return { bytes: Buffer.concat(parts), index };
}

/** A header (flag, label, id, second id), several labels where there are, and the picture. */
function imageBytes(key, labels, data) {
  const header = Buffer.alloc(24);
  header.writeBigUInt64LE(BigInt(key), 8);
  if (labels.length === 1) {
    header.writeFloatLE(labels[0], 4);
    return Buffer.concat([header, data]);
  }
  header.writeUInt32LE(labels.length, 0);
  const floats = Buffer.alloc(4 * labels.length);
  labels.forEach((label, i) => floats.writeFloatLE(label, 4 * i));
  return Buffer.concat([header, floats, data]);
}

/** A record cut wherever it holds the magic number at a multiple of 4. */
function recordParts(bytes) {
  const cuts = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (bytes.subarray(at, at + 4).equals(MAGIC)) cuts.push(at);
  }
  const starts = [0, ...cuts.map((at) => at + 4)];
  return starts.map((start, i) => {
    const part = bytes.subarray(start, cuts[i] ?? bytes.length);
    const kind = cuts.length === 0 ? 0 : i === 0 ? 1 : i === cuts.length ? 3 : 2;
    const word = Buffer.alloc(4);
    word.writeUInt32LE(kind * 2 ** 29 + part.length);
    return Buffer.concat([MAGIC, word, part, Buffer.alloc((4 - (part.length % 4)) % 4)]);
  });
}
