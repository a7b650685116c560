import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { EXIT, FormatError, UserError } from '../../errors.js';

/** Longer lines belong to no protocol; without a limit one file could take all memory. */
const LONGEST = 64 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** A protocol file read whole: its lines without their ends, and the digest of its bytes. */
export interface TextFile {
  readonly path: string;
  readonly lines: readonly Line[];
  /** sha256 (hex) of the bytes. */
  readonly digest: string;
}

/**
 * The lines of a UTF-8 text file, ended by LF or CRLF; the last end may be missing and blank lines at the very end are
 * left out. A byte order mark is skipped.
 *
 * @throws UserError E_FILE_MISSING (66), E_FILE_KIND; FormatError E_TEXT_ENCODING, E_TEXT_NUL, E_TEXT_CR, E_TEXT_LONG
 *   with line and column
 */
export async function readLines(path: string): Promise<TextFile> {
  const hash = createHash('sha256');
  const lines: Line[] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = Buffer.alloc(0);
  const push = (bytes: Buffer): void => {
    const number = lines.length + 1;
    const body = number === 1 ? withoutMark(bytes, path) : bytes;
    lines.push({ number, text: decode(body, decoder, { file: path, line: number }) });
  };
  for await (const chunk of chunksOf(path)) {
    hash.update(chunk);
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      push(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    if (bytes.length > LONGEST) {
      throw new FormatError(
        'E_TEXT_LONG',
        { file: path, line: lines.length + 1 },
        `the line is longer than ${LONGEST} bytes`,
        'check that this is the protocol file',
      );
    }
    rest = Buffer.from(bytes);
  }
  if (rest.length > 0) push(rest);
  while (lines.at(-1)?.text.trim() === '') lines.pop();
  return { path, lines, digest: hash.digest('hex') };
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new UserError(
      'E_FILE_MISSING',
      `there is no file ${path}`,
      'check --root and --pairs',
      EXIT.missingInput,
      { cause },
    );
  });
  if (!found.isFile()) {
    throw new UserError('E_FILE_KIND', `${path} is not a file`, 'name a text file', EXIT.badData);
  }
  const file = await open(path);
  try {
    yield* file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>;
  } finally {
    await file.close();
  }
}

function withoutMark(bytes: Buffer, file: string): Buffer {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new FormatError(
      'E_TEXT_ENCODING',
      { file, line: 1, column: 1 },
      'the file is UTF-16',
      'save it as UTF-8',
    );
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function decode(
  bytes: Buffer,
  decoder: InstanceType<typeof TextDecoder>,
  position: { file: string; line: number },
): string {
  const body = bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes;
  const refuse = (code: `E_TEXT_${string}`, index: number, what: string, remedy: string) =>
    new FormatError(code, { ...position, column: index + 1 }, what, remedy);
  if (body.includes(13)) {
    throw refuse('E_TEXT_CR', body.indexOf(13), 'a carriage return', 'end lines with LF or CRLF');
  }
  if (body.includes(0)) {
    throw refuse('E_TEXT_NUL', body.indexOf(0), 'a NUL byte', 'check that this is a text file');
  }
  try {
    return decoder.decode(body);
  } catch {
    const index = firstInvalid(body);
    const byte = `0x${body[index]!.toString(16)}`;
    throw refuse('E_TEXT_ENCODING', index, `byte ${byte} is not UTF-8`, 'save the file as UTF-8');
  }
}

/** Index of the first byte that no UTF-8 text has there: the length of the longest prefix that decodes. */
function firstInvalid(bytes: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let index = 0; index < bytes.length; index++) {
    try {
      decoder.decode(bytes.subarray(index, index + 1), { stream: true });
    } catch {
      return index;
    }
  }
  return bytes.length - 1;
}
