import { plainBlocks } from './plain-text.js';

const CR = 13;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a UTF-8 text without their ends, LF or CRLF, one after the other, so that a file of millions of lines takes no
 * more memory than a chunk. The last end may be missing; blank lines at the very end are left out; a byte order mark is skipped.
 *
 * @param chunks the bytes in any cut
 * @param file name for messages
 * @throws FormatError those of `plainBlocks`
 */
export function* linesOf(chunks: Iterable<Uint8Array>, file: string): Generator<Line, void> {
  let number = 0;
  let blank = 0;
  for (const { bytes } of plainBlocks(chunks, file)) {
    const text = bytes.toString('utf8');
    for (let start = 0; start < text.length;) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      const kept = found > start && text.charCodeAt(end - 1) === CR ? end - 1 : end;
      number++;
      if (kept === start) {
        blank++;
      } else {
        for (; blank > 0; blank--) yield { number: number - blank, text: '' };
        yield { number, text: text.slice(start, kept) };
      }
      start = end + 1;
    }
  }
}
