import { uniformInt } from 'pure-rand/distribution/uniformInt';

/** Numbers at the ends of what a length may be. */
const ENDS = [
  [0],
  [0xff],
  [0x7f],
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0x80],
  [0, 0, 0, 0, 0, 0, 0, 0x80],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
];
const WORDS = [
  '\n',
  '\t',
  '0',
  '9',
  '-1',
  '999999999999999',
  '../',
  '/',
  '\0',
  '(',
  '.',
  'nan',
  '\u00fc',
];

/**
 * One of `files` with one to six faults in it: bytes changed, put in, taken out, doubled, taken from another of them, or the
 * end cut off.
 */
export function mutated(files, random) {
  const upTo = (most) => uniformInt(random, 0, most);
  const one = (list) => list[upTo(list.length - 1)];
  let bytes = Buffer.from(one(files));
  for (let faults = 1 + upTo(5); faults > 0; faults--) {
    const at = upTo(bytes.length);
    const length = upTo(upTo(3) === 0 ? 300 : 8);
    const rest = bytes.subarray(Math.min(bytes.length, at + length));
    const put = (middle, after = rest) => {
      bytes = Buffer.concat([bytes.subarray(0, at), middle, after]);
    };
    switch (upTo(7)) {
      case 0:
        if (at < bytes.length) bytes[at] = upTo(255);
        break;
      case 1:
        if (at < bytes.length) bytes[at] ^= 1 << upTo(7);
        break;
      case 2:
        put(Buffer.from(Array.from({ length: upTo(4) }, () => upTo(255))));
        break;
      case 3: {
        const end = Buffer.from(one(ENDS));
        put(end, bytes.subarray(Math.min(bytes.length, at + end.length)));
        break;
      }
      case 4:
        put(Buffer.from(one(WORDS)), bytes.subarray(at));
        break;
      case 5:
        put(bytes.subarray(at, at + length), bytes.subarray(at));
        break;
      case 6: {
        const other = one(files);
        const from = upTo(other.length);
        put(other.subarray(from, from + length));
        break;
      }
      default:
        if (upTo(3) === 0) put(Buffer.alloc(0), Buffer.alloc(0));
    }
  }
  return bytes;
}
