import { FormatError } from '../../errors.js';
import { parseFloats } from '../../files/decimal.js';
import { plainBlocks } from '../../files/plain-text.js';
import { quote } from '../../files/quote.js';

const [LF, CR, SPACE] = [10, 13, 32];

/** Five points, and the score behind them. */
const NUMBERS = 11;

/**
 * The detector's score of each picture, out of lines `NAME X1 Y1 .. X5 Y5 SCORE`; other pictures are passed over.
 *
 * @param pictures the index of each picture by its name
 * @throws FormatError E_IJB_DETECTOR for a line that is not of a name and eleven numbers, a name that stands twice, and a picture
 *   that no line names; each with its place; and those of `plainBlocks`
 */
export function parseIjbDetector(
  chunks: Iterable<Uint8Array>,
  file: string,
  pictures: ReadonlyMap<string, number>,
): Float32Array {
  const scores = new Float32Array(pictures.size);
  const lineOf = new Uint32Array(pictures.size);
  const numbers = new Float32Array(NUMBERS);
  let line = 0;
  let blank = 0;
  for (const { bytes } of plainBlocks(chunks, file)) {
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(LF, start);
      const next = found < 0 ? bytes.length : found;
      const end = next > start && bytes[next - 1] === CR ? next - 1 : next;
      line++;
      if (end === start) {
        blank ||= line;
        start = next + 1;
        continue;
      }
      const space = bytes.indexOf(SPACE, start);
      const progress = { at: space, index: 0 };
      const named = space > start && space < end && blank === 0;
      if (named) parseFloats(bytes, progress, end, numbers, NUMBERS);
      if (!named || progress.index < NUMBERS || progress.at < end) {
        const text = blank > 0 ? '' : bytes.toString('utf8', start, end);
        throw refuse(
          { file, line: blank > 0 ? blank : line, column: 1 },
          `expected NAME X1 Y1 .. X5 Y5 SCORE, found ${quote(text)}`,
          'give every line a name and eleven numbers',
        );
      }
      const name = bytes.toString('utf8', start, space);
      const picture = pictures.get(name);
      start = next + 1;
      if (picture === undefined) continue;
      if (lineOf[picture] !== 0) {
        const what = `${quote(name)} stands here and in line ${lineOf[picture]!}`;
        throw refuse({ file, line, column: 1 }, what, 'name a picture once');
      }
      lineOf[picture] = line;
      scores[picture] = numbers[NUMBERS - 1]!;
    }
  }
  const lacking = lineOf.indexOf(0);
  if (lacking < 0) return scores;
  const name = quote([...pictures.keys()][lacking]!);
  throw refuse({ file }, `no line names the picture ${name}`, 'take all files from one pack');
}

function refuse(
  place: { readonly file: string; readonly line?: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_IJB_DETECTOR', place, what, remedy);
}
