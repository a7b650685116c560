import { readFile } from 'node:fs/promises';
import { EXIT, FormatError, UserError } from '../errors.js';
import type { WriteAll } from '../files/durable-file.js';
import { readFailure } from '../files/file-failure.js';

/**
 * The ids in an `ids.txt`: one a line, UTF-8, lines ending in LF or CRLF.
 * @throws FormatError E_IDS with file and line for an empty line or an id that stands twice, or where the file is not
 *   UTF-8; UserError E_EMBED_FILE when it cannot be read
 */
export async function readIds(path: string): Promise<string[]> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw readFailure(path, error, 'E_EMBED_FILE');
  });
  const lines = decode(path, bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const lineOf = new Map<string, number>();
  return lines.map((line, i) => {
    const id = line.endsWith('\r') ? line.slice(0, -1) : line;
    const position = { file: path, line: i + 1 };
    if (id === '')
      throw new FormatError('E_IDS', position, 'the line is empty', 'write one id a line');
    const before = lineOf.get(id);
    if (before !== undefined) {
      const what = `${JSON.stringify(id)} stands already on line ${before}`;
      throw new FormatError('E_IDS', position, what, 'give every picture a name of its own');
    }
    lineOf.set(id, i + 1);
    return id;
  });
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FormatError('E_IDS', { file: path }, 'not UTF-8 text', 'save it as UTF-8', {
      cause: error,
    });
  }
}

/**
 * Resolves when `ids` are written one a line.
 * @throws UserError E_EMBED_ID for an id that is empty, holds a line break or is not Unicode (exit 65)
 */
export async function writeIds(ids: readonly string[], write: WriteAll): Promise<void> {
  requireIds(ids, /^[^\n\r\p{Cs}]+$/u, 'be a line of text');
  await write(Buffer.from(ids.map((id) => `${id}\n`).join(''), 'utf8'));
}

/** @throws UserError E_EMBED_ID naming the first id that does not match `fits`, so that it could not be read back */
export function requireIds(ids: readonly string[], fits: RegExp, purpose: string): void {
  const unfit = ids.find((id) => !fits.test(id));
  if (unfit === undefined) return;
  throw new UserError(
    'E_EMBED_ID',
    `the id ${JSON.stringify(unfit)} cannot ${purpose}`,
    'rename the picture, or write another format',
    EXIT.badData,
  );
}
